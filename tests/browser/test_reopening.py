"""A host closes by mistake: one key takes it back, and nobody has lost what they were writing."""

from playwright.async_api import expect

from dialogs.i18n import words
from meeting.commands import StartMeeting
from meeting.model import Phase
from tests.browser.axe import faults
from tests.browser.conftest import Visitors, live
from tests.browser.house import House
from tests.given import METTE

say = words("da", "Europe/Copenhagen")


async def test_a_close_by_mistake_is_undone_with_a_key_and_a_half_written_question_is_still_there(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    anna = await visitors.join(house, "Anna", "Odense")
    stage = await visitors.come(house.links.stage)
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    await anna.fill("#text", "til UDK: Hvornår falder reg")

    await host.locator("#steps").get_by_role("button", name=say("Close")).click()
    await expect(anna.locator("#now h2")).to_have_text(say("Thank you for taking part"))
    own = await anna.context.new_page()  # a page that was drawn while it said that it is over
    await own.goto(house.room)
    await live(own)
    await expect(own.locator(".ask")).to_have_count(0)
    await expect(host.locator("#steps p")).to_have_text(
        say("Closed by mistake? Undo until {time}.", time="10.10")
    )
    assert await faults(host) == []
    await host.keyboard.press("u")

    title = house.plan.items[0].title
    for page in (anna, host, stage):
        await expect(page.locator("#now-title, #hero-title")).to_have_text(title)
    assert house.meeting.phase is Phase.RUNNING
    await expect(anna.locator("#text")).to_have_value("til UDK: Hvornår falder reg")
    await expect(anna.locator("#replies .is-wrong")).to_have_count(0)
    await anna.locator("#text").press_sequentially("ningen?")
    await anna.click("#ask button.button-primary")
    await expect(anna.locator("#replies")).to_contain_text("Spørgsmål 1 er hos")
    await expect(own.locator("#text")).to_be_visible()
    await expect(host.locator("#room")).to_be_visible()
    assert [one.text for one in house.meeting.questions.values()] == ["Hvornår falder regningen?"]
