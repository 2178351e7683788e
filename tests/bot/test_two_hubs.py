"""Two hubs over one store, as two processes over one database: any of them serves anybody."""

import asyncio

import pytest

from bot.batch import Outcome
from bot.hub import DamagedMeetingError, Hub
from bot.ports import DamagedError
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting import commands as c
from meeting.ids import QuestionId
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, BO, METTE, asked, command, demo_plan
from tests.sharing import SharedBallots, SharedStore

MEETING = demo_plan().meeting
WRITERS = 100


@pytest.fixture
async def hubs():
    store, ballots = SharedStore(), SharedBallots()
    pair = Hub(store, ballots), Hub(store, ballots)
    await pair[0].plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
    await pair[1].load()
    following = [asyncio.create_task(hub.follow()) for hub in pair]
    await pair[0].send(MEETING, command(None, c.OpenMeeting()))
    await join(pair[0], ANNA, BO)  # and the other hears of it later, or when it must
    yield pair
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)


async def join(hub: Hub, *people) -> None:
    for person in people:
        await hub.send(MEETING, command(person, c.Join(str(person), None)))


async def until(true, within: float = 1.0) -> None:
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_what_one_stores_the_other_shows_and_wakes_its_watchers(hubs):
    one, other = hubs
    async with other.watching(MEETING) as news:
        news.clear()
        await one.send(MEETING, command(ANNA, asked()))
        await asyncio.wait_for(news.wait(), 1)
        await until(lambda: QuestionId("q1") in other.state(MEETING).questions)

    await until(lambda: one.state(MEETING) == other.state(MEETING))


async def test_a_meeting_that_one_plans_the_other_opens(hubs):
    one, other = hubs
    third = Hub(one._store, one._ballots)
    following = asyncio.create_task(third.follow())
    await asyncio.sleep(0)
    await other.send(MEETING, command(ANNA, asked()))

    await until(lambda: [m.plan.meeting for m in third.meetings()] == [MEETING])

    assert third.state(MEETING).questions[QuestionId("q1")].text
    following.cancel()


async def test_many_writers_on_both_lose_nothing_and_nothing_is_there_twice(hubs):
    async def ask(number: int) -> Outcome:
        hub = hubs[number % 2]
        return await hub.send(MEETING, command(ANNA, asked(name=f"w{number}")))

    outcomes = await asyncio.gather(*(ask(number) for number in range(2 * WRITERS)))

    numbers = [outcome.change.events[0].question for outcome in outcomes if outcome.change]
    assert len(set(numbers)) == 2 * WRITERS
    await until(lambda: hubs[0].state(MEETING) == hubs[1].state(MEETING))
    questions = hubs[0].state(MEETING).questions
    assert sorted(q.number for q in questions.values()) == list(range(1, 2 * WRITERS + 1))


async def test_the_same_command_to_both_has_one_effect(hubs):
    for _ in range(20):
        sent = command(BO, asked(name=f"same{_}"))
        outcomes = await asyncio.gather(*(hub.send(MEETING, sent) for hub in hubs))
        assert [outcome.change is None for outcome in outcomes].count(True) == 1


async def test_two_hosts_at_two_processes_press_next_and_one_step_is_made(hubs):
    await hubs[0].send(MEETING, command(METTE, c.StartMeeting()))
    await until(lambda: hubs[1].state(MEETING).stepped == hubs[0].state(MEETING).stepped)
    version = hubs[0].state(MEETING).stepped

    async def press(hub: Hub) -> Outcome:
        return await hub.send(MEETING, command(METTE, c.NextItem(), version=version))

    outcomes = await asyncio.gather(*map(press, hubs), return_exceptions=True)

    refused = [o.reason for o in outcomes if isinstance(o, RefusedError)]
    assert refused == [Reason.STALE]


async def test_answers_given_at_two_processes_make_one_ballot(hubs):
    one, other = hubs
    await one.send(MEETING, command(METTE, c.OpenEvaluation()))
    await until(lambda: other.state(MEETING).evaluation.open)
    key = await one.ballot_key(MEETING, ANNA)
    assert key == await other.ballot_key(MEETING, ANNA)

    await one.send(MEETING, command(ANNA, c.CastBallot(key, {"useful": ("4",)})))
    await other.send(MEETING, command(ANNA, c.CastBallot(key, {"recommend": ("9",)})))
    await one.send(MEETING, command(METTE, c.CloseMeeting()))

    await until(lambda: other.state(MEETING) == one.state(MEETING))
    counts = other.state(MEETING).evaluation.counts
    assert {q: dict(values) for q, values in counts.items()} == {
        "useful": {"4": 1},
        "recommend": {"9": 1},
    }
    assert await one._ballots.read(MEETING) == {}


async def test_the_sums_hold_every_ballot_whoever_closes(hubs):
    one, other = hubs
    await one.send(MEETING, command(METTE, c.OpenEvaluation()))
    people = [f"p{number}" for number in range(50)]
    await join(one, *people)
    await until(lambda: other.state(MEETING) == one.state(MEETING))

    async def cast(number: int, person: str) -> bool:
        hub = hubs[number % 2]
        key = await hub.ballot_key(MEETING, person)
        try:
            await hub.send(MEETING, command(person, c.CastBallot(key, {"useful": ("5",)})))
        except RefusedError:
            return False
        return True

    async def close() -> bool:
        await asyncio.sleep(0.002)
        await other.send(MEETING, command(METTE, c.CloseMeeting()))
        return False

    cast_all = (cast(number, person) for number, person in enumerate(people))
    acknowledged = sum(await asyncio.gather(*cast_all, close()))

    await until(lambda: one.state(MEETING).evaluation.closed)
    assert one.state(MEETING).evaluation.responses == acknowledged
    assert other.state(MEETING) == one.state(MEETING)


class HalfDamaged(MemoryStore):
    """A store whose log can be read only so far."""

    async def read(self, meeting, after=0):
        raise DamagedError("the file is damaged", await super().read(meeting, after))


async def test_a_damaged_meeting_is_known_by_its_code():
    store = HalfDamaged()
    await Hub(store, MemoryBallots()).plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
    hub = Hub(store, MemoryBallots())
    await hub.load()

    with pytest.raises(DamagedMeetingError):
        hub.by_code(demo_plan().code)
    assert hub.meetings() == ()


async def test_what_no_store_can_take_fails_its_caller_alone(hubs):
    good = [command(ANNA, asked(name=f"g{number}")) for number in range(3)]
    bad = command(ANNA, asked("et halvt tegn \ud800", name="bad"))

    sent = (hubs[0].send(MEETING, one) for one in (*good[:2], bad, good[2]))
    outcomes = await asyncio.gather(*sent, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [Outcome, Outcome, ValueError, Outcome]
    assert sorted(hubs[0].state(MEETING).questions) == ["g0", "g1", "g2"]


async def test_one_who_asks_for_the_newest_gets_it_at_once(hubs):
    one, other = hubs
    await one.send(MEETING, command(ANNA, asked(name="fresh")))
    await other.refresh(MEETING)

    assert QuestionId("fresh") in other.state(MEETING).questions
