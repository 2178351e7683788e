"""Meetings over the nights when the clocks change, and clocks that jump: each item once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryStore
from bot.ticker import Ticker
from dialogs.i18n import words
from meeting import commands as c
from meeting import events as e
from meeting.agenda import expected
from meeting.item import Mark
from meeting.model import Meeting, Phase, Plan
from meeting.planning import moved_to
from tests.given import KEYS, METTE, START, Clock, command, demo_plan

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MINUTE = timedelta(minutes=1)
# Half an hour before the clocks are put back, and before they are put forward.
NIGHTS = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)]


def by_itself(start: datetime) -> Plan:
    """The programme with every item handing over by itself."""
    plan = moved_to(demo_plan(), start)
    return replace(plan, items=tuple(replace(item, automatic=True) for item in plan.items))


class Night:
    """A meeting that runs by the clock alone, and everything that came to its log."""

    def __init__(self, start: datetime) -> None:
        self.plan = by_itself(start)
        self.store = MemoryStore()
        self.hub = Hub(self.store, MemoryBallots())
        self.clock = Clock(start)

    async def begin(self) -> None:
        at = self.plan.start
        await self.hub.plan(self.plan.meeting, command(None, c.PlanMeeting(self.plan), at=at))
        await self.hub.send(self.plan.meeting, command(METTE, c.StartMeeting(), at=at))

    async def look(self) -> Meeting:
        await Ticker(self.hub, KEYS, self.clock).tick()
        return self.hub.state(self.plan.meeting)

    async def events(self) -> list[e.Event]:
        log = await self.store.read(self.plan.meeting, 0)
        return [event for change in log for event in change.events]


def started(events: list[e.Event]) -> list[int]:
    return [event.index for event in events if isinstance(event, e.ItemStarted)]


@pytest.mark.parametrize("start", NIGHTS)
async def test_each_item_runs_once_and_as_long_as_planned_over_a_night_of_changing_clocks(start):
    night = Night(start)
    await night.begin()

    for _ in range(95):
        meeting = await night.look()
        night.clock.forward(minutes=1)

    assert started(await night.events()) == list(range(8))
    spans = [span for span in meeting.actual if span.start and span.end]
    assert [(s.end - s.start) / MINUTE for s in spans] == [5, 20, 15, 15, 15, 5, 12]
    assert meeting.actual[-1].start == start + 87 * MINUTE


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (NIGHTS[0], ["02.30", "02.35", "02.55", "02.10", "02.25", "02.40", "02.45", "02.57"]),
        (NIGHTS[1], ["01.30", "01.35", "01.55", "03.10", "03.25", "03.40", "03.45", "03.57"]),
    ],
)
async def test_people_read_the_time_that_is_on_their_own_clock_that_night(start, shown):
    night = Night(start)
    await night.begin()
    danish = words("da", "Europe/Copenhagen")

    forecast = expected(await night.look(), start)

    assert [danish.time(one.start) for one in forecast] == shown
    assert (
        start.astimezone(COPENHAGEN).utcoffset()
        != forecast[-1].end.astimezone(COPENHAGEN).utcoffset()
    )


@pytest.mark.parametrize("seed", range(5))
async def test_forty_jumps_of_the_clock_run_each_item_once_in_order(seed):
    night, chance = Night(START), Random(seed)
    await night.begin()

    for _ in range(40):
        night.clock.forward(minutes=chance.choice([-45, -7, -0.5, 0.2, 1, 3, 9, 61]))
        meeting = await night.look()
        assert all(s.end >= s.start for s in meeting.actual if s.start and s.end)
    night.clock.at = max(night.clock.at, START + timedelta(hours=20))
    for _ in range(120):
        meeting = await night.look()
        night.clock.forward(minutes=20)

    events = await night.events()
    assert started(events) == list(range(8))
    assert meeting.phase is Phase.RUNNING
    assert sum(isinstance(event, e.EvaluationOpened) for event in events) == 1
    told = [(one.index, one.mark) for one in events if isinstance(one, e.Signalled)]
    assert len(told) == len(set(told))


async def test_a_restart_in_the_middle_goes_on_at_its_first_look_and_says_nothing_twice():
    night = Night(START)
    await night.begin()
    for minutes in (5, 15):
        night.clock.forward(minutes=minutes)
        await night.look()
    before = await night.events()
    again = Hub(night.store, MemoryBallots())
    await again.load()
    night.hub = again

    meeting = await night.look()

    assert await night.events() == before
    assert meeting.current == 1
    night.clock.forward(minutes=5)
    assert (await night.look()).current == 2


async def test_after_a_long_sleep_only_what_is_still_true_is_told():
    night = Night(START)
    night.plan = moved_to(demo_plan(), START)
    await night.begin()
    await night.hub.send(night.plan.meeting, command(METTE, c.NextItem(), at=START + 5 * MINUTE))
    night.clock.at = START + 26 * MINUTE

    await night.look()

    told = [event for event in await night.events() if isinstance(event, e.Signalled)]
    assert [(one.index, one.mark.name) for one in told[-2:]] == [(1, "OVER"), (2, "MISSING")]
    assert not {one.mark.name for one in told} & {"FIVE", "TWO"}


async def test_a_step_tells_what_it_makes_due_in_its_own_change():
    night = Night(START)
    night.plan = moved_to(demo_plan(), START)
    await night.begin()
    begun = night.hub.state(night.plan.meeting)

    assert (await night.look()).version == begun.version
    assert {mark for _, mark in begun.told} == {Mark.NEXT, Mark.MISSING}
