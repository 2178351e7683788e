"""The database as the stores see it: work is done, or refused within seconds with the reason."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TypeVar

from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.postgres.address import Address
from bot.stores.postgres.connections import Connection, Connections
from bot.stores.postgres.failures import FAILURES, refusal, worth_another_try

MOST = 8  # connections, besides the one that listens
TO_ANSWER = 5.0  # seconds for one piece of work
PATIENCE = 3.0  # seconds to get through again after a connection was lost
BREATH = 0.1
LOCKING = "begin; set local idle_in_transaction_session_timeout = '20s'"

Result = TypeVar("Result")
Work = Callable[[Connection], Awaitable[Result]]


class Database:
    """While nobody answers, callers are refused at once; whoever listens finds out when it is over.

    A full disk is trouble until something has been stored again, but everybody may try.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._connections = Connections(address, MOST)
        self._locks = Connections(address, MOST)
        self._silent: str | None = None
        self._full: str | None = None
        self._closed = False

    @property
    def trouble(self) -> str | None:
        return self._silent or self._full

    @property
    def full(self) -> bool:
        return self._full is not None

    async def run(self, work: Work[Result], within: float = TO_ANSWER) -> Result:
        """Do the work on a connection, again on another one when that is lost in the middle of it.

        So it must be work that may be done twice. Raises the errors of the ports.
        """
        self._check()
        clock = asyncio.get_running_loop()
        end = None
        while True:
            try:
                return await self._attempt(work, within if end is None else end - clock.time())
            except FAILURES as error:
                end = end or clock.time() + PATIENCE
                if not worth_another_try(error) or clock.time() + BREATH >= end:
                    raise self._refused(error) from error
                await asyncio.sleep(BREATH)

    async def change(self, work: Work[Result]) -> Result:
        """Do work that stores something."""
        try:
            result = await self.run(work)
        except StoreFullError as error:
            self._full = str(error)
            raise
        self._full = None
        return result

    @asynccontextmanager
    async def locked(self, lock: int) -> AsyncIterator[None]:
        """Keep others from the same lock meanwhile, also in other processes.

        Each takes a connection of its own kind, as inside it others are needed.
        """
        self._check()
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(TO_ANSWER):
                    connection = await stack.enter_async_context(self._locks.lend())
                    await connection.execute(LOCKING)
                    await connection.execute("select pg_advisory_xact_lock($1)", lock)
            except FAILURES as error:
                raise self._refused(error) from error
            try:
                yield
            finally:
                with suppress(*FAILURES):  # a connection that is lost has given up its lock
                    await connection.execute("rollback", timeout=TO_ANSWER)

    def failed(self, error: BaseException) -> None:
        """Note that nobody answers, or not as it should be."""
        self._silent = str(refusal(error, self.address))

    def answered(self) -> None:
        self._silent = None

    def has_room(self) -> None:
        self._full = None

    async def close(self) -> None:
        self._closed = True
        await self._connections.close()
        await self._locks.close()

    async def _attempt(self, work: Work[Result], within: float) -> Result:
        async with asyncio.timeout(within), self._connections.lend() as connection:
            return await work(connection)

    def _check(self) -> None:
        if self._closed:
            raise StoreUnavailableError("the store is closed")
        if self._silent is not None:
            raise StoreUnavailableError(self._silent)

    def _refused(self, error: BaseException) -> StoreFullError | StoreUnavailableError:
        if worth_another_try(error):
            self.failed(error)
        return refusal(error, self.address)
