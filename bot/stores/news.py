"""Which meetings have news: each watcher gets each id at least once after each change."""

import asyncio
from collections.abc import AsyncIterator
from weakref import WeakSet

from typing_extensions import override

from meeting.model import MeetingId


class News:
    """Tells watchers; they may come and go, and one that is slow costs one id a meeting."""

    def __init__(self) -> None:
        self._watchers: WeakSet[Watcher] = WeakSet()
        self._closed = False

    def tell(self, meeting: MeetingId) -> None:
        for watcher in self._watchers:
            watcher.wake(meeting)

    def watch(self) -> "Watcher":
        """Watch from now on: what happens before the first look is not missed."""
        watcher = Watcher()
        self._watchers.add(watcher)
        if self._closed:
            watcher.end()
        return watcher

    def close(self) -> None:
        self._closed = True
        for watcher in self._watchers:
            watcher.end()


class Watcher(AsyncIterator[MeetingId]):
    """The ids that have news, oldest first, each once however often it changed meanwhile."""

    def __init__(self) -> None:
        self._dirty: dict[MeetingId, None] = {}
        self._awake = asyncio.Event()
        self._ended = False

    def wake(self, meeting: MeetingId) -> None:
        self._dirty[meeting] = None
        self._awake.set()

    def end(self) -> None:
        self._ended = True
        self._awake.set()

    @override
    async def __anext__(self) -> MeetingId:
        while not self._dirty:
            if self._ended:
                raise StopAsyncIteration
            self._awake.clear()
            await self._awake.wait()
        meeting = next(iter(self._dirty))
        del self._dirty[meeting]
        return meeting
