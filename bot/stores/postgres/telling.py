"""Tells other processes after the commit: inside a transaction it would make commits wait in line.

What was told while it was being sent goes together, each once; what is lost is found by looking.
"""

import asyncio
from contextlib import suppress

from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.database import Database

APART = 0.1  # seconds between two tellings
TELL = "select pg_notify($1, payload) from unnest($2::text[]) payload"


class Teller:
    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel
        self._waiting: dict[str, str] = {}
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def tell(self, about: str, payload: str) -> None:
        """Send it soon, in place of what was still to be said about the same."""
        self._waiting[about] = payload
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Return when all has been said."""
        self._closing.set()
        if self._task is not None:
            await asyncio.shield(self._task)

    async def _run(self) -> None:
        try:
            while self._waiting:
                payloads, self._waiting = [*self._waiting.values()], {}
                with suppress(StoreFullError, StoreUnavailableError):
                    await self._send(payloads)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), APART)
        finally:
            self._task = None

    async def _send(self, payloads: list[str]) -> None:
        async def work(connection: Connection) -> None:
            await connection.execute(TELL, self._channel, payloads)

        await self._database.run(work)
