"""The elastic agenda in a browser: what to cut is offered, taken with one press, and undone."""

from playwright.async_api import expect

from dialogs.i18n import words
from meeting.commands import ExtendItem, StartMeeting
from meeting.ids import ItemId
from tests.browser.conftest import Visitors
from tests.browser.house import House
from tests.browser.test_access import faults
from tests.given import METTE

say = words("da", "Europe/Copenhagen")


async def test_a_cut_is_taken_with_the_keyboard_and_taken_back(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    await expect(host.locator("#proposals")).to_be_hidden()
    await house.do(METTE, ExtendItem(6))

    offered = host.locator("#proposals li")
    await expect(offered.first).to_contain_text("holder")
    assert await faults(host) == []
    await offered.last.get_by_role("button").focus()
    await host.keyboard.press("Enter")

    await expect(host.locator("#proposals")).to_be_hidden()
    cut = house.meeting
    assert cut.left_out or any(more.total_seconds() < 0 for more in cut.extended)
    await host.locator("#steps").get_by_role("button", name=say("Undo")).press("Enter")
    await expect(offered.first).to_be_visible()
    assert house.meeting.left_out == frozenset()


async def test_an_item_is_left_out_from_its_own_row_and_everybody_sees_it(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    anna = await visitors.join(house, "Anna", "Odense")
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])

    row = host.locator("#agenda .row").nth(4)
    await row.locator("summary").click()
    await row.get_by_role("button", name=say("Read it yourselves")).click()

    await expect(row).to_contain_text(say("Read it yourself"))
    await expect(anna.locator("#agenda .row").nth(4)).to_contain_text(say("Read it yourself"))
    assert house.meeting.left_out == frozenset({ItemId("item-5")})
    assert await faults(host) == []
    assert await faults(anna) == []
