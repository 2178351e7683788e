"""Connections: opened within a time-out, lent to one caller at a time, ended when in doubt."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

import asyncpg
from asyncpg.connect_utils import SessionAttribute

from bot.ports import StoreUnavailableError
from bot.stores.postgres.address import Address

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

TO_LEAVE = 1.0  # seconds for a goodbye
DOUBT = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncio.CancelledError)
OLDEST = 14  # the first PostgreSQL with everything that is used here
SETTINGS: Mapping[str, str] = {
    "application_name": "ordstyrer",
    "synchronous_commit": "on",  # acknowledged is durable, whatever the server's own habit
    "default_transaction_isolation": "read committed",
    # Before this side gives up, so that a statement that waits for others is told from silence.
    "statement_timeout": "4500",
    # A process or machine that is suddenly gone keeps no row or lock for longer.
    "idle_in_transaction_session_timeout": "5000",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait for what."""

    connect: float = 3.0
    free: float = 5.0  # for one of the connections to be free
    answer: float = 5.0  # for one piece of work, or one look
    again: float = 3.0  # to get through once more after a connection was lost


async def connect(
    address: Address, within: float, settings: Mapping[str, str] = SETTINGS
) -> Connection:
    """Open a connection to the server that takes changes, if the address names several."""
    try:
        async with asyncio.timeout(within):
            connection = await asyncpg.connect(
                address.dsn,
                timeout=within,
                server_settings={**settings},
                target_session_attrs=SessionAttribute.read_write,
            )
    except ValueError:
        # The error may quote a piece of the address, and that a piece of the password.
        raise StoreUnavailableError(f"{address.name}: its options are not understood") from None
    version = connection.get_server_version().major
    if version < OLDEST:
        connection.terminate()
        raise StoreUnavailableError(
            f"{address.name} is PostgreSQL {version}; it must be {OLDEST} or newer"
        )
    return connection


class Connections:
    """So many at the most. One that was left in the middle of something is ended, not mended.

    asyncpg's own pool asks the server to cancel and to reset, and waits for it, which is what a
    server that hangs does not answer.
    """

    def __init__(self, address: Address, most: int, patience: Patience) -> None:
        self._address = address
        self._patience = patience
        self._idle: list[Connection] = []
        self._free = asyncio.Semaphore(most)
        self._closed = False

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Connection]:
        await self._turn()
        try:
            connection = self._take() or await connect(self._address, self._patience.connect)
            try:
                yield connection
            except DOUBT:
                connection.terminate()
                raise
            except Exception:
                self._give_back(connection)  # told in good order: the connection is as before
                raise
            self._give_back(connection)
        finally:
            self._free.release()

    async def close(self) -> None:
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(leave(connection) for connection in idle))

    async def _turn(self) -> None:
        try:
            async with asyncio.timeout(self._patience.free):
                await self._free.acquire()
        except TimeoutError:
            busy = f"{self._address.name}: all connections are busy"
            raise StoreUnavailableError(busy) from None

    def _take(self) -> "Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return None

    def _give_back(self, connection: Connection) -> None:
        if self._closed or connection.is_in_transaction():
            connection.terminate()
        elif not connection.is_closed():
            self._idle.append(connection)


async def leave(connection: Connection) -> None:
    """Say goodbye, or just go where nobody answers."""
    try:
        await connection.close(timeout=TO_LEAVE)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        connection.terminate()
