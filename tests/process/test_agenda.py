"""A real server that dies in the middle of an item: the next one goes on by the clock, once."""

import asyncio
import time
from collections import Counter

import aiohttp

from bot.stores.folder import look_into
from meeting import events as e
from meeting.item import Mark
from tests.machine import allowed
from tests.process.server import Nursery, kill, nursery

SPEED = 120  # the demo's minutes in a real one: item 2, shortened, takes six seconds


async def signalled(data) -> Counter[tuple[int, Mark]]:
    store, _ = look_into(data)
    (meeting,) = [one for one in await store.meetings() if one.endswith("-1")]
    log = await store.read(meeting, 0)
    events = [event for change in log for event in change.events]
    return Counter((one.index, one.mark) for one in events if isinstance(one, e.Signalled))


async def until(data, wanted: tuple[int, Mark], within: float) -> float:
    began = time.perf_counter()
    while time.perf_counter() - began < within:
        if wanted in await signalled(data):
            return time.perf_counter() - began
        await asyncio.sleep(0.02)
    raise TimeoutError(f"{wanted} was not said within {within} s")


async def steered(server: Nursery, session: aiohttp.ClientSession, *said: str) -> None:
    """Say it as the host of the personal link."""
    page, key = server.links().hosts["Mette Vinther Poulsen"].split("#key=")
    room, headers = page.removesuffix("/host"), {"Origin": server.base}
    letters = [("join", {"key": key}), *(("messages", {"text": text}) for text in said)]
    for path, body in letters:
        async with session.post(f"{room}/{path}", json=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()


async def test_a_killed_server_goes_on_within_a_second_and_says_nothing_twice(tmp_path) -> None:
    data = tmp_path / "data"
    with nursery(data, speed=SPEED) as one:
        child, jar = one.start(), aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            await one.ready(session)
            await steered(one, session, "start", "næste", "forkort 8")
            await until(data, (1, Mark.FIVE), within=8)
            kill(child)
            before = await signalled(data)
            await asyncio.sleep(2)
            one.start()
            await one.ready(session)
            took = await until(data, (1, Mark.OVER), within=10)
    print(f"said {took:.2f} s after it was ready")

    assert before[1, Mark.FIVE] == 1
    assert took < allowed(1)
    assert set((await signalled(data)).values()) == {1}
