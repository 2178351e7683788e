"""Services that take a request and never answer: the loop goes on, and so does everybody else."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from typing_extensions import override

from tests.machine import allowed
from tests.teams import shapes
from tests.teams.connector import Connector, serving
from tests.teams.production import production
from tests.teams.serving import Served, served
from tests.teams.shapes import BILLUND, KELD, ODENSE
from tests.teams.signers import SERVICE, token

LONGEST_GAP = 0.1  # seconds that the loop may stand still
PROMPT = 1.0  # seconds for an answer, while others hang
TRIES = 3  # a machine may stall by itself; what blocks the loop does so each time
OTHERS = 20
PERIOD = 0.005


@asynccontextmanager
async def gaps(into: list[float]) -> AsyncIterator[None]:
    """Note how long the loop stands still at most meanwhile."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        before = time.perf_counter()
        while True:
            await asyncio.sleep(PERIOD)
            now = time.perf_counter()
            longest, before = max(longest, now - before - PERIOD), now

    watching = asyncio.create_task(watch())
    try:
        yield
        await asyncio.sleep(2 * PERIOD)
    finally:
        watching.cancel()
        into.append(longest)


async def least_gap(scenario: Callable[[list[float]], Awaitable[None]]) -> float:
    """Play it from the start until the loop goes on well, a few times at most."""
    found: list[float] = []
    while len(found) < TRIES and min(found, default=math.inf) >= allowed(LONGEST_GAP):
        await scenario(found)
    return min(found)


async def signed_in(bot: Served, header: str) -> int:
    """Ask something in one's own chat; the answer's status."""
    asked = shapes.message(ODENSE, SERVICE, "spørg Hvem kommer?", chat=ODENSE.own_chat)
    return (await bot.post(asked, headers={"Authorization": header}))[0]


async def promptly(calls: list[Awaitable[int]]) -> None:
    """Have each answered with success before long."""
    async with asyncio.timeout(allowed(PROMPT)):
        assert set(await asyncio.gather(*calls)) == {200}


async def until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not seen():  # noqa: ASYNC110 - so small a fake tells nobody
            await asyncio.sleep(0.01)


async def given_up(waiting: list[asyncio.Task[int]]) -> None:
    """Leave before they are answered, which for those who wait takes seconds."""
    assert not any(task.done() for task in waiting)
    for task in waiting:
        task.cancel()
    with suppress(asyncio.CancelledError, aiohttp.ClientError):
        await asyncio.gather(*waiting)


async def hanging_keys(found: list[float]) -> None:
    good = f"Bearer {token()}"
    unknown = [f"Bearer {token(kid=f'k{number}')}" for number in range(100, 100 + OTHERS)]
    async with production() as (bot, keys):
        assert await signed_in(bot, good) == 200
        keys.goes_on.clear()
        async with gaps(found):
            waiting = [asyncio.create_task(signed_in(bot, header)) for header in unknown]
            await until(lambda: keys.fetches == 2)
            await promptly([signed_in(bot, good) for _ in range(OTHERS)])
        await given_up(waiting)


async def hanging_tokens(found: list[float]) -> None:
    good = f"Bearer {token()}"
    async with production() as (bot, keys):
        keys.hands_out.clear()
        async with gaps(found):
            assert await signed_in(bot, good) == 200
            await until(lambda: keys.tokens == 1)
            await promptly([signed_in(bot, good) for _ in range(OTHERS)])
        assert keys.tokens == 1


class Roll(Connector):
    """A connector whose list of members never comes."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.goes_on = asyncio.Event()

    @override
    async def _members(self, request: web.Request) -> web.Response:
        self.asked += 1
        await self.goes_on.wait()
        return await super()._members(request)


@asynccontextmanager
async def roll() -> AsyncIterator[Roll]:
    async with serving(Roll()) as made:
        try:
            yield made
        finally:
            made.goes_on.set()


async def hanging_members(found: list[float]) -> None:
    async with roll() as service, served(to=service) as bot, gaps(found):
        chats = [f"19:chat{number}@thread.v2" for number in range(OTHERS)]
        opened = [shapes.installed(KELD, service.url, chat=chat) for chat in chats]
        await promptly([status(bot, body) for body in opened])
        await until(lambda: service.asked > 0)
        own = BILLUND.own_chat
        await promptly([bot.say(BILLUND, "spørg Hvem kommer?", chat=own) for _ in range(OTHERS)])
        assert len(bot.meeting.questions) == 1


async def status(bot: Served, body: dict[str, Any]) -> int:
    return (await bot.post(body))[0]


@pytest.mark.parametrize("scenario", [hanging_keys, hanging_tokens, hanging_members])
async def test_while_a_service_hangs_the_others_are_served_and_the_loop_goes_on(
    scenario: Callable[[list[float]], Awaitable[None]],
) -> None:
    assert await least_gap(scenario) < allowed(LONGEST_GAP)
