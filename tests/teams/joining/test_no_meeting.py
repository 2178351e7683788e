"""Chats that belong to no meeting: told once what to do, else left alone."""

from dataclasses import replace

from tests.teams import shapes
from tests.teams.joining.scene import (
    MEETING,
    TEAM,
    first_plan,
    placed,
    scene,
)
from tests.teams.joining.test_by_title import NO_MEETING
from tests.teams.serving import memory
from tests.teams.shapes import METTE, ODENSE


async def test_the_only_meeting_there_is_belongs_to_no_strangers_chat() -> None:
    async with scene(first_plan()) as here:
        await here.say(ODENSE, "dagsorden", MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None
        assert here.texts(MEETING) == [NO_MEETING]
        assert here.cards(MEETING) == []


async def test_what_people_say_to_each_other_in_a_chat_of_no_meeting_is_left_alone() -> None:
    async with scene(first_plan()) as here:
        body = shapes.message(ODENSE, here.connector.url, "Hvornår begynder vi?", mention=False)
        await here.post(body, MEETING)
        await here.done()

        assert here.sent(MEETING) == 0
        assert not here.bot.meeting.questions


async def test_a_team_is_told_once_what_to_do_however_many_channels_it_has() -> None:
    async with scene(first_plan()) as here:
        await here.added(METTE, TEAM)
        created = shapes.activity(METTE, here.connector.url, "conversationUpdate")
        created["membersAdded"] = []
        await here.post(created, replace(TEAM, id="19:eeee@thread.tacv2"))
        await here.done()

        assert here.texts(TEAM) == [NO_MEETING]
        assert len(here.connector.requests) == 1


async def test_a_button_in_a_chat_of_no_meeting_says_so() -> None:
    async with scene(first_plan()) as here:
        answer = await here.press(METTE, "agenda.start", {}, MEETING)

        assert answer == "Denne chat hører ikke til et møde endnu."
        assert here.bot.meeting.current is None


async def test_a_message_in_a_chat_of_a_meeting_that_is_no_more_asks_again() -> None:
    """Its time is up, and nothing of it is kept."""
    disk = memory()
    await disk.notes.put(f"teams/bound/{MEETING.id}", "long-gone")
    async with scene(first_plan(), disk=disk) as here:
        await here.say(ODENSE, "dagsorden", MEETING)
        await here.done()

        assert here.texts(MEETING) == [NO_MEETING]
        assert placed({}, MEETING, None)["channelData"]["meeting"] == {"id": "MCMA"}
