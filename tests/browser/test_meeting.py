"""A whole meeting through real browsers: participants, host, speaker and the big screen."""

from json import dumps

from playwright.async_api import Page, expect

from dialogs.evaluating import thanks
from dialogs.i18n import words
from meeting.commands import NextItem, OpenEvaluation, StartMeeting
from meeting.evaluation import Kind
from tests.browser.conftest import SCREEN, Visitors, live
from tests.browser.house import House
from tests.given import METTE, RASMUS, demo_knowledge
from tests.machine import allowed

say = words("da", "Europe/Copenhagen")
AT_ONCE = 1.0  # seconds until others must see it


async def ask(page: Page, text: str, show: str = "name") -> None:
    await page.fill("#text", text)
    await page.check(f"#show-{show}", force=True)
    await page.click("#ask button.button-primary")
    await expect(page.locator("#text")).to_have_value("")


async def step(page: Page, word: str) -> None:
    """Press the console's button that begins with this word."""
    await page.locator("#steps button", has_text=say(word)).first.click()


async def test_a_whole_meeting_is_played_in_browsers(house: House, visitors: Visitors) -> None:
    anna = await visitors.join(house, "Anna Friis", "Odense")
    bo = await visitors.join(house, "Bo Kjær", "Billund")
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    stage = await visitors.come(house.links.stage, SCREEN)

    await step(host, "Start")
    await expect(anna.locator("#now h2")).to_have_text(house.plan.items[0].title)
    await step(host, "Next")
    await expect(stage.locator("#hero h2")).to_have_text(house.plan.items[1].title)
    await a_question_is_asked_voted_on_and_answered(anna, bo, host, stage)
    for _ in range(6):
        await step(host, "Next")
    await expect(host.locator("#now h2")).to_have_text(house.plan.items[7].title)
    if not house.meeting.evaluation.open:
        await step(host, "Evaluation")
    await the_meeting_is_rated(anna, host, stage)
    await the_results_are_shown(house, bo, host, stage)

    await anna.fill("#text", "Nåede jeg det?")
    await step(host, "Close")
    await it_is_over(anna, host, stage)


async def it_is_over(anna: Page, host: Page, stage: Page) -> None:
    """Open pages follow: no box to ask in, though what stood in it is still there to read."""
    await expect(anna.locator("#now h2")).to_have_text(say("Thank you for taking part"))
    await expect(anna.locator(".ask, .vote form, .until-closed:visible")).to_have_count(0)
    await expect(anna.locator("#replies .is-wrong .you")).to_have_text("Nåede jeg det?")
    await expect(stage.locator("#hero")).to_contain_text("4,1")  # of all ten
    for page in (host, stage):
        await expect(page.locator(".qr:visible")).to_have_count(0)


async def a_question_is_asked_voted_on_and_answered(
    anna: Page, bo: Page, host: Page, stage: Page
) -> None:
    await ask(anna, "til UDK: Hvad gør vi med de borgere, der venter på svar?")
    on_board = bo.locator("#questions .question", has_text="borgere, der venter")
    await expect(on_board).to_be_visible(timeout=1000 * allowed(AT_ONCE))
    await expect(anna.locator("#replies")).to_contain_text("Rasmus Edelberg")
    await on_board.locator("button:visible").click()
    await expect(host.locator(".question .count").first).to_have_text("1")
    live = host.get_by_role("button", name=say("Answered live")).first
    before = await live.bounding_box()
    await host.get_by_role("button", name=say("Show now")).first.click()
    await expect(stage.locator("#hero h2")).to_contain_text("borgere, der venter")
    await expect(host.get_by_role("button", name=say("Show now"))).to_be_disabled()
    assert await live.bounding_box() == before, "the buttons moved under the host's hand"
    await live.click()
    await expect(anna.locator("#mine .reply")).to_be_visible()


async def the_meeting_is_rated(anna: Page, host: Page, stage: Page) -> None:
    await expect(stage.locator("#hero")).to_have_class("hero hero-evaluation")
    await anna.check("#useful-5", force=True)
    await anna.check("#recommend-9", force=True)
    await anna.fill("#field-comment", "Kort og klart.")
    await anna.click("#evaluation button")
    await expect(anna.locator("#evaluation .thanks")).to_have_text(thanks(say, shown=False))
    await expect(host.locator("#results")).to_contain_text("Kort og klart.")


async def the_results_are_shown(house: House, bo: Page, host: Page, stage: Page) -> None:
    for number in range(9):
        person = await house.join(f"Gæst {number}", "Kolding")
        await house.rate(person, {"useful": ("4",)})
    await host.get_by_role("button", name=say("Show the results to all")).click()
    await expect(stage.locator("#hero .average")).to_have_text(["4,2"])  # of the first five
    await expect(stage.locator("#hero")).not_to_contain_text("Kort og klart.")
    await expect(bo.locator("#results .count").nth(3)).to_have_text("4")


async def tab_to(page: Page, there: str, what: str) -> None:
    """Go on by Tab, as somebody without a mouse does, until the focus is where `there` says."""
    for _ in range(120):
        await page.keyboard.press("Tab")
        if await page.evaluate(f"((e) => {there})(document.activeElement)"):
            return
    raise AssertionError(f"no way to {what} by Tab")


async def press(page: Page, word: str) -> None:
    await tab_to(page, f"e.textContent.trim().startsWith({dumps(say(word))})", word)
    await page.keyboard.press("Enter")


