"""How soon a question is on everybody's page: live streams with thousands of viewers.

`python -m bench.streams` prints one JSON object a line; the baseline is the bar. The meeting holds
300 questions, and while it is measured 1.5 new ones and 10 votes a second come in. The time is
from when a question was sent until the event with it was read: stored, drawn and sent in between.
The readers are this process, the server, whole and on uvloop, is another one.
"""

import asyncio
import contextlib
import select
import socket
import time
from collections.abc import AsyncIterator, Sequence

import uvloop

from bench.browsers import Room, lines
from bench.people import People
from bench.saying import say
from bench.serving import Server, server
from bench.watching import SECONDS, Audience
from web.doors import allow_many

PEOPLE, SOME, STUCK, QUESTIONS = 5_000, 2_000, 200, 300


def main() -> None:
    allow_many()
    with server("tinydb") as running:
        uvloop.run(measure(running))


async def measure(running: Server) -> None:
    people = People(Room.of(running.links.participant))
    some = await lines(people.room, 16)
    await people.gather(some, PEOPLE, QUESTIONS)
    for line in some:
        line.cut()
    audience = Audience(running, people)
    await audience.watch_as_roles()
    await few(audience)
    await many(audience)


async def few(audience: Audience) -> None:
    await audience.watch(SOME)
    alone = await p99(audience)
    say(f"question on the page, {SOME} viewers, p99", alone, "ms", 500)
    async with never_readers(audience, STUCK) as stuck:
        beside = await p99(audience)
    say(f"the same beside {STUCK} who never read", beside, "ms", alone)
    say("never-readers dropped", len(stuck.dropped), "viewers", STUCK)
    say("the last of them dropped after", max(stuck.dropped.values()), "s", 10)
    say("kept for each by the kernel, at most", stuck.unsent / 1000, "kB", 256)
    say("kept for each by the server, at most", 1000 * stuck.grown / STUCK, "kB", 256)


async def many(audience: Audience) -> None:
    await audience.watch(PEOPLE)
    before = audience.server.seconds()
    say(f"question on the page, {PEOPLE} viewers, p99", await p99(audience), "ms", 2000)
    used = (audience.server.seconds() - before) / (SECONDS + 2)
    say(f"processor at {PEOPLE} viewers", 100 * used, "% of a core", 100)
    say(f"memory at {PEOPLE} viewers", audience.server.resident(), "MB", 250)
    took = await audience.come_back()
    say(f"all {PEOPLE} back with the whole page after a cut", took, "s", 5)
    say("memory at its most", audience.server.peak(), "MB", 250)


async def p99(audience: Audience) -> float:
    times = await audience.measured()
    assert times[-1] < float("inf"), "somebody has not seen a question"
    return 1000 * times[len(times) * 99 // 100]


class Stuck:
    """Sockets that ask for a stream and never read.

    `dropped` is when each was cut, `unsent` what the kernel kept for one at most in bytes, `grown`
    by how much the server's memory grew meanwhile in MB.
    """

    def __init__(self, running: Server, room: Room, requests: Sequence[bytes]) -> None:
        self._server = running
        self._before = running.resident()
        self._began = time.perf_counter()
        self._poll = select.poll()
        self.dropped: dict[int, float] = {}
        self.unsent = 0
        self.grown = 0.0
        self.sockets = [self._open(room, request) for request in requests]

    def _open(self, room: Room, request: bytes) -> socket.socket:
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect((room.host, room.port))
        line.sendall(request)
        self._poll.register(line, 0)
        return line

    async def look(self) -> None:
        while True:
            for number, _ in self._poll.poll(0):
                self.dropped.setdefault(number, time.perf_counter() - self._began)
            self.unsent = max(self.unsent, self._server.unsent())
            self.grown = max(self.grown, self._server.resident() - self._before)
            await asyncio.sleep(0.5)


@contextlib.asynccontextmanager
async def never_readers(audience: Audience, number: int) -> AsyncIterator[Stuck]:
    """Have so many ask for the whole page, plain, which is more than any buffer holds."""
    room, cookies = audience.people.room, audience.people.cookies[-number:]
    stuck = Stuck(audience.server, room, [room.get("/events", cookie) for cookie in cookies])
    task = asyncio.create_task(stuck.look())
    try:
        yield stuck
    finally:
        task.cancel()
        for line in stuck.sockets:
            line.close()


if __name__ == "__main__":
    main()
