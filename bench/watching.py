"""Thousands of viewers of one meeting, while questions and votes come in."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.browsers import Viewer, lines
from bench.people import People, vote
from bench.serving import Server

SECONDS = 12.0
ASKED, VOTES = 1.5, 10.0  # a second
PACKED = b"Accept-Encoding: gzip\r\n"


@dataclass
class Audience:
    """Who looks on, and what they have seen when."""

    server: Server
    people: People
    viewers: list[Viewer] = field(default_factory=list)

    async def watch_as_roles(self) -> None:
        """Open the pages of every host and speaker, and the big screen."""
        links, room = self.server.links, self.people.room
        line = (await lines(room, 1))[0]
        for page, people in (("host", links.hosts), ("speaker", links.speakers)):
            for link in people.values():
                answer = await line.ask(room.post("/join", {"key": link.rpartition("=")[2]}))
                await self._open(room.get(f"/events?as={page}", answer.cookie, PACKED))
        await self._open(room.get("/events?as=stage", b"", PACKED))

    async def watch(self, number: int) -> None:
        """Open participants' streams, of pages just drawn, until there are so many."""
        path = f"/events?as=participant&version={self.people.version}"
        await self._open_all(path, range(len(self.viewers), number))

    async def come_back(self) -> float:
        """Cut every line and open all at once with nothing known, as after the server's restart."""
        before, self.viewers = self.viewers, []
        for viewer in before:
            viewer.cut()
        await asyncio.sleep(1.5)
        began = time.perf_counter()
        await self._open_all("/events", range(len(before)))
        return time.perf_counter() - began

    async def _open_all(self, path: str, numbers: range) -> None:
        room, cookies = self.people.room, self.people.cookies
        opened: list[Viewer] = []
        for first in numbers[::200]:
            some = range(first, min(first + 200, numbers.stop))
            asked = (self._open(room.get(path, cookies[n], PACKED)) for n in some)
            opened += await asyncio.gather(*asked)
        async with asyncio.timeout(60):
            while not all(viewer.versions for viewer in opened):  # noqa: ASYNC110 - so many
                await asyncio.sleep(0.05)

    async def _open(self, request: bytes) -> Viewer:
        loop, room = asyncio.get_running_loop(), self.people.room
        _, viewer = await loop.create_connection(lambda: Viewer(request), room.host, room.port)
        self.viewers.append(viewer)
        return viewer

    async def measured(self) -> Sequence[float]:
        """Have questions and votes come in; give all times from asked to seen, sorted."""
        self.people.asked.clear()
        for viewer in self.viewers:
            viewer.forget()
        asking, voting = await lines(self.people.room, 2)
        askers, votes = itertools.cycle(self.people.cookies[100:1_100]), self.people.votes()
        await asyncio.gather(
            _steadily(ASKED, lambda: self.people.ask(asking, next(askers))),
            _steadily(VOTES, lambda: vote(voting, next(votes))),
        )
        await asyncio.sleep(2)
        return sorted(self._times())

    def _times(self) -> Iterator[float]:
        """Give for each viewer and question when the first event with it, or newer, was read."""
        for viewer in self.viewers:
            seen = zip(viewer.versions, viewer.times, strict=True)
            version, at = next(seen)
            for asked, began in self.people.asked.items():
                while version < asked:
                    version, at = next(seen, (asked, float("inf")))
                yield at - began


async def _steadily(rate: float, deed: Callable[[], Awaitable[None]]) -> None:
    began = time.perf_counter()
    for n in range(int(SECONDS * rate)):
        await asyncio.sleep(began + n / rate - time.perf_counter())
        await deed()
