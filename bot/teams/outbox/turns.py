"""The limit that all conversations share, and whose request is next; nobody waits for ever."""

import asyncio
import heapq
import itertools

from bot.teams.outbox.limits import TENANT, Windows

MOMENT = 0.001  # seconds; less might be no time at all, by the clock's own rounding


class Turns:
    """Who can wait gives way to who cannot, for as long as it can wait and no longer."""

    def __init__(self) -> None:
        self._windows = Windows(TENANT)
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._wake: asyncio.TimerHandle | None = None

    async def mine(self, patience: float) -> None:
        """Wait until one request may be made, and count it."""
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (loop.time() + patience, next(self._numbers), turn))
        self._call()
        await turn

    def _call(self) -> None:
        """Call those whose turn it is, and come back when there is room for more."""
        loop = asyncio.get_running_loop()
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        while self._waiting and (wait := self._windows.wait(loop.time())) <= 0:
            *_, turn = heapq.heappop(self._waiting)
            if not turn.done():  # else it was given up while it waited
                self._windows.count(loop.time())
                turn.set_result(None)
        if self._waiting:
            self._wake = loop.call_later(max(wait, MOMENT), self._call)
