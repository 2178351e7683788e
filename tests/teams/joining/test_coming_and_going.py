"""Added, taken out, added again; deliveries that repeat or overtake; meetings that come later."""

from dataclasses import replace

from bot.teams.joining.looking import Looking
from tests.given import METTE as METTE_ID
from tests.given import START
from tests.teams import cards, shapes
from tests.teams.calls import details
from tests.teams.connector import connector
from tests.teams.joining.scene import (
    MEETING,
    TEAM,
    Scene,
    first_plan,
    own,
    placed,
    scene,
    second_plan,
    utc,
)
from tests.teams.joining.test_by_link import closed
from tests.teams.joining.test_by_title import NO_MEETING
from tests.teams.serving import memory, plan_meeting
from tests.teams.shapes import METTE, ODENSE

LINKED = first_plan(join_link=MEETING.link)


def answered(here: Scene) -> int:
    """How many agenda cards there are in the chat."""
    return sum("Spørg her" in card for card in here.cards(MEETING))


async def test_however_often_teams_says_that_it_was_added_there_is_one_welcome() -> None:
    async with scene(LINKED) as here:
        body = shapes.installed(METTE, here.connector.url)
        for id_ in (body["id"], body["id"], f"{body['id']}1", f"{body['id']}2"):
            await here.post(body | {"id": id_}, MEETING)
        await here.added(METTE, MEETING)
        await here.done()

        assert (answered(here), here.sent(MEETING)) == (1, 1)


async def test_nothing_is_sent_to_a_chat_that_it_was_taken_out_of() -> None:
    async with scene(LINKED) as here:
        await here.added(METTE, MEETING, at=1)
        await here.say(METTE, "hjælp", own(METTE))
        await here.done()
        sent = here.sent(MEETING)
        await here.removed(METTE, MEETING, at=2)
        await here.say(METTE, "start", own(METTE))
        await here.say(METTE, "evaluering", own(METTE))
        await here.done()

        assert here.bot.meeting.current == 0
        assert here.sent(MEETING) == sent
        assert all(request.status < 300 for request in here.connector.requests)


async def test_added_again_it_is_the_same_meetings_and_welcomed_once_more() -> None:
    async with scene(LINKED, second_plan()) as here:
        await here.added(METTE, MEETING, at=1)
        await here.done()
        await here.removed(METTE, MEETING, at=2)
        await here.added(ODENSE, MEETING, at=3)
        await here.added(ODENSE, MEETING, at=3)
        await here.done()

        assert here.meeting_of(MEETING) == LINKED.meeting
        assert answered(here) == 2
        assert here.texts(MEETING) == []


async def test_a_chat_that_a_code_tied_is_still_tied_when_it_is_added_again() -> None:
    async with scene(first_plan(), second_plan()) as here:
        await here.say(METTE, "SECNDR2B", MEETING, at=1)
        await here.removed(METTE, MEETING, at=2)
        await here.added(METTE, MEETING, at=3)
        await here.done()

        assert here.meeting_of(MEETING) == second_plan().meeting
        assert here.texts(MEETING) == []


async def test_an_old_delivery_of_the_removal_does_not_take_it_out_again() -> None:
    async with scene(LINKED) as here:
        await here.added(METTE, MEETING, at=1)
        await here.removed(METTE, MEETING, at=2)
        await here.added(METTE, MEETING, at=3)
        await here.removed(METTE, MEETING, at=2)
        await here.done()
        before = here.sent(MEETING)
        await here.say(ODENSE, "hjælp", MEETING, at=4)
        await here.done()

        assert here.sent(MEETING) == before + 1


async def test_an_old_delivery_of_the_adding_does_not_bring_it_back() -> None:
    async with scene(LINKED) as here:
        await here.added(METTE, MEETING, at=1)
        await here.done()
        await here.removed(METTE, MEETING, at=2)
        before = here.sent(MEETING)
        await here.added(METTE, MEETING, at=1)
        await here.say(ODENSE, "dagsorden", MEETING, at=1.5)
        await here.call_begins_at(MEETING, 1.7)
        await here.done()

        assert here.sent(MEETING) == before


