"""The lease of a process that is alone with its data: always held, until it is closed."""

import asyncio
from collections.abc import AsyncIterator


class OwnLease:
    """Keeps the promises of `bot.ports.Lease` where a lock keeps other processes out."""

    def __init__(self) -> None:
        self._closed = asyncio.Event()

    @property
    def held(self) -> bool:
        return not self._closed.is_set()

    async def changes(self) -> AsyncIterator[bool]:
        yield self.held
        await self._closed.wait()

    def close(self) -> None:
        self._closed.set()
