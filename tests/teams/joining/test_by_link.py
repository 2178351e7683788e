"""A chat is known by the join link that stands in the meeting file: the link leads to one chat."""

from dataclasses import replace

from meeting.commands import CloseMeeting, Command, EndAgenda, StartMeeting
from meeting.ids import CommandId
from tests.given import METTE as METTE_ID
from tests.teams.calls import details
from tests.teams.joining.scene import (
    MEETING,
    SECOND,
    TEAM,
    THREAD,
    THREAD_TOO,
    Scene,
    first_plan,
    scene,
    second_plan,
)
from tests.teams.shapes import METTE, ODENSE

SHORT = "https://teams.microsoft.com/meet/2345678901234?p=AbCdEf"


async def closed(here: Scene, number: int = 0) -> None:
    """Take the first meeting through its agenda to its close."""
    hub, clock = here.bot.hub, here.bot.clock
    for name, deed in (("s", StartMeeting()), ("e", EndAgenda()), ("c", CloseMeeting())):
        plan = hub.meetings()[number].plan
        await hub.send(plan.meeting, Command(CommandId(name), clock.now(), METTE_ID, deed))


async def test_the_long_link_tells_the_chat_without_asking_teams() -> None:
    plan = first_plan(join_link=MEETING.link)
    async with scene(plan, second_plan()) as here:
        await here.added(ODENSE, MEETING)
        bound = here.meeting_of(MEETING)
        await here.done()

        assert bound == plan.meeting
        assert len(here.cards(MEETING)) == 1
        assert plan.title in here.cards(MEETING)[0]
        assert here.texts(MEETING) == []


async def test_the_short_link_is_the_one_that_teams_tells_of_the_chat() -> None:
    plan = first_plan(join_link=SHORT)
    async with scene(plan, second_plan()) as here:
        here.connector.calls.details["MCMA"] = details(
            MEETING.id,
            title="Noget andet",
            start=None,
            link=SHORT.replace("https://teams", "https://Teams"),
        )
        await here.added(ODENSE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == plan.meeting


async def test_another_chat_than_the_links_is_not_that_meeting_whatever_its_title() -> None:
    plan = first_plan(join_link=MEETING.link)
    async with scene(plan) as here:
        here.connector.calls.details["MCMB"] = details(
            SECOND.id, title="Indtast", start=None, link=SECOND.link
        )
        await here.added(ODENSE, SECOND)
        await here.done()

        assert here.meeting_of(SECOND) is None
        assert here.cards(SECOND) == []


async def test_the_link_is_enough_for_the_first_question_too() -> None:
    """The bot was added while it was not running: the first that it hears is a question."""
    plan = first_plan(join_link=MEETING.link)
    async with scene(plan, second_plan()) as here:
        await here.say(ODENSE, "til UDK: Hvem ringer vi til bagefter?", MEETING)
        await here.done()

        asked = [one.text for one in here.bot.meeting.questions.values()]
        assert asked == ["Hvem ringer vi til bagefter?"]
        assert len(here.cards(MEETING)) == 2  # the agenda, and the questions


async def test_a_channel_meeting_is_its_thread_and_no_other() -> None:
    plan = first_plan(join_link=THREAD.link)
    async with scene(plan) as here:
        await here.added(METTE, TEAM)
        await here.say(ODENSE, "dagsorden", THREAD)
        await here.say(ODENSE, "dagsorden", THREAD_TOO)
        await here.done()

        assert here.meeting_of(THREAD) == plan.meeting
        assert here.meeting_of(THREAD_TOO) is here.meeting_of(TEAM) is None
        assert here.cards(THREAD_TOO) == here.cards(TEAM) == []


async def test_one_link_for_a_series_goes_on_to_the_next_meeting_with_its_call() -> None:
    link = MEETING.link
    later = second_plan(hours=24 * 28 + 3, join_link=link)
    async with scene(first_plan(join_link=link), later) as here:
        await here.added(METTE, MEETING)
        first = here.meeting_of(MEETING)
        await closed(here)
        await here.done()
        still = here.meeting_of(MEETING)
        await here.call_begins(MEETING)
        await here.done()

        assert first == still == first_plan().meeting
        assert here.meeting_of(MEETING) == later.meeting
        assert sum("planlagt 13.00" in card for card in here.cards(MEETING)) == 1


async def test_two_meetings_at_the_same_hour_with_one_link_are_left_to_a_host() -> None:
    link = MEETING.link
    same = second_plan(hours=0.1, join_link=link)
    async with scene(first_plan(join_link=link), same) as here:
        await here.added(METTE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None
        (card,) = here.cards(MEETING)
        assert card.startswith("2 møder passer til denne chat.")


async def test_a_chat_met_after_its_meeting_is_over_is_still_that_meetings() -> None:
    plan = first_plan(join_link=MEETING.link)
    async with scene(plan) as here:
        await closed(here)
        await here.added(ODENSE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == plan.meeting
        assert "Mødet er lukket. Tak, fordi du var med." in here.cards(MEETING)[0]


async def test_a_rehearsal_is_no_meeting_of_a_chat() -> None:
    copy = replace(first_plan(join_link=MEETING.link), rehearsal=True)
    async with scene(copy) as here:
        await here.added(METTE, MEETING)
        await here.done()

        assert here.meeting_of(MEETING) is None
