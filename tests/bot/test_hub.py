"""The hub: nobody is told anything that is not stored."""

import asyncio

import pytest

from bot.hub import Hub, UnknownMeetingError
from bot.ports import DamagedError, StoreFullError
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting import commands as c
from meeting.ids import QuestionId
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, BO, METTE, asked, command, demo_plan

MEETING = demo_plan().meeting


class FullStore(MemoryStore):
    """A store whose disk can be filled."""

    full = False

    async def append(self, meeting, expected, changes):
        if self.full:
            raise StoreFullError
        return await super().append(meeting, expected, changes)


class SlowStore(MemoryStore):
    """A store that holds every append until it is let go."""

    def __init__(self):
        super().__init__()
        self.go = asyncio.Event()
        self.go.set()
        self.batches = []

    async def append(self, meeting, expected, changes):
        await self.go.wait()
        self.batches.append(len(changes))
        return await super().append(meeting, expected, changes)


async def opened(store=None, ballots=None) -> Hub:
    hub = Hub(store or MemoryStore(), ballots or MemoryBallots())
    await hub.plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
    for by, deed in ((ANNA, c.Join("Anna", "Odense")), (BO, c.Join("Bo", "Billund"))):
        await hub.send(MEETING, command(by, deed))
    return hub


async def reopened(store, ballots) -> Meeting:
    hub = Hub(store, ballots)
    await hub.load()
    return hub.state(MEETING)


async def test_what_was_acknowledged_is_there_after_a_restart():
    store, ballots = MemoryStore(), MemoryBallots()
    hub = await opened(store, ballots)
    await hub.send(MEETING, command(ANNA, asked()))
    await hub.send(MEETING, command(BO, c.Vote(QuestionId("q1"))))

    assert await reopened(store, ballots) == hub.state(MEETING)


async def test_the_state_does_not_move_before_the_store_has_it():
    store = SlowStore()
    hub = await opened(store)
    before = hub.state(MEETING)
    store.go.clear()

    sending = asyncio.create_task(hub.send(MEETING, command(ANNA, asked())))
    await asyncio.sleep(0.01)

    assert hub.state(MEETING) is before
    assert not sending.done()
    store.go.set()
    assert (await sending).meeting.version == before.version + 1


async def test_everything_that_waits_is_stored_with_one_append():
    store = SlowStore()
    hub = await opened(store)
    store.go.clear()
    store.batches.clear()
    first = asyncio.create_task(hub.send(MEETING, command(ANNA, asked())))
    await asyncio.sleep(0.01)
    wishes = [command(ANNA, c.ProposeTopic(f"Ønske {n}")) for n in range(100)]
    rest = [asyncio.create_task(hub.send(MEETING, wish)) for wish in wishes]
    await asyncio.sleep(0.01)

    store.go.set()
    await asyncio.gather(first, *rest)

    assert store.batches == [1, 100]


@pytest.mark.parametrize("writers", [1, 100, 1000])
async def test_no_writer_is_left_waiting(writers: int):
    hub = await opened()
    before = hub.state(MEETING).version

    async def write(n: int) -> None:
        for round_ in range(3):
            await hub.send(MEETING, command(ANNA, c.ProposeTopic(f"{n} {round_}")))
            await asyncio.sleep(0)

    await asyncio.wait_for(asyncio.gather(*map(write, range(writers))), 20)

    assert hub.state(MEETING).version == before + 3 * writers


async def test_a_store_that_is_full_refuses_the_batch_and_takes_the_next():
    store = FullStore()
    hub = await opened(store)
    before = hub.state(MEETING)
    store.full = True

    with pytest.raises(StoreFullError):
        await hub.send(MEETING, command(ANNA, asked()))

    assert hub.state(MEETING) == before
    store.full = False
    await hub.send(MEETING, command(ANNA, asked()))
    assert len(hub.state(MEETING).questions) == 1


async def test_a_refusal_reaches_its_own_caller_alone():
    hub = await opened()

    refused, done = await asyncio.gather(
        hub.send(MEETING, command(ANNA, c.StartMeeting())),
        hub.send(MEETING, command(METTE, c.StartMeeting())),
        return_exceptions=True,
    )

    assert isinstance(refused, RefusedError)
    assert refused.reason is Reason.HOST_ONLY
    assert done.meeting.current == 0


async def test_the_same_command_twice_has_one_effect():
    hub = await opened()
    sent = command(ANNA, asked())

    first, second = await asyncio.gather(hub.send(MEETING, sent), hub.send(MEETING, sent))

    assert [first.change is None, second.change is None] == [False, True]
    assert len(hub.state(MEETING).questions) == 1


async def test_a_caller_that_gives_up_stops_nothing():
    store = SlowStore()
    hub = await opened(store)
    store.go.clear()
    sending = asyncio.create_task(hub.send(MEETING, command(ANNA, asked())))
    await asyncio.sleep(0.01)
    sending.cancel()
    await asyncio.sleep(0)
    store.go.set()
    await hub.close()

    assert len(hub.state(MEETING).questions) == 1


