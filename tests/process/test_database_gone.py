"""The database goes and comes back: refused clearly meanwhile, then on by itself, nothing lost."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.stores.postgres.stores import look_into_database
from meeting.evolve import fold
from tests.postgres import Server, server
from tests.process.server import Nursery, nursery

PEOPLE = 20
AWAY, SOAKING_AWAY = 4.5, 60.0  # seconds; for 3 the store goes on trying before it refuses
ANSWERED_WITHIN = 9.0  # seconds: nobody is left hanging

pytestmark = pytest.mark.process


@dataclass
class Said:
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    sentences: set[str] = field(default_factory=set)
    slowest: float = 0.0
    read: Counter[int] = field(default_factory=Counter)


async def somebody(bot: Nursery, number: int, said: Said, until: asyncio.Event) -> None:
    """Ask again and again, and look at the meeting in between."""
    room, jar = bot.links().participant, aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": bot.base}) as session:
        while not until.is_set():
            async with session.post(f"{room}/join", json={"name": str(number)}) as joined:
                if joined.status == 200:
                    break
        turn = 0
        while not until.is_set():
            turn += 1
            text, began = f"Hvad med {number}-{turn}?", time.monotonic()
            body = {"text": text, "show": "name"}
            async with session.post(f"{room}/questions", json=body) as answer:
                found = await answer.json()
                said.statuses[answer.status] += 1
            said.slowest = max(said.slowest, time.monotonic() - began)
            if answer.status == 201:
                said.acknowledged.append(text)
            elif answer.status == 503:
                said.refused.append(text)
                said.sentences.add(found["error"] if isinstance(found["error"], str) else "")
            async with session.get(f"{room}/state") as looked:
                said.read[looked.status] += 1
            await asyncio.sleep(0.3)


async def ready(session: aiohttp.ClientSession, bot: Nursery) -> int:
    async with session.get(f"{bot.base}/readyz") as answer:
        return answer.status


@pytest.mark.parametrize("how", ["stopped", "frozen"])
async def test_a_database_that_goes_for_a_while_costs_nobody_anything(tmp_path, soaking, how):
    if how == "frozen" and not soaking:
        pytest.skip("in `make soak`; the store's own tests freeze it in `make test`")
    away = SOAKING_AWAY if soaking else AWAY
    with server() as database, nursery(tmp_path / "data", database.address) as bot:
        goes: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
            "stopped": (database.stop, database.start),
            "frozen": (database.freeze, database.thaw),
        }
        said, until = await gone_for(bot, away, *goes[how])
        texts = await stored(database)

    print(how, dict(said.statuses), f"slowest {said.slowest:.1f} s, state {dict(said.read)}")
    assert set(said.statuses) == {201, 503}
    assert said.read.keys() == {200}
    assert said.slowest < ANSWERED_WITHIN
    assert until
    assert [text for text, times in texts.items() if times > 1] == []
    assert set(said.acknowledged) <= set(texts)
    assert len(said.acknowledged) > PEOPLE


async def gone_for(
    bot: Nursery, away: float, go: Callable[[], None], come: Callable[[], None]
) -> tuple[Said, bool]:
    """Play on while the database is away; tell whether readiness followed."""
    said, until = Said(), asyncio.Event()
    async with aiohttp.ClientSession() as session:
        bot.start()
        await bot.ready(session)
        people = [asyncio.create_task(somebody(bot, n, said, until)) for n in range(PEOPLE)]
        await asyncio.sleep(1.0)
        go()
        await asyncio.sleep(away)
        unready = await within(8.0, lambda: ready(session, bot), 503)
        come()
        back = await within(15.0, lambda: ready(session, bot), 200)
        before = len(said.acknowledged)
        await asyncio.sleep(1.5)
        until.set()
        await asyncio.gather(*people)
    assert len(said.acknowledged) > before
    return said, unready and back


async def within(seconds: float, look, wanted: int) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if await look() == wanted:
            return True
        await asyncio.sleep(0.2)
    return False


async def stored(database: Server) -> Counter[str]:
    async with look_into_database(database.address) as (store, _):
        logs = [fold(await store.read(meeting)) for meeting in await store.meetings()]
    return Counter(q.text for found in logs if found for q in found.questions.values())
