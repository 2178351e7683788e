"""Polls through the hub: ballots beside the log, restarts, and several processes."""

import asyncio

import pytest

from bot.base.library import Library
from bot.conversation import Conversation, Turn
from bot.hub import Hub
from bot.ports import StoreFullError
from bot.stores.memory import MemoryBallots, MemoryStore
from dialogs.poll_fields import PollAnswer
from meeting import commands as c
from meeting.ids import CommandId, PersonId, PollId
from meeting.model import Meeting
from meeting.poll_views import polls_view
from meeting.polls import PollKind, PollQuestion
from meeting.viewer import Viewer
from tests.given import ANNA, BO, METTE, START, command, demo_plan
from tests.sharing import SharedBallots, SharedStore

MEETING = demo_plan().meeting
P1, P2 = PollId("poll-1"), PollId("poll-2")
QUESTION = PollQuestion("Skal vi mødes fysisk?", PollKind.CHOICE, ("Ja", "Nej"))


class FullBallots(MemoryBallots):
    """Ballots whose disk can be filled, or that a crash leaves lying there."""

    full = crashed = False

    async def put(self, meeting, ballots, *, poll=None):
        if self.full:
            raise StoreFullError
        await super().put(meeting, ballots, poll=poll)

    async def destroy(self, meeting, *, poll=None):
        if not self.crashed:
            await super().destroy(meeting, poll=poll)


async def asked(store=None, ballots=None) -> Hub:
    hub = Hub(store or MemoryStore(), ballots or MemoryBallots())
    await hub.plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
    for by in (ANNA, BO):
        await hub.send(MEETING, command(by, c.Join(None, None)))
    await hub.send(MEETING, command(METTE, c.AskPoll(P1, QUESTION)))
    return hub


async def answer(hub: Hub, by: PersonId, value: str, poll: PollId = P1) -> None:
    key = await hub.ballot_key(MEETING, by, poll)
    await hub.send(MEETING, command(by, c.AnswerPoll(poll, key, (value,))))


async def reopened(store, ballots) -> Meeting:
    hub = Hub(store, ballots)
    await hub.load()
    return hub.state(MEETING)


def counts(meeting: Meeting) -> list[int]:
    result = polls_view(meeting, Viewer(host=True))[-1].result
    assert result is not None
    return [line.count for line in result.lines]


async def test_answers_lie_beside_the_log_and_go_at_the_close():
    store, ballots = MemoryStore(), MemoryBallots()
    hub = await asked(store, ballots)
    await answer(hub, ANNA, "2")
    key = await hub.ballot_key(MEETING, ANNA, P1)

    log = repr(await store.read(MEETING))
    assert key not in log
    assert "values=('2',)" not in log
    assert dict(await ballots.read(MEETING, poll=P1)) == {key: {P1: ("2",)}}
    assert dict(await ballots.read(MEETING)) == {}

    await hub.send(MEETING, command(METTE, c.ClosePoll()))
    assert dict(await ballots.read(MEETING, poll=P1)) == {}
    assert await hub.ballot_key(MEETING, ANNA, P1) != key
    assert counts(hub.state(MEETING)) == [0, 1]
    assert await reopened(store, ballots) == hub.state(MEETING)


async def test_an_open_poll_goes_on_after_a_restart_and_an_answer_can_still_be_changed():
    store, ballots = MemoryStore(), MemoryBallots()
    hub = await asked(store, ballots)
    for number in range(7):
        await answer(hub, PersonId(f"p-{number}"), "1")

    again = Hub(store, ballots)
    await again.load()
    assert again.state(MEETING) == hub.state(MEETING)
    await answer(again, PersonId("p-3"), "2")
    await answer(again, BO, "2")

    assert counts(again.state(MEETING)) == [6, 2]
    assert again.state(MEETING).polls[-1].sums.responses == 8


async def test_the_same_person_has_another_key_in_each_poll_and_in_the_evaluation():
    hub = await asked()
    first = await hub.ballot_key(MEETING, ANNA, P1)
    await hub.send(MEETING, command(METTE, c.AskPoll(P2, QUESTION, instead=P1)))

    keys = {first, await hub.ballot_key(MEETING, ANNA, P2), await hub.ballot_key(MEETING, ANNA)}

    assert len(keys) == 3


async def test_an_answer_that_cannot_be_stored_is_refused_and_does_not_count():
    store, ballots = MemoryStore(), FullBallots()
    hub = await asked(store, ballots)
    ballots.full = True

    with pytest.raises(StoreFullError):
        await answer(hub, ANNA, "1")

    assert hub.state(MEETING).polls[-1].sums.responses == 0
    ballots.full = False
    await answer(hub, ANNA, "1")
    assert counts(hub.state(MEETING)) == [1, 0]


async def test_what_a_crash_left_of_a_closed_poll_is_gone_after_the_next_start():
    store, ballots = MemoryStore(), FullBallots()
    hub = await asked(store, ballots)
    await answer(hub, ANNA, "2")
    ballots.crashed = True
    await hub.send(MEETING, command(METTE, c.AskPoll(P2, QUESTION, instead=P1)))
    assert await ballots.read(MEETING, poll=P1)

    ballots.crashed = False
    await reopened(store, ballots)

    assert await ballots.read(MEETING, poll=P1) == {}


async def test_one_person_over_several_channels_and_a_thousand_tries_is_one_response():
    store, ballots = SharedStore(), SharedBallots()
    one = await asked(store, ballots)
    other = Hub(store, ballots)
    await other.load()

    async def channel(number: int) -> None:
        for turn in range(200):
            await answer((one, other)[number % 2], ANNA, str(1 + (turn + number) % 2))

    await asyncio.gather(*map(channel, range(5)))
    await one.send(MEETING, command(METTE, c.ClosePoll()))

    poll = one.state(MEETING).polls[-1]
    assert (poll.sums.responses, sum(poll.sums.counts.values())) == (1, 1)


async def test_an_answers_command_is_known_again_and_tells_nobody_whose_it_is():
    store = MemoryStore()
    hub = await asked(store)
    talk = Conversation(hub, Library())
    turn = Turn(MEETING, ANNA, CommandId("a person can be tried out here"), START, "da")

    for _ in range(3):
        await talk.cast(turn, PollAnswer(P1, ("1",)))
        await talk.cast(turn, PollAnswer(P1, ("2",)))

    ids = [change.id for change in await store.read(MEETING)]
    assert (len(ids), turn.command in ids) == (5, False)
    assert counts(hub.state(MEETING)) == [1, 0]
    elsewhere = MemoryStore()
    await Conversation(await asked(elsewhere), Library()).cast(turn, PollAnswer(P1, ("1",)))
    assert (await elsewhere.read(MEETING))[-1].id not in ids


async def test_answers_at_two_processes_are_all_in_the_sums():
    store, ballots = SharedStore(), SharedBallots()
    one = await asked(store, ballots)
    other = Hub(store, ballots)
    await other.load()

    async def vote(number: int) -> None:
        hub = (one, other)[number % 2]
        await answer(hub, PersonId(f"p-{number}"), str(1 + number % 2))

    await asyncio.gather(*map(vote, range(60)))
    await other.send(MEETING, command(METTE, c.ClosePoll()))

    assert counts(other.state(MEETING)) == [30, 30]
