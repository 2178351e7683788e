"""Ways in, and pages without scripts: joining, personal links, asking and rating as plain forms."""

from playwright.async_api import expect

from dialogs.evaluating import thanks
from dialogs.i18n import words
from meeting.commands import OpenEvaluation
from meeting.ids import QuestionId
from meeting.question import QuestionState
from tests.browser.conftest import LAPTOP, Visitors, live
from tests.browser.house import House
from tests.given import METTE, asked, demo_knowledge

say = words("da", "Europe/Copenhagen")
MOST_BYTES = 200_000  # of a first visit, as they travel


async def test_one_joins_by_code_in_any_case_without_a_name(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.visit(house.url)
    await page.fill("#code", "wr0ng")
    await page.click("form button")
    await expect(page.locator(".form-error-message")).to_be_visible()
    assert await page.input_value("#code") == "wr0ng"

    await page.fill("#code", house.plan.code.lower())
    await page.click("form button")
    await page.click("form.join button")
    await live(page)

    await expect(page.locator("#show-name + label")).to_have_text(say("Participant"))


async def test_a_personal_link_lets_in_and_its_key_leaves_the_address(
    house: House, visitors: Visitors
) -> None:
    link = house.links.hosts["Peter Egelund"]
    page = await visitors.come(link)

    assert page.url == link.partition("#")[0]
    await expect(page.locator("footer")).to_contain_text("Peter Egelund")


async def test_a_wrong_key_is_refused_with_a_sentence(house: House, visitors: Visitors) -> None:
    page = await visitors.visit(f"{house.room}/host#key=0000")

    sentence = say(
        "This link does not open the meeting, or no longer; ask the organiser for a new one."
    )
    await expect(page.locator("#signing-in-note")).to_have_text(sentence)
    assert page.url == f"{house.room}/host"


async def test_without_scripts_one_joins_asks_votes_and_rates(
    house: House, visitors: Visitors
) -> None:
    bo = await house.join("Bo", "Billund")
    await house.do(bo, asked("Hvad koster det?", "q1"))
    await house.do(METTE, OpenEvaluation())
    page = await visitors.visit(house.room, scripts=False)
    await page.fill("#name", "Anna")
    await page.fill("#organisation", "Odense")
    await page.click("form.join button")

    await page.fill("#text", "Hvem har ansvaret for data?")
    await page.check("#show-organisation", force=True)
    await page.click("#ask button.button-primary")
    await expect(page.locator("#replies")).to_contain_text("2")
    await expect(page.locator("#questions .text")).to_have_text(
        ["Hvad koster det?", "Hvem har ansvaret for data?"]
    )

    await page.click("#q-q1 button:visible")
    await expect(page.locator("#q-q1 .voted .count")).to_have_text("1")
    assert len(house.meeting.votes[QuestionId("q1")]) == 1
    await page.click("#q-q1 button:visible")
    await expect(page.locator("#q-q1 button:visible .count")).to_have_text("0")

    await page.check("#useful-4", force=True)
    await page.check("#recommend-10", force=True)
    await page.fill("#field-comment", "Godt")
    await page.click("#evaluation button")
    await expect(page.locator("#replies")).to_contain_text(thanks(say, shown=False))

    counts = {id_: dict(values) for id_, values in house.meeting.evaluation.counts.items()}
    assert counts == {"useful": {"4": 1}, "recommend": {"10": 1}, "comment": {"Godt": 1}}
    asked_last = max(house.meeting.questions.values(), key=lambda one: one.number)
    assert (asked_last.text, asked_last.shown_as) == ("Hvem har ansvaret for data?", "Odense")


async def test_without_scripts_a_known_answer_comes_first_and_can_be_said_no_to(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.visit(house.room, scripts=False)
    await page.click("form.join button")
    known = demo_knowledge().entries[0]
    await page.fill("#text", known.question)
    await page.click("#ask button.button-primary")

    await expect(page.locator("#mine")).to_contain_text(known.answer)
    await page.locator("#mine").get_by_role("button", name=say("No, ask the speaker")).click()
    (question,) = house.meeting.questions.values()
    assert (question.text, question.state) == (known.question, QuestionState.QUEUED)


async def test_without_scripts_the_bot_answers_and_an_empty_question_gets_a_sentence(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.visit(house.room, scripts=False)
    await page.click("form.join button")
    await page.fill("#message", "dagsorden")
    await page.click("form.talk button")
    await expect(page.locator("#replies")).to_contain_text(house.plan.items[7].title)

    await page.click("#ask button.button-primary")
    sentence = say("There is no text in it; write a few words and send it again.")
    await expect(page.locator("#ask .alert")).to_have_text(sentence)


async def test_the_language_can_be_changed_and_is_remembered(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.join(house, "Anna", "Odense")
    await page.click("footer a[lang=en]")
    await expect(page.locator("#ask-title")).to_have_text("Ask a question")
    await page.goto(house.room)

    assert await page.get_attribute("html", "lang") == "en"


async def test_a_first_visit_weighs_less_than_200_kilobytes(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.visit("about:blank", LAPTOP)
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    await page.goto(house.room)
    await page.click("form.join button")
    await live(page)
    await page.evaluate("document.fonts.ready.then(() => true)")

    print(f"first visit: {sum(sizes):.0f} bytes in {len(sizes)} requests")
    assert 30_000 < sum(sizes) < MOST_BYTES
