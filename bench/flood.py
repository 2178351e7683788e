"""One attacker asks a thousand times a second, while 500 others ask as people do.

`python -m bench.flood` prints one JSON object a line; the baseline is the same without attacker.
The attacker is a process of its own.
"""

import asyncio
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvloop

from bench.browsers import Line, Room, lines
from bench.people import People
from bench.saying import say
from bench.serving import Server, server
from web.doors import allow_many

ASKERS, RATE, SECONDS = 500, 60, 8.0  # people, their questions a second
FLOOD, LINES = 1_000, 700  # requests a second, connections for them
ROUNDS = 3


def main() -> None:
    allow_many()
    if len(sys.argv) > 1:
        link, cookie = sys.argv[1:]
        uvloop.run(attack(Room.of(link), cookie.encode()))
    else:
        with server("tinydb") as running:
            uvloop.run(measure(running))


async def measure(running: Server) -> None:
    link = running.links.participant
    people = People(Room.of(link))
    free = await lines(people.room, 100)
    await people.gather(free[:16], ASKERS + 1, 0)
    attacker = people.cookies.pop()
    rounds = []
    for _ in range(ROUNDS):
        alone = await ask(people, free)
        with attacked(link, attacker):
            beside = await ask(people, free)
        rounds.append((p99(alone), p99(beside)))
    undisturbed, disturbed = sorted(rounds, key=lambda pair: pair[1] / pair[0])[ROUNDS // 2]
    say(f"asking beside an attacker at {FLOOD}/s, p99", disturbed, "ms", undisturbed)


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


@contextmanager
def attacked(link: str, cookie: bytes) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.flood", link, cookie.decode()]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - ourselves
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield
    finally:
        process.kill()
        process.wait()


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
