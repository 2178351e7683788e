"""What the clock alone does: each thing once, whenever it is looked at."""

from datetime import timedelta

from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryStore
from bot.ticker import Ticker
from meeting import commands as c
from meeting import events as e
from meeting.model import Meeting, Phase
from tests.given import KEYS, METTE, START, Clock, command, demo_plan

MEETING = demo_plan().meeting


async def ticking(
    at: float, *deeds: c.Deed, store: MemoryStore | None = None
) -> tuple[Hub, Clock, Ticker]:
    """A planned meeting after these deeds of a host, so many minutes after its start."""
    hub, clock = Hub(store or MemoryStore(), MemoryBallots()), Clock(START + timedelta(minutes=at))
    await hub.plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
    for deed in deeds:
        await hub.send(MEETING, command(METTE, deed, at=START))
    return hub, clock, Ticker(hub, KEYS, clock)


async def seen(hub: Hub, ticker: Ticker) -> Meeting:
    await ticker.tick()
    return hub.state(MEETING)


async def test_a_meeting_opens_half_an_hour_ahead_once():
    hub, clock, ticker = await ticking(-30.1)
    early = await seen(hub, ticker)
    clock.forward(minutes=0.1)

    opened = await seen(hub, ticker)

    assert (early.phase, opened.phase) == (Phase.PLANNED, Phase.OPEN)
    assert (await seen(hub, ticker)).version == opened.version


async def test_the_evaluation_opens_at_its_protected_time_wherever_the_agenda_is():
    hub, clock, ticker = await ticking(86.9, c.OpenMeeting(), c.StartMeeting())
    before = await seen(hub, ticker)
    clock.forward(minutes=0.1)

    after = await seen(hub, ticker)

    assert (before.evaluation.open, after.evaluation.open) == (False, True)
    assert (after.current, after.stepped) == (0, before.stepped)
    assert (await seen(hub, ticker)).version == after.version


async def test_forty_jumps_of_the_clock_open_the_evaluation_once():
    store = MemoryStore()
    _, clock, ticker = await ticking(0, c.OpenMeeting(), c.StartMeeting(), store=store)
    news: list[e.Event] = []

    for jump in range(40):
        clock.at = START + timedelta(minutes=(jump * 37) % 120 - 20)
        await ticker.tick()

    for change in await store.read(MEETING, 0):
        news += change.events
    assert sum(isinstance(event, e.EvaluationOpened) for event in news) == 1
    signals = [(one.index, one.mark) for one in news if isinstance(one, e.Signalled)]
    assert len(signals) == len(set(signals)) == 2


async def test_a_meeting_that_has_not_started_gets_no_evaluation_by_the_clock():
    hub, _, ticker = await ticking(200, c.OpenMeeting())

    assert not (await seen(hub, ticker)).evaluation.open


async def test_a_restart_that_sleeps_over_the_time_opens_it_at_the_first_look():
    store, ballots = MemoryStore(), MemoryBallots()
    hub = Hub(store, ballots)
    await hub.plan(MEETING, command(None, c.PlanMeeting(demo_plan())))
    await hub.send(MEETING, command(METTE, c.StartMeeting()))
    again = Hub(store, ballots)
    await again.load()

    opened = await seen(again, Ticker(again, KEYS, Clock(START + timedelta(minutes=95))))

    assert opened.evaluation.open
