"""The one connection that stays: hears what other processes tell, looks each second, holds locks.

What is told may be lost, so each look compares everything; being told only makes it sooner.
"""

import asyncio
import logging
import random
import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import asyncpg

from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.postgres.connections import SETTINGS, Connection, connect, leave
from bot.stores.postgres.database import Database
from bot.stores.postgres.failures import FAILURES, reason, refusal

log = logging.getLogger(__name__)

EACH = 1.0  # seconds between looks
TO_LOOK = 5.0
SIZE = 32_000  # bytes, of which none can be left out
PROBE = "insert into note (id, key, value, node) values ('sha256:probe', '', $1, '')"
# A process that stands still without its connection ending is thrown out: its lease is free then.
STAYING = {**SETTINGS, "application_name": "ordstyrer listening", "idle_session_timeout": "12000"}


class Follower(Protocol):
    """Something kept up to date over the connection."""

    @property
    def channel(self) -> str | None: ...

    def heard(self, payload: str) -> bool:
        """Take what another process told; say whether it takes a look to understand it."""
        ...

    async def look(self, connection: Connection) -> None:
        """See what is new, each second and as the first thing on each connection."""
        ...

    def lost(self) -> None: ...


class Listener:
    def __init__(self, database: Database, followers: Sequence[Follower]) -> None:
        self._database = database
        self._followers = followers
        self._awake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return when everything has been looked at once. Raises StoreUnavailableError."""
        try:
            connection = await self._open()
        except FAILURES as error:
            raise refusal(error, self._database.address) from error
        self._task = asyncio.create_task(self._run(connection))

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, connection: "Connection | None") -> None:
        while True:
            try:
                if connection is None:
                    connection = await self._open()
                await self._stay(connection)
            except (*FAILURES, StoreUnavailableError, StoreFullError) as error:
                log.warning("not listening to %s: %s", self._database.address.name, reason(error))
                if connection is None:
                    self._database.failed(error)
            except Exception:
                log.exception("listening to %s", self._database.address.name)
            finally:
                await self._leave(connection)
            connection = None
            await asyncio.sleep(random.uniform(0.1, EACH))  # noqa: S311 - only apart from others

    async def _open(self) -> Connection:
        """Listen first and look then, so that nothing falls between the two."""
        connection = await connect(self._database.address, STAYING)
        try:
            async with asyncio.timeout(TO_LOOK):
                for follower in self._followers:
                    if follower.channel is not None:
                        await connection.add_listener(follower.channel, self._hear)
            connection.add_termination_listener(lambda _: self._awake.set())
            await self._look(connection)
        except BaseException:
            await self._leave(connection)
            raise
        return connection

    async def _stay(self, connection: Connection) -> None:
        while True:
            await self._pause()
            await self._look(connection)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(EACH):
                await self._awake.wait()
        except TimeoutError:
            pass
        self._awake.clear()

    async def _look(self, connection: Connection) -> None:
        try:
            async with asyncio.timeout(TO_LOOK):
                for follower in self._followers:
                    await follower.look(connection)
        except TimeoutError as error:
            self._database.failed(error)
            raise
        self._database.answered()
        if self._database.full:
            await self._probe(connection)

    async def _probe(self, connection: Connection) -> None:
        """Try whether there is room again, so that the alarm ends also when nobody stores."""
        with suppress(asyncpg.DiskFullError):
            async with asyncio.timeout(TO_LOOK), connection.transaction():
                await connection.execute(PROBE, secrets.token_hex(SIZE))
                await connection.execute("delete from note where id = 'sha256:probe'")
            self._database.stored()

    def _hear(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        for follower in self._followers:
            if follower.channel == channel and follower.heard(str(payload)):
                self._awake.set()

    async def _leave(self, connection: "Connection | None") -> None:
        if connection is not None:
            for follower in self._followers:
                follower.lost()
            await leave(connection)
