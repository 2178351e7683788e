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
        self._connection: Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._said: str | None = None

    async def start(self) -> None:
        """Return when everything has been looked at once. Raises StoreUnavailableError."""
        try:
            await self._open()
        except FAILURES as error:
            raise refusal(error, self._database.address) from error
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._leave()

    async def _run(self) -> None:
        while True:
            try:
                await self._stay(self._connection or await self._open())
            except (*FAILURES, StoreUnavailableError, StoreFullError) as error:
                self._say_once(reason(error))
                if self._connection is None:
                    self._database.failed(error)
            except Exception:
                log.exception("listening to %s", self._database.address.name)
            await self._leave()
            await asyncio.sleep(random.uniform(0.1, EACH))  # noqa: S311 - only apart from others

    def _say_once(self, why: str) -> None:
        if why != self._said:
            log.warning("not listening to %s: %s", self._database.address.name, why)
        self._said = why

    async def _open(self) -> Connection:
        """Listen first and look then, so that nothing falls between the two."""
        address, patience = self._database.address, self._database.patience
        connection = await connect(address, patience.connect, STAYING)
        try:
            async with asyncio.timeout(patience.answer):
                for follower in self._followers:
                    if follower.channel is not None:
                        await connection.add_listener(follower.channel, self._hear)
            connection.add_termination_listener(lambda _: self._awake.set())
            await self._look(connection)
        except BaseException:
            self._lost()
            await leave(connection)
            raise
        self._connection = connection
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
            async with asyncio.timeout(self._database.patience.answer):
                for follower in self._followers:
                    await follower.look(connection)
        except TimeoutError as error:
            self._database.failed(error)
            raise
        self._database.answered()
        if self._said is not None:
            log.info("listening to %s again", self._database.address.name)
            self._said = None
        if self._database.full:
            await self._probe(connection)

    async def _probe(self, connection: Connection) -> None:
        """Try whether there is room again, so that the alarm ends also when nobody stores."""
        with suppress(asyncpg.DiskFullError):
            async with asyncio.timeout(self._database.patience.answer), connection.transaction():
                await connection.execute(PROBE, secrets.token_hex(SIZE))
                await connection.execute("delete from note where id = 'sha256:probe'")
            self._database.stored()

    def _hear(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        for follower in self._followers:
            if follower.channel == channel and follower.heard(str(payload)):
                self._awake.set()

    async def _leave(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._lost()
            await leave(connection)

    def _lost(self) -> None:
        for follower in self._followers:
            follower.lost()
