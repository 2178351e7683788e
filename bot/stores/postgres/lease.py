"""The lease as a lock of the database, which goes with the connection, however that ends."""

import asyncio
from collections.abc import AsyncIterator

from bot.stores.postgres.connections import Connection

# Without a look for so long the lease counts as lost, before the server would pass it on.
GOOD_FOR = 8.0  # seconds


class PostgresLease:
    """Keeps the promises of `bot.ports.Lease`, over the connection that stays."""

    channel = None

    def __init__(self, lock: int) -> None:
        self._lock = lock
        self._confirmed: float | None = None
        self._waiting: set[asyncio.Event] = set()
        self._closed = False

    @property
    def held(self) -> bool:
        now = asyncio.get_running_loop().time()
        return self._confirmed is not None and now - self._confirmed < GOOD_FOR

    async def changes(self) -> AsyncIterator[bool]:
        changed = asyncio.Event()
        self._waiting.add(changed)
        told = None
        try:
            while told is None or not self._closed:
                changed.clear()
                if (held := self.held) != told:
                    told = held
                    yield held
                else:
                    await changed.wait()
            if told:
                yield False
        finally:
            self._waiting.discard(changed)

    def heard(self, _payload: str) -> bool:
        return False

    async def look(self, connection: Connection) -> None:
        asked = asyncio.get_running_loop().time()
        if self._confirmed is None:
            taken = "select pg_try_advisory_lock($1)"
            if self._closed or not await connection.fetchval(taken, self._lock):
                return
        else:
            await connection.execute("select 1")
        if not self._closed:
            self._set(asked)

    def lost(self) -> None:
        self._set(None)

    def close(self) -> None:
        self._closed = True
        self._set(None)

    def _set(self, confirmed: float | None) -> None:
        self._confirmed = confirmed
        for changed in self._waiting:
            changed.set()