async def test_what_is_said_after_it_was_added_again_is_answered() -> None:
    async with scene(LINKED) as here:
        await here.added(METTE, MEETING, at=1)
        await here.removed(METTE, MEETING, at=2)
        await here.say(ODENSE, "hjælp", MEETING, at=3)  # the adding itself got lost
        await here.done()

        assert len(here.texts(MEETING)) == 1


async def test_a_tied_chat_is_tied_after_a_restart() -> None:
    disk = memory()
    async with connector() as to:
        async with scene(first_plan(), second_plan(), disk=disk, to=to) as here:
            await here.say(METTE, "SECNDR2B", MEETING)
            await here.done()
        async with scene(disk=disk, to=to) as here:
            bound = here.meeting_of(MEETING)
            await here.added(METTE, MEETING)
            await here.done()

            assert bound == second_plan().meeting
            assert answered(here) == 1


async def test_a_chat_that_was_there_before_its_meeting_is_found_when_that_is_planned() -> None:
    async with scene(second_plan()) as here:
        parts = here.bot.teams.running.parts
        looking = Looking(parts)
        await looking.again()
        await here.added(ODENSE, MEETING)
        await here.done()
        early = here.meeting_of(MEETING)
        await plan_meeting(here.bot.hub, here.bot.clock, LINKED)
        await looking.again()
        await here.done()

        assert early is None
        assert here.meeting_of(MEETING) == LINKED.meeting
        assert here.texts(MEETING) == [NO_MEETING]
        assert answered(here) == 1


async def test_a_new_meeting_that_only_may_fit_is_offered_once() -> None:
    async with scene(second_plan()) as here:
        here.connector.calls.details["MCMA"] = details(
            MEETING.id, title="Programledermøde", start=utc(START), organiser=None
        )
        looking = Looking(here.bot.teams.running.parts)
        await here.added(ODENSE, MEETING)
        await here.done()
        await plan_meeting(here.bot.hub, here.bot.clock, first_plan())
        for _ in range(3):
            await looking.again()
            await Looking(here.bot.teams.running.parts).again()  # as after a restart
        await here.done()

        assert here.meeting_of(MEETING) is None
        assert len(here.cards(MEETING)) == 1
        assert here.texts(MEETING) == [NO_MEETING]


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


async def test_the_call_of_an_untied_chat_begins_no_agenda_and_another_look_is_taken() -> None:
    plan = first_plan(begins_with_call=True)
    async with scene(plan, second_plan()) as here:
        await here.added(ODENSE, MEETING)
        await here.done()
        here.connector.calls.details["MCMA"] = details(
            MEETING.id, title=plan.title, start=utc(START), organiser=METTE.entra
        )
        await here.call_begins(MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == plan.meeting
        assert here.bot.meeting.current is None
        assert METTE_ID in plan.hosts


async def test_after_the_meeting_the_chat_still_answers_and_says_that_it_is_over() -> None:
    async with scene(LINKED) as here:
        await here.added(METTE, MEETING)
        await here.done()
        await closed(here)
        await here.say(ODENSE, "dagsorden", MEETING)
        await here.done()

        assert here.meeting_of(MEETING) == LINKED.meeting
        newest = here.connector.cards(MEETING.id)[-1]
        assert "Mødet er lukket" in "".join(map(cards.read, here.connector.cards(MEETING.id)))
        assert newest["type"] == "AdaptiveCard"


async def test_a_message_in_a_chat_of_a_meeting_that_is_no_more_asks_again() -> None:
    """Its time is up, and nothing of it is kept."""
    disk = memory()
    await disk.notes.put(f"teams/bound/{MEETING.id}", "long-gone")
    async with scene(first_plan(), disk=disk) as here:
        await here.say(ODENSE, "dagsorden", MEETING)
        await here.done()

        assert here.texts(MEETING) == [NO_MEETING]
        assert placed({}, MEETING, None)["channelData"]["meeting"] == {"id": "MCMA"}
