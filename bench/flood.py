"""One attacker asks a thousand times a second, while 500 others ask as people do.

`python -m bench.flood` prints one JSON object a line. The attacker is a process of its own; on a
machine of two cores it takes time from everybody whomever it attacks. So there are two baselines:
nobody attacks, and the same attacker at a second server, which shows what is ours.
"""

import asyncio
import itertools
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import uvloop

from bench.browsers import Line, Room, lines
from bench.people import People
from bench.saying import say
from bench.serving import Server, server
from web.doors import allow_many

ASKERS, RATE, SECONDS = 500, 60, 8.0  # people, their questions a second
FLOOD, LINES = 1_000, 700  # requests a second, connections for them
FIRST = 2.0  # seconds, while all of the attacker's lines are still free
ROUNDS = 3


def main() -> None:
    allow_many()
    if len(sys.argv) > 1:
        link, cookie = sys.argv[1:]
        uvloop.run(attack(Room.of(link), cookie.encode()))
    else:
        with server("tinydb") as running, server("tinydb") as other:
            uvloop.run(measure(running, other))


async def measure(running: Server, other: Server) -> None:
    link, elsewhere = running.links.participant, other.links.participant
    people, strangers = People(Room.of(link)), People(Room.of(elsewhere))
    free = await lines(people.room, 100)
    await people.gather(free[:16], ASKERS + 1, 0)
    await strangers.gather(await lines(strangers.room, 1), 1, 0)
    attacker, stranger = people.cookies.pop(), strangers.cookies.pop()
    rounds = []
    for _ in range(ROUNDS):
        alone = await ask(people, free)
        async with attacked(elsewhere, stranger):
            near = await ask(people, free)
        async with attacked(link, attacker):
            beside = await ask(people, free)
        rounds.append((p99(alone), p99(near), p99(beside)))
    alone_ms, near_ms, beside_ms = map(statistics.median, zip(*rounds, strict=True))
    name = f"asking beside an attacker at {FLOOD}/s, p99"
    say(f"{name}, to nobody attacking", beside_ms, "ms", alone_ms)
    say(f"{name}, to one who attacks another server", beside_ms, "ms", near_ms)


def p99(times: Sequence[float]) -> float:
    return 1000 * times[len(times) * 99 // 100]


async def ask(people: People, free: list[Line]) -> Sequence[float]:
    """Have everybody's questions come in evenly; give the times until stored, sorted."""
    times: list[float] = []
    askers = itertools.cycle(people.cookies)

    async def one(cookie: bytes, due: float) -> None:
        line = free.pop()
        await people.ask(line, cookie)
        times.append(time.perf_counter() - due)
        free.append(line)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for n in range(int(SECONDS * RATE)):
            due = began + n / RATE
            await asyncio.sleep(max(0, due - time.perf_counter()))
            tasks.create_task(one(next(askers), due))
    return sorted(times)


@asynccontextmanager
async def attacked(link: str, cookie: bytes) -> AsyncIterator[None]:
    """Have somebody attack, from shortly before: the first moments are over when it is measured."""
    command = [sys.executable, "-m", "bench.flood", link, cookie.decode()]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        await process.stdout.readline()
        await asyncio.sleep(FIRST)
        yield
    finally:
        process.kill()
        await process.wait()


async def attack(room: Room, cookie: bytes) -> None:
    """Ask so many times a second, as far as there are lines that are not waiting."""
    free = await lines(room, LINES)
    request = room.post("/questions", {"text": "Hvem?", "show": "name"}, cookie)
    print("ready", flush=True)
    began = time.perf_counter()

    async def one(line: Line) -> None:
        answer = await line.ask(request)
        assert answer.status in {201, 429}, answer
        free.append(line)

    async with asyncio.TaskGroup() as tasks:
        for n in itertools.count():
            await asyncio.sleep(max(0, began + n / FLOOD - time.perf_counter()))
            if free:  # else all wait for their answers
                tasks.create_task(one(free.pop()))


if __name__ == "__main__":
    main()
