"""What several processes share, in memory: fakes of the ports for tests with two of everything."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakSet

from bot.ports import Json
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from meeting.ids import MeetingId


class SharedStore(MemoryStore):
    """A store that several processes use."""

    shared = True


class SharedBallots(MemoryBallots):
    """Ballots that several processes keep in one place."""

    def __init__(self) -> None:
        super().__init__()
        self.locks: defaultdict[MeetingId, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def alone(self, meeting: MeetingId) -> AsyncIterator[bool]:
        async with self.locks[meeting]:
            yield True


class SharedNotes(MemoryNotes):
    """One process's view of notes that others change as well; `beside` gives another's."""

    def __init__(self, first: "SharedNotes | None" = None) -> None:
        super().__init__()
        self._all: WeakSet[SharedNotes] = WeakSet() if first is None else first._all
        self._all.add(self)
        if first is not None:
            self._notes = first._notes

    def beside(self) -> "SharedNotes":
        return SharedNotes(self)

    async def put(self, key: str, value: Json) -> None:
        await super().put(key, value)
        self._tell(key)

    async def claim(self, key: str, value: Json) -> bool:
        won = await super().claim(key, value)
        if won:
            self._tell(key)
        return won

    async def forget(self, prefix: str) -> None:
        for key in [key for key in self._notes if key.startswith(prefix)]:
            del self._notes[key]
            self._tell(key)

    def _tell(self, key: str) -> None:
        for view in self._all:
            if view is not self:
                view._news.tell(key)


class PassedLease:
    """A lease that the test gives and takes."""

    def __init__(self, *, held: bool) -> None:
        self.held = held
        self._moved = asyncio.Event()

    async def changes(self) -> AsyncIterator[bool]:
        while True:
            self._moved.clear()
            yield self.held
            await self._moved.wait()

    def give(self) -> None:
        self.held = True
        self._moved.set()

    def take(self) -> None:
        self.held = False
        self._moved.set()
