"""Two servers on one PostgreSQL, one killed: no gap, no loss, no duplicate, no old page."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
import orjson
import pytest

from bot.stores.postgres.stores import look_into_database
from meeting.evolve import fold
from meeting.model import Meeting
from tests.machine import allowed
from tests.process.server import Nursery, kill, nursery

WRITERS = 500  # at each of the two
EACH, SOAKING_EACH = 2, 12  # questions of each writer
OVER = 5.0  # seconds that a round of everybody's questions is spread over
BROWSERS = 5  # at each
SEED = 20200330
JSON = {"Content-Type": "application/json"}

pytestmark = pytest.mark.process


@dataclass
class Seen:
    """When a browser saw which version."""

    times: dict[int, float] = field(default_factory=dict)

    def first_at_least(self, version: int) -> float | None:
        return min((at for seen, at in self.times.items() if seen >= version), default=None)


Watchers = list[tuple[int, Seen]]  # each with the server it watches
Gap = tuple[int, float, float]  # which server was away, from when to when


@dataclass
class Crowd:
    """Everybody, over one pool of connections; cookies are each person's own."""

    session: aiohttp.ClientSession
    servers: tuple[Nursery, Nursery]
    dead: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    acknowledged: list[tuple[float, int, str]] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    async def post(self, home: int, path: str, body: object, **headers: str) -> tuple[int, object]:
        """Post to the server next to home that lives, again until one has it."""
        for attempt in range(200):
            at = home if home not in self.dead else 1 - home
            server = self.servers[at]
            where = f"{server.base}{server.links().participant.removeprefix(server.base)}/{path}"
            given = {"Origin": server.base, **JSON, **headers}
            try:
                async with self.session.post(
                    where, data=orjson.dumps(body), headers=given
                ) as answer:
                    found = await answer.read()
                    if answer.status < 300:
                        cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
                        return at, orjson.loads(found) | {"cookie": cookie}
                    assert answer.status == 503, found
                    self.failures["503"] += 1
            except (aiohttp.ClientError, ConnectionError, TimeoutError):
                self.failures["gone"] += 1
            await asyncio.sleep(0.05 + 0.002 * attempt)
        raise AssertionError("nobody took it")

    async def writer(self, number: int, each: int) -> None:
        """Join at one's own server and ask now and then; what is not acknowledged is said again."""
        home = number % 2
        _, joined = await self.post(home, "join", {"name": f"Nr. {number}"})
        cookie = dict(joined)["cookie"]
        for turn in range(each):
            await asyncio.sleep(OVER * random.random())
            text = f"Hvad med {number}-{turn}?"
            self.asked.append(text)
            body = {"text": text, "show": "name"}
            headers = {"Cookie": cookie, "Idempotency-Key": f"{number}-{turn}"}
            _, question = await self.post(home, "questions", body, **headers)
            self.acknowledged.append((time.monotonic(), dict(question)["number"], text))

    async def browser(self, home: int, seen: Seen) -> None:
        """Watch the big screen for as long as the server lives, and come back to it."""
        server = self.servers[home]
        url = f"{server.links().participant}/events?as=stage"
        while True:
            with suppress(aiohttp.ClientError, ConnectionError):
                async with self.session.get(url, timeout=NO_LIMIT) as stream:
                    async for line in stream.content:
                        if line.startswith(b"id: "):
                            seen.times.setdefault(int(line[4:]), time.monotonic())
            await asyncio.sleep(0.1)


NO_LIMIT = aiohttp.ClientTimeout(total=None)


@asynccontextmanager
async def two(data, database: str) -> AsyncIterator[Crowd]:
    async with AsyncExitStack() as stack:
        servers = tuple(stack.enter_context(nursery(data, database)) for _ in range(2))
        session = await stack.enter_async_context(
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
            )
        )
        yield Crowd(session, (servers[0], servers[1]))


async def stored(database: str) -> Meeting:
    async with look_into_database(database) as (store, _):
        for meeting in await store.meetings():
            found = fold(await store.read(meeting))
            if found is not None and found.questions:
                return found
    raise AssertionError("nothing was stored")


async def killed_and_back(crowd: Crowd, processes: list[int]) -> tuple[int, float, float]:
    """Kill one at random in the middle of the writing; give which, and when it was away."""
    await asyncio.sleep(OVER * (0.3 + 0.4 * random.random()))
    victim = random.randrange(2)
    kill(processes[victim])
    crowd.dead.add(victim)
    killed = time.monotonic()
    await asyncio.sleep(2.0)
    crowd.servers[victim].start()
    await crowd.servers[victim].ready(crowd.session)
    crowd.dead.clear()
    return victim, killed, time.monotonic()


async def played(crowd: Crowd, each: int) -> tuple[Watchers, Gap]:
    """Let everybody write and browsers watch, over a kill, until all is acknowledged."""
    processes = [server.start() for server in crowd.servers]
    for server in crowd.servers:
        await server.ready(crowd.session)
    seen = [(home, Seen()) for home in (0, 1) for _ in range(BROWSERS)]
    watching = [asyncio.create_task(crowd.browser(home, one)) for home, one in seen]
    writing = [asyncio.create_task(crowd.writer(n, each)) for n in range(2 * WRITERS)]
    gap = await killed_and_back(crowd, processes)
    await asyncio.gather(*writing)
    await asyncio.sleep(1.0)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    return seen, gap


async def test_two_processes_one_killed_lose_nothing_and_show_everything(
    tmp_path, database, soaking
):
    random.seed(SEED)
    async with two(tmp_path / "data", database) as crowd:
        seen, gap = await played(crowd, SOAKING_EACH if soaking else EACH)
        meeting = await stored(database)

    texts = Counter(question.text for question in meeting.questions.values())
    assert texts == Counter(crowd.asked)
    numbers = sorted(question.number for question in meeting.questions.values())
    assert numbers == list(range(1, len(crowd.asked) + 1))
    told = {number: text for _, number, text in crowd.acknowledged}
    assert told == {q.number: q.text for q in meeting.questions.values()}
    assert [max(one.times) for _, one in seen] == [meeting.version] * len(seen)

    lags = sorted(await delays(crowd, seen, database, gap))
    middle, late = lags[len(lags) // 2], lags[len(lags) * 99 // 100]
    print(f"seed {SEED}: {len(crowd.asked)} questions, {dict(crowd.failures)}")
    print(f"browsers behind: p50 {middle:.3f} s, p99 {late:.3f} s, most {lags[-1]:.3f} s")
    assert late < allowed(1.0)


async def delays(crowd: Crowd, seen: Watchers, database: str, gap: Gap) -> list[float]:
    """How long each living browser took to show each acknowledged question, in seconds."""
    async with look_into_database(database) as (store, _):
        (id_,) = [m for m in await store.meetings() if fold(await store.read(m)).questions]
        log = await store.read(id_)
    versions = {}
    for version, change in enumerate(log, 1):
        for event in change.events:
            if type(event).__name__ == "QuestionAsked":
                versions[event.question.number] = version
    victim, killed, back = gap
    found = []
    for at, number, _ in crowd.acknowledged:
        for home, one in seen:
            if home == victim and killed - 1.0 < at < back:
                continue
            first = one.first_at_least(versions[number])
            assert first is not None
            found.append(max(0.0, first - at))
    return found