async def test_another_process_that_was_faster_is_caught_up_with():
    store, ballots = MemoryStore(), MemoryBallots()
    here = await opened(store, ballots)
    there = Hub(store, ballots)
    await there.load()

    await there.send(MEETING, command(BO, asked(name="q1")))
    outcome = await here.send(MEETING, command(ANNA, asked("Og hvad så?", name="q2")))

    assert [q.number for q in sorted(outcome.meeting.questions.values(), key=lambda q: q.id)] == [
        1,
        2,
    ]


async def test_watchers_hear_of_each_change_and_of_nothing_else():
    hub = await opened()
    async with hub.watching(MEETING) as news:
        assert not news.is_set()
        await hub.send(MEETING, command(ANNA, asked()))
        assert news.is_set()
        news.clear()
        await hub.send(MEETING, command(ANNA, c.Join("Anna", "Odense")))
        assert not news.is_set()


async def test_an_unknown_meeting_is_unknown():
    hub = Hub(MemoryStore(), MemoryBallots())

    with pytest.raises(UnknownMeetingError):
        await hub.send(MEETING, command(ANNA, asked()))
    with pytest.raises(UnknownMeetingError):
        hub.by_code("AAAABBBB")


async def test_ballots_lie_beside_the_log_and_go_at_the_close():
    store, ballots = MemoryStore(), MemoryBallots()
    hub = await opened(store, ballots)
    await hub.send(MEETING, command(METTE, c.OpenEvaluation()))
    key = await hub.ballot_key(MEETING, ANNA)
    await hub.send(MEETING, command(ANNA, c.CastBallot(key, {"useful": ("4",)})))

    log = repr(await store.read(MEETING))
    assert key not in log
    assert "useful': ('4'" not in log
    assert dict(await ballots.read(MEETING)) == {key: {"useful": ("4",)}}
    assert await reopened(store, ballots) == hub.state(MEETING)

    await hub.send(MEETING, command(METTE, c.CloseMeeting()))
    assert dict(await ballots.read(MEETING)) == {}
    assert hub.state(MEETING).evaluation.counts["useful"]["4"] == 1
    assert await reopened(store, ballots) == hub.state(MEETING)


async def test_a_ballot_that_cannot_be_stored_is_refused_and_others_of_the_batch_are_not():
    class FullBallots(MemoryBallots):
        async def put(self, meeting, ballots, *, poll=None):  # noqa: ARG002 - the port says so
            raise StoreFullError

    store = SlowStore()
    hub = await opened(store, FullBallots())
    await hub.send(MEETING, command(METTE, c.OpenEvaluation()))
    key = await hub.ballot_key(MEETING, ANNA)
    store.go.clear()
    sent = [
        command(BO, c.ProposeTopic("Først")),
        command(BO, asked()),
        command(ANNA, c.CastBallot(key, {"useful": ("4",)})),
    ]
    sending = [asyncio.create_task(hub.send(MEETING, one)) for one in sent]
    await asyncio.sleep(0.01)
    store.go.set()
    _, kept, refused = await asyncio.gather(*sending, return_exceptions=True)

    assert kept.change is not None
    assert isinstance(refused, StoreFullError)
    assert hub.state(MEETING).evaluation.responses == 0
    assert hub.state(MEETING).version == len(await store.read(MEETING))


async def test_a_damaged_meeting_stays_shut_and_the_others_open():
    class Damaged(MemoryStore):
        async def read(self, meeting, after=0):
            if meeting == "broken":
                raise DamagedError("broken.journal, offset 512")
            return await super().read(meeting, after)

        async def meetings(self):
            return ["broken", *await super().meetings()]

    store, ballots = Damaged(), MemoryBallots()
    await opened(store, ballots)

    hub = Hub(store, ballots)
    await hub.load()

    assert [meeting.plan.meeting for meeting in hub.meetings()] == [MEETING]


async def test_ten_thousand_pairs_of_hosts_who_press_at_once_make_one_step_each():
    hub = await opened()
    for deed in (c.OpenMeeting(), c.StartMeeting()):
        await hub.send(MEETING, command(METTE, deed))
    one, other = hub.state(MEETING).plan.hosts[0], hub.state(MEETING).plan.hosts[-1]
    places = []
    for number in range(10_000):
        seen, deed = hub.state(MEETING).version, c.GoBack() if number % 2 else c.NextItem()
        pressed = (hub.send(MEETING, command(by, deed, version=seen)) for by in (one, other))
        done = await asyncio.gather(*pressed, return_exceptions=True)
        refused = [error.reason for error in done if isinstance(error, RefusedError)]
        places.append((hub.state(MEETING).version - seen, refused, hub.state(MEETING).current))

    assert places == [(1, [Reason.STALE], 0 if n % 2 else 1) for n in range(10_000)]
