"""A rehearsal in the middle of its second half, for a picture."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.base.library import Library
from bot.links import Links, links
from bot.rehearsal.copying import copied
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.doors import RehearsalHub
from bot.rehearsal.hall import Hall
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting import commands as c
from meeting.model import Meeting
from tests.given import KEYS, METTE, START, Clock, command, demo_knowledge, demo_plan
from web.rehearsing import RehearsalPages

STEPS = {0: c.StartMeeting(), **dict.fromkeys((6, 27, 44), c.NextItem())}


async def nothing(_: Meeting) -> bytes:
    return b""


@asynccontextmanager
async def rehearsed(people: int = 120) -> AsyncIterator[Links]:
    """Play it so far and give its links."""
    clock = Clock(START - timedelta(minutes=10))
    hub = RehearsalHub(MemoryStore(), MemoryBallots())
    plan = copied(demo_plan(), KEYS, START)
    for deed in (c.PlanMeeting(plan), c.OpenMeeting()):
        await hub.plan(plan.meeting, command(None, deed, at=clock.now()))
    library = Library.of({plan.meeting: demo_knowledge()})
    hall = Hall(hub, library, KEYS, clock, plan.meeting)
    crowd = Crowd(hall, clock.now(), people, 4)
    for minute in range(-10, 53):
        if minute in STEPS:
            await hub.send(plan.meeting, command(METTE, STEPS[minute], at=clock.now()))
        await crowd.look()
        clock.forward(minutes=1)
    pages = RehearsalPages()
    door = pages.take("127.0.0.1", 0)
    url = f"http://127.0.0.1:{door.getsockname()[1]}"
    async with pages.serve(hall, door, url, nothing, lambda: None):
        yield links(plan, KEYS, url)