async def test_a_whole_meeting_goes_by_keyboard_alone(house: House, visitors: Visitors) -> None:
    anna = await visitors.visit(house.room)
    await tab_to(anna, "e.id === 'name'", "the name")
    await anna.keyboard.type("Anna Friis")
    await press(anna, "Join the meeting")
    await live(anna)
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    speaker = await visitors.come(house.links.speakers["Rasmus Edelberg"])

    await tab_to(anna, "e.id === 'text'", "the box to ask in")
    await anna.keyboard.type("til KL: Kan vi få slides bagefter?")
    await press(anna, "Send")
    await press(host, "Start")
    await expect(host.locator("#now h2")).to_have_text(house.plan.items[0].title)
    await press(host, "Next")
    await expect(host.locator("#now h2")).to_have_text(house.plan.items[1].title)
    await press(host, "Show now")
    await expect(host.locator(".question.is-on-now")).to_be_visible()
    await press(speaker, "Answered live")
    await expect(host.locator(".question.is-answered")).to_be_visible()
    await host.focus("#main-content")
    await press(host, "Back")
    await expect(host.locator("#now h2")).to_have_text(house.plan.items[0].title)
    await press(host, "Extend 5")
    await expect(host.locator("#now .times")).to_contain_text("10.10")
    await host.focus("#main-content")
    await press(host, "Evaluation")
    await the_evaluation_is_filled_in(anna)
    assert dict(house.meeting.evaluation.counts["useful"]) == {"4": 1}
    await host.focus("#main-content")
    await press(host, "Close")
    await expect(anna.locator("#now h2")).to_have_text(say("Thank you for taking part"))


async def the_evaluation_is_filled_in(anna: Page) -> None:
    await expect(anna.locator("#evaluation")).to_be_visible()
    await tab_to(anna, "e.id.startsWith('useful')", "how useful it was")
    await anna.keyboard.press("Space")
    for _ in range(3):
        await anna.keyboard.press("ArrowRight")
    await tab_to(anna, "e.id === 'field-comment'", "the comment")
    await anna.keyboard.type("Kort og klart.")
    await tab_to(anna, "e.closest('#evaluation') && e.tagName === 'BUTTON'", "sending it")
    await anna.keyboard.press("Enter")
    await expect(anna.locator("#evaluation .thanks")).not_to_be_empty()


async def test_two_presses_on_next_from_the_same_view_step_once(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    behind = await host.context.new_page()
    await behind.route("**/events*", lambda route: route.abort())
    await behind.goto(host.url)

    await step(host, "Next")
    await expect(host.locator("#now h2")).to_have_text(house.plan.items[1].title)
    await step(behind, "Next")

    refusal = "The agenda has been moved in the meantime; here it is as it stands now."
    await expect(behind.locator("#now .form-error-message")).to_have_text(say(refusal))
    assert house.meeting.current == 1


async def test_a_speaker_answers_passes_on_and_promises(house: House, visitors: Visitors) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    await house.do(METTE, StartMeeting())
    await house.do(METTE, NextItem())
    speaker = await visitors.come(house.links.speakers["Rasmus Edelberg"])
    for text in ("Hvornår lukker det?", "Hvem har ansvaret?", "Hvad koster det?"):
        await ask(anna, f"til Rasmus Edelberg: {text}")
    questions = speaker.locator("#questions > li")
    await expect(questions).to_have_count(3)
    await expect(speaker.locator("#my-time .eyebrow")).to_have_text(say("You are on now"))

    first = questions.filter(has_text="Hvornår lukker det?")
    await first.locator("summary").click()
    await first.locator("textarea").fill("Den 1. juni.")
    await first.get_by_role("button", name=say("Send the answer")).click()
    await expect(anna.locator("#mine")).to_contain_text("Den 1. juni.")
    second = questions.filter(has_text="Hvem har ansvaret?")
    await second.get_by_role("button", name=say("Not mine")).click()
    await expect(questions).to_have_count(2)
    third = questions.filter(has_text="Hvad koster det?")
    await third.get_by_role("button", name=say("Follow up")).click()
    await expect(third.locator(".badge")).to_have_text(say("Will be followed up"))

    states = {q.text: (q.state.value, q.route.to) for q in house.meeting.questions.values()}
    assert states == {
        "Hvornår lukker det?": ("answered", (RASMUS,)),
        "Hvem har ansvaret?": ("queued", (METTE,)),
        "Hvad koster det?": ("follow-up", (RASMUS,)),
    }


async def test_a_known_answer_comes_at_once_and_can_still_go_to_the_speaker(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    await ask(anna, demo_knowledge().entries[0].question)

    offer = anna.locator("#mine .offer")
    await expect(offer.locator(".reply")).to_be_visible()
    await expect(anna.locator("#questions > li")).to_have_count(0)
    await offer.get_by_role("button", name=say("No, ask the speaker")).click()

    await expect(anna.locator("#questions > li")).to_have_count(1)
    await expect(anna.locator("#mine .where")).to_contain_text(say("No. {n}", n=1))


async def test_the_evaluation_can_be_changed_and_comes_back_after_a_reload(
    house: House, visitors: Visitors
) -> None:
    anna = await visitors.join(house, "Anna", "Odense")
    await house.do(METTE, OpenEvaluation())
    await anna.check("#useful-2", force=True)
    await anna.click("#evaluation button")
    await expect(anna.locator("#evaluation .thanks")).not_to_be_empty()

    await anna.reload()
    await live(anna)
    assert await anna.is_checked("#useful-2")
    await anna.check("#useful-5", force=True)
    await anna.click("#evaluation button")
    await expect(anna.locator("#evaluation .thanks")).not_to_be_empty()

    assert house.meeting.evaluation.responses == 1
    assert dict(house.meeting.evaluation.counts["useful"]) == {"5": 1}
    assert [q.id for q in house.plan.evaluation if q.kind is Kind.TEXT] == ["comment", "topic"]
