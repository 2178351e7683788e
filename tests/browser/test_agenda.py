"""The elastic agenda in a browser: what to cut is offered, taken with one press, and undone."""

from playwright.async_api import expect

from dialogs.i18n import words
from meeting.commands import ExtendItem, NextItem, StartMeeting
from meeting.ids import ItemId
from tests.browser.axe import faults
from tests.browser.conftest import Visitors
from tests.browser.house import House
from tests.given import KELD, METTE

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


async def test_the_clock_is_paused_and_goes_on_by_keyboard(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    stage = await visitors.come(house.links.stage)

    await host.locator("#steps").get_by_role("button", name=say("Pause")).press("Enter")
    since = say("Pause since {time}", time=say.time(house.clock.now()))
    await expect(stage.locator("#hero .left")).to_have_text(since)
    assert await faults(host) == []
    assert await faults(stage) == []
    await host.locator("#steps").get_by_role("button", name=say("Resume")).press("Enter")

    await expect(stage.locator("#hero .left")).to_have_text(say("{n} min. left", n=5))
    assert house.meeting.paused is None


async def test_an_item_changes_places_with_the_one_before_it(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])

    row = host.locator("#row-item-5")
    await row.locator("summary").click()
    await row.get_by_role("button", name=say("Earlier")).click()

    await expect(host.locator("#agenda .row").nth(3)).to_have_id("row-item-5")
    assert [item.id for item in house.meeting.plan.items][3:5] == ["item-5", "item-4"]


async def test_a_host_writes_to_a_speaker_who_says_that_it_was_seen(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    speaker = await visitors.come(house.links.speakers["Keld Jørgensen"])
    await expect(speaker.locator("#messages")).to_be_hidden()

    await host.get_by_label(say("To"), exact=True).select_option("Keld Jørgensen")
    await host.get_by_role("button", name=say("Please round off now.")).click()
    await expect(speaker.locator("#messages")).to_contain_text(say("Please round off now."))
    await expect(host.locator("#talk")).to_contain_text(
        say("sent {time}", time=say.time(house.clock.now()))
    )
    assert await faults(speaker) == []
    assert await faults(host) == []
    await speaker.get_by_role("button", name=say("Seen")).press("Enter")

    await expect(speaker.locator("#messages")).to_be_hidden()
    await expect(host.locator("#talk")).to_contain_text(
        say("seen {time}", time=say.time(house.clock.now()))
    )


async def test_words_of_ones_own_to_a_speaker_survive_what_happens_meanwhile(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    field = host.get_by_label(say("In your own words"))
    await host.get_by_label(say("To"), exact=True).select_option("Keld Jørgensen")
    await field.fill("Slide 12 mangler")
    await house.do(METTE, NextItem())
    await expect(host.locator("#now .of")).to_have_text(say("{n} of {all}", n=2, all=8))

    await expect(field).to_have_value("Slide 12 mangler")
    await field.press("Enter")

    await expect(host.locator("#talk")).to_contain_text("Slide 12 mangler")
    (message,) = house.meeting.messages
    assert (message.text, message.to) == ("Slide 12 mangler", KELD)


async def test_whoever_comes_late_reads_what_was_missed(house: House, visitors: Visitors) -> None:
    await house.do(METTE, StartMeeting())
    anna = await visitors.join(house, "Anna", "Odense")
    await expect(anna.locator("#recap")).to_be_hidden()
    await house.do(METTE, NextItem())

    await anna.locator("#recap summary").click()

    await expect(anna.locator("#recap li").first).to_contain_text("Velkomst")
    assert await faults(anna) == []


async def test_short_cuts_steer_the_meeting_and_leave_typing_alone(
    house: House, visitors: Visitors
) -> None:
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])
    on = host.locator("#now .of")

    await host.keyboard.press("n")
    await expect(on).to_have_text(say("{n} of {all}", n=1, all=8))
    await host.keyboard.press("n")
    await expect(on).to_have_text(say("{n} of {all}", n=2, all=8))
    await host.get_by_label(say("In your own words")).press_sequentially("nu")
    await host.get_by_label(say("In your own words")).fill("")
    await host.locator("#main-content").focus()
    await host.keyboard.press("b")
    await expect(on).to_have_text(say("{n} of {all}", n=1, all=8))
    await host.keyboard.press("p")
    await expect(host.locator("#steps").get_by_role("button", name=say("Resume"))).to_be_visible()

    assert house.meeting.current == 0


async def test_short_cuts_are_listed_and_can_be_switched_off(
    house: House, visitors: Visitors
) -> None:
    await house.do(METTE, StartMeeting())
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"])

    await host.keyboard.press("?")
    listed = host.locator("#keys")
    await expect(listed).to_be_visible()
    assert await faults(host) == []
    await listed.get_by_label(say("Short-cuts work on this device")).uncheck()
    await listed.get_by_role("button", name=say("Close the list")).click()
    await host.keyboard.press("n")
    await host.locator("#steps").get_by_role("button", name=say("Pause")).press("Enter")
    await expect(host.locator("#steps").get_by_role("button", name=say("Resume"))).to_be_visible()

    assert house.meeting.current == 0
