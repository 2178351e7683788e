"""The knowledge base in a browser: what nobody knew in run 1 is answered in run 2."""

from pathlib import Path

from playwright.async_api import Page, expect

from dialogs.i18n import words
from meeting.commands import AnswerQuestion, Join
from meeting.ids import PersonId
from tests.browser.axe import faults
from tests.browser.conftest import Visitors, live
from tests.browser.house import House
from tests.given import EXAMPLE, RASMUS

say = words("da", "Europe/Copenhagen")
ASKED = "Hvornår udleveres nøglen til depotet i Vojens?"
AGAIN = "Hvornår får vi nøglen til depotet i Vojens?"
HOST, SPEAKER = "Mette Vinther Poulsen", "Rasmus Edelberg"
WIDE = {"width": 1100, "height": 900}


async def ask(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#ask button[type=submit], #ask button").last.click()


async def test_the_whole_loop_from_unanswered_to_answered_by_the_bot(
    house: House, visitors: Visitors
) -> None:
    await house.open_later()
    anna = await visitors.visit(house.links.participant)
    await anna.locator("form button").last.click()
    await live(anna)
    await ask(anna, f"til KL: {ASKED}")
    await expect(anna.locator("#mine")).to_contain_text(ASKED)
    (question,) = house.meeting.questions
    await house.do(RASMUS, AnswerQuestion(question, "Nøglen udleveres den 1. juni."))

    speaker = await visitors.come(house.links.speakers[SPEAKER], WIDE)
    await speaker.goto(f"{house.room}/knowledge")
    assert await faults(speaker) == []
    taught = speaker.locator(f"#learn-{question}")
    await taught.get_by_role("button").click()
    await expect(speaker.locator(".told")).to_contain_text(
        say("It is in the knowledge base from now on.")
    )
    await expect(taught).to_have_count(0)
    await house.learner.look()

    bo = await visitors.visit(house.room_of(house.later))
    await bo.locator("form button").last.click()
    await live(bo)
    await ask(bo, AGAIN)
    mine = bo.locator("#mine")
    await expect(mine).to_contain_text("Nøglen udleveres den 1. juni.")
    await expect(mine).to_contain_text("Fundet på: ")
    await expect(mine).to_contain_text(say("{organisation} stands by it", organisation="KL"))


async def test_an_entry_is_changed_approved_and_corrected_for_who_had_the_old_one(
    house: House, visitors: Visitors
) -> None:
    await house.do(PersonId("p-bo"), Join("Bo", "Odense"))
    page = await visitors.come(house.links.hosts[HOST], WIDE)
    await page.goto(f"{house.room}/knowledge")
    await page.locator("#entry-new summary").click()
    form = page.locator("#entry-new form").first
    await form.locator("[name=question]").fill(ASKED)
    await form.locator("[name=answer]").fill("Den 1. juni.")
    await form.get_by_role("button", name=say("Save")).click()
    await expect(page.locator(".told")).to_contain_text("Gemt.")
    await house.learner.look()

    anna = await visitors.visit(house.links.participant)
    await anna.locator("form button").last.click()
    await live(anna)
    await ask(anna, AGAIN)
    await expect(anna.locator("#mine")).to_contain_text("Den 1. juni.")

    await page.locator("#find").fill(AGAIN)
    await page.get_by_role("button", name=say("Find")).click()
    await expect(page.locator(".verdict")).to_contain_text(say("Answered at once"))
    assert await faults(page) == []
    first = page.locator("details.entry[open] form").first
    await first.locator("[name=answer]").fill("Først den 15. juni.")
    await first.get_by_role("button", name=say("Save")).click()
    await expect(page.locator(".told")).to_contain_text("Gemt.")
    await house.learner.look()

    await expect(anna.locator("#mine")).to_contain_text("Først den 15. juni.")
    await expect(anna.locator("#mine")).to_contain_text("Rettet kl.")


async def test_an_entry_that_was_taken_out_is_put_back_by_one_press(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.come(house.links.hosts[HOST], WIDE)
    await page.goto(f"{house.room}/knowledge")
    first = page.locator("details.entry:not(.new)").first
    question = await first.locator(".entry-title").inner_text()
    await first.locator("summary").click()
    await first.get_by_role("button", name=say("Take it out of the base")).click()
    gone = page.get_by_role("region", name=say("Taken out"))
    await expect(gone).to_contain_text(question)
    assert await faults(page) == []

    await gone.get_by_role("button", name=say("Put it back")).click()
    await expect(page.locator(".told")).to_contain_text("Gemt.")
    await expect(gone).to_have_count(0)
    await expect(page.locator(".entry-title").filter(has_text=question)).to_have_count(1)


async def test_a_refused_entry_is_given_back_as_it_was_written(
    house: House, visitors: Visitors
) -> None:
    page = await visitors.come(house.links.hosts[HOST], WIDE)
    visitors.expected.add(422)
    await page.goto(f"{house.room}/knowledge")
    await page.locator("#entry-new summary").click()
    form = page.locator("#entry-new form").first
    await form.locator("[name=question]").fill(ASKED)
    await form.get_by_role("button", name=say("Save")).click()

    await expect(page.get_by_role("alert")).to_be_visible()
    again = page.locator("section").filter(has_text=say("What you wrote"))
    await expect(again.locator("[name=question]").first).to_have_value(ASKED)


async def test_a_deck_is_shown_as_a_difference_put_right_and_planned(
    house: House, visitors: Visitors, tmp_path: Path
) -> None:
    deck = tmp_path / "april.txt"
    text = (EXAMPLE / "deck.txt").read_text("utf-8")
    deck.write_text(text.replace("MARTS 2020", "APRIL 2020", 1), "utf-8")
    page = await visitors.come(house.links.hosts[HOST], WIDE)
    visitors.expected.add(422)
    await page.goto(f"{house.room}/deck")
    await page.locator("#file").set_input_files(deck)
    await page.get_by_role("button", name=say("Read it")).click()
    rows = page.locator(".shifts tbody tr")
    await expect(rows).to_have_count(8)
    assert await faults(page) == []
    field = page.locator("#text")
    read = await field.input_value()
    await field.fill(read.replace("edition: ", "edition: '' # ", 1))
    await page.get_by_role("button", name=say("Plan the meeting")).click()
    await expect(page.get_by_role("alert").first).to_contain_text("Intet er planlagt endnu")
    await expect(page.locator(".faults").first).to_contain_text("edition")
    await field.fill(read)
    await page.get_by_role("button", name=say("Plan the meeting")).click()
    await expect(page.locator("#planned-title")).to_be_visible()
    assert await faults(page) == []
    link = page.locator(".given-links a").first
    assert len(house.hub.meetings()) > 1
    await link.click()
    await expect(page.locator("h1")).to_contain_text("april 2020")
