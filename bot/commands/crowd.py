"""A hall full of people, made up: everybody joins, some ask, and all vote at the same moment."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.hub import Hub
from bot.stores.folder import open_folder
from meeting import commands as c
from meeting.ids import CommandId, PersonId, QuestionId
from meeting.model import Plan

ONE_ASKS_OF = 5  # people
EACH_VOTES = 20  # times at most, as people do


@dataclass(frozen=True, slots=True)
class Crowd:
    """`slowest` is the seconds within which 99 of 100 deeds were on disk."""

    questions: int
    votes: int
    slowest: float


async def rehearsed(plan: Plan, people: int) -> Crowd:
    """Play it over the embedded store in a folder of its own, which is taken away afterwards."""
    with tempfile.TemporaryDirectory(prefix="ordstyrer-") as folder:
        stores = open_folder(Path(folder))
        try:
            return await _play(Hub(stores.store, stores.ballots), plan, people)
        finally:
            await stores.close()


async def _play(hub: Hub, plan: Plan, people: int) -> Crowd:
    numbers, waits = count(), []
    now = plan.start - timedelta(minutes=1)

    async def do(by: PersonId | None, deed: c.Deed) -> None:
        began = time.perf_counter()
        command = c.Command(CommandId(str(next(numbers))), now, by, deed)
        await hub.send(plan.meeting, command)
        waits.append(time.perf_counter() - began)

    planned = c.Command(CommandId("plan"), now, None, c.PlanMeeting(plan))
    await hub.plan(plan.meeting, planned)
    await do(None, c.OpenMeeting())
    crowd = [PersonId(f"p-{number}") for number in range(people)]
    await asyncio.gather(*(do(person, c.Join(None, None)) for person in crowd))
    asked = [QuestionId(f"q{number}") for number in range(max(1, people // ONE_ASKS_OF))]
    await asyncio.gather(
        *(do(who, c.AskQuestion(q, f"Nr. {q}?")) for who, q in zip(crowd, asked, strict=False))
    )
    voted = asked[:EACH_VOTES]
    for question in voted:
        await asyncio.gather(*(do(person, c.Vote(question)) for person in crowd))
    await hub.close()
    return Crowd(len(asked), len(voted) * people, sorted(waits)[int(0.99 * (len(waits) - 1))])
