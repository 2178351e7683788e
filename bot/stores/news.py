"""What has news, such as a meeting: each watcher gets each id at least once after each change."""

import asyncio
from collections.abc import AsyncIterator
from typing import Generic, TypeVar
from weakref import WeakSet

from typing_extensions import override

Id = TypeVar("Id", bound=str)


class News(Generic[Id]):
    """Tells watchers; they may come and go, and one that is slow costs one id each."""

    def __init__(self) -> None:
        self._watchers: WeakSet[Watcher[Id]] = WeakSet()
        self._closed = False

    def tell(self, about: Id) -> None:
        for watcher in self._watchers:
            watcher.wake(about)

    def watch(self) -> "Watcher[Id]":
        """Watch from now on: what happens before the first look is not missed."""
        watcher = Watcher[Id]()
        self._watchers.add(watcher)
        if self._closed:
            watcher.end()
        return watcher

    def close(self) -> None:
        self._closed = True
        for watcher in self._watchers:
            watcher.end()


class Watcher(AsyncIterator[Id]):
    """The ids that have news, oldest first, each once however often it changed meanwhile."""

    def __init__(self) -> None:
        self._dirty: dict[Id, None] = {}
        self._awake = asyncio.Event()
        self._ended = False

    def wake(self, about: Id) -> None:
        self._dirty[about] = None
        self._awake.set()

    def end(self) -> None:
        self._ended = True
        self._awake.set()

    @override
    async def __anext__(self) -> Id:
        while not self._dirty:
            if self._ended:
                raise StopAsyncIteration
            self._awake.clear()
            await self._awake.wait()
        about = next(iter(self._dirty))
        del self._dirty[about]
        return about
