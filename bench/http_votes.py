"""Votes over HTTP: the journal against memory, PostgreSQL on the same disk against the journal.

`python -m bench.http_votes` prints one JSON object a line. The load is this process; the server,
whole and on uvloop, is another one.
"""

import asyncio
import itertools
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import uvloop

from bench.browsers import Line, Room, lines
from bench.people import People, vote
from bench.saying import say
from bench.scratch import scratch
from bench.serving import server
from tests.postgres import HOW, binaries, schema
from tests.postgres import server as database

PEOPLE, QUESTIONS = 1_000, 60  # so that each vote is a new one
SENDERS = 64
SECONDS = 3.0
ROUNDS = 3
DUE = 10_000  # votes, spread evenly over
DUE_WITHIN = 10.0  # seconds
BAR = 50.0  # milliseconds
LINES = 500  # connections for votes that are due while others wait


def main() -> None:
    compared("journal", lambda: rate("tinydb"), lambda: rate("memory"))
    if binaries() is None:
        print(HOW, file=sys.stderr)
    else:
        with database((), scratch()) as made:
            compared("postgres", lambda: rate_in(made.address), lambda: rate("tinydb"))
    votes_when_due()


def compared(name: str, store: Callable[[], float], baseline: Callable[[], float]) -> None:
    """Take turns, so that a disk that is slow for a while is slow for both."""
    rounds = sorted([(store(), baseline()) for _ in range(ROUNDS)], key=lambda two: two[0] / two[1])
    value, other = rounds[ROUNDS // 2]
    say(f"votes over HTTP, {name}, {SENDERS} senders", value, "1/s", other)


def votes_when_due() -> None:
    with server("tinydb") as running:
        times = uvloop.run(when_due(Room.of(running.links.participant)))
    name = f"{DUE} votes in {DUE_WITHIN:.0f} s, from the due time"
    for part, value in (("p50", times[DUE // 2]), ("p99", times[DUE * 99 // 100])):
        say(f"{name}, {part}", value, "ms", BAR)
    say(f"{name}, slowest", times[-1], "ms", BAR)


def rate(store: str) -> float:
    with server(store) as running:
        return uvloop.run(busy(Room.of(running.links.participant)))


def rate_in(address: str) -> float:
    """Measure in a schema of its own."""

    async def measured() -> float:
        async with schema(address) as place:
            with server(place) as running:
                return await busy(Room.of(running.links.participant))

    return uvloop.run(measured())


async def busy(room: Room) -> float:
    """Keep the server busy from so many senders; give the votes a second."""
    people, some = People(room), await lines(room, SENDERS)
    await people.gather(some, PEOPLE, QUESTIONS)
    votes = people.votes()
    await send(some, votes, 1.0)
    return await send(some, votes, SECONDS) / SECONDS


async def send(some: Sequence[Line], votes: Iterator[bytes], seconds: float) -> int:
    until, done = time.perf_counter() + seconds, itertools.count()

    async def sender(line: Line) -> None:
        while time.perf_counter() < until:
            await vote(line, next(votes))
            next(done)

    await asyncio.gather(*(sender(line) for line in some))
    return next(done)


async def when_due(room: Room) -> Sequence[float]:
    """Send each vote when it is due, answered or not; give all times in ms, sorted."""
    people, free = People(room), await lines(room, LINES)
    await people.gather(free[:SENDERS], PEOPLE, QUESTIONS)
    times: list[float] = []

    async def one(request: bytes, due: float) -> None:
        line = free.pop()
        await vote(line, request)
        times.append(1000 * (time.perf_counter() - due))
        free.append(line)

    began = time.perf_counter() + 0.1
    async with asyncio.TaskGroup() as tasks:
        for n, request in enumerate(itertools.islice(people.votes(), DUE)):
            due = began + n * DUE_WITHIN / DUE
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            tasks.create_task(one(request, due))
    return sorted(times)


if __name__ == "__main__":
    main()
