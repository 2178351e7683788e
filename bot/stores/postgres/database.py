"""The database as the stores see it: work is done, or refused within seconds with the reason."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TypeVar

from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.postgres.address import Address
from bot.stores.postgres.connections import Connection, Connections, Patience
from bot.stores.postgres.failures import FAILURES, is_silence, refusal, worth_another_try

MOST = 8  # connections, besides the one that listens
BREATH = 0.1  # seconds between two tries
LOCKING = "begin; set local idle_in_transaction_session_timeout = '20s'"

Result = TypeVar("Result")
Work = Callable[[Connection], Awaitable[Result]]


class Database:
    """While nobody answers, callers are refused at once; whoever listens finds out when it is over.

    With other trouble, such as a full disk, everybody may try.
    """

    def __init__(self, address: Address, patience: Patience) -> None:
        self.address = address
        self.patience = patience
        self._connections = Connections(address, MOST, patience)
        self._locks = Connections(address, MOST, patience)
        self._trouble: str | None = None
        self._silent = False
        self._full: str | None = None
        self._closed = False

    @property
    def trouble(self) -> str | None:
        """Why something cannot be stored at the moment."""
        return self._trouble or self._full

    @property
    def full(self) -> bool:
        """Whether the disk was full when something was last to be stored."""
        return self._full is not None

    async def run(self, work: Work[Result], within: float | None = None) -> Result:
        """Do the work on a connection, again on another one when that is lost in the middle of it.

        So it must be work that may be done twice. Raises the errors of the ports.
        """
        self._check()
        clock = asyncio.get_running_loop()
        within, end = within or self.patience.answer, None
        said: BaseException | None = None
        while True:
            try:
                return await self._attempt(work, within if end is None else end - clock.time())
            except FAILURES as error:
                end = end or clock.time() + self.patience.again
                # What a try that had hardly any time left says is less than what one said before.
                said = error if said is None or not isinstance(error, TimeoutError) else said
                if not worth_another_try(error) or clock.time() + BREATH >= end:
                    raise self._refused(said) from error
                await asyncio.sleep(BREATH)

    @asynccontextmanager
    async def locked(self, lock: int) -> AsyncIterator[None]:
        """Keep others from the same lock meanwhile, also in other processes.

        Each takes a connection of its own kind, as inside it others are needed.
        """
        self._check()
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(self.patience.answer):
                    connection = await stack.enter_async_context(self._locks.lend())
                    await connection.execute(LOCKING)
                    await connection.execute("select pg_advisory_xact_lock($1)", lock)
            except FAILURES as error:
                raise self._refused(error) from error
            try:
                yield
            finally:
                with suppress(*FAILURES):  # a connection that is lost has given up its lock
                    await connection.execute("rollback", timeout=self.patience.answer)

    def failed(self, error: BaseException) -> None:
        """Note that the database cannot be used as it should be."""
        self._trouble = str(refusal(error, self.address))
        self._silent = is_silence(error)

    def answered(self) -> None:
        self._trouble, self._silent = None, False

    def stored(self) -> None:
        """Note that something could be stored."""
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
        if self._silent:
            raise StoreUnavailableError(self._trouble)

    def _refused(self, error: BaseException) -> StoreFullError | StoreUnavailableError:
        refused = refusal(error, self.address)
        if isinstance(refused, StoreFullError):
            self._full = str(refused)
        elif worth_another_try(error):
            self.failed(error)
        return refused
