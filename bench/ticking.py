"""What one look of the clock costs, from 10 to 1,000 meetings in one process.

`python -m bench.ticking` prints one JSON object a line; the baseline is 100 meetings.
"""

import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta

from bench.hosts import START, demo
from bench.saying import say
from bench.serving import KEYS
from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryStore
from bot.ticker import Ticker
from meeting import commands as c
from meeting.ids import CommandId, MeetingId

SIZES, LOOKS = (100, 10, 1_000), 200


class Standing:
    """A clock that stands still while it is looked at."""

    def now(self) -> datetime:
        return START + timedelta(minutes=30)


async def running(meetings: int) -> Ticker:
    """Have so many meetings run, with nothing due."""
    hub, plan = Hub(MemoryStore(), MemoryBallots()), demo()
    for number in range(meetings):
        own = replace(plan, meeting=MeetingId(f"m{number}"), code=f"{number:08d}")
        deeds: tuple[c.Deed, ...] = (c.PlanMeeting(own), c.OpenMeeting(), c.StartMeeting())
        first, *others = (
            c.Command(CommandId(f"{number}-{n}"), START, None, deed) for n, deed in enumerate(deeds)
        )
        await hub.plan(own.meeting, first)
        for command in others:
            await hub.send(own.meeting, command)
    return Ticker(hub, KEYS, Standing())


async def measure() -> None:
    baseline = 0.0
    for meetings in SIZES:
        ticker, best = await running(meetings), float("inf")
        for _ in range(LOOKS):
            began = time.perf_counter()
            await ticker.tick()
            best = min(best, time.perf_counter() - began)
        each = 1e6 * best / meetings
        baseline = baseline or each
        say(f"a look of the clock, each of {meetings} meetings", each, "us", baseline)


if __name__ == "__main__":
    asyncio.run(measure())
