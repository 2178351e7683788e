"""What can go wrong with a database, in the words of the ports."""

import os

import asyncpg

from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.postgres.address import Address

FAILURES = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
FULL = "53100"
STARTING = "57P03"  # or stopping: it takes nobody in
AGAIN = (
    "08",  # the connection is gone
    "57P",  # the server stops, starts or ends this session
    "25P03",  # it ended the session as nothing came in the middle of a transaction
    "25006",  # it has become a standby, and another one takes changes now
    "53300",  # too many connections
    "40",  # undone because of what others did at that moment
)


def worth_another_try(error: BaseException) -> bool:
    """Whether a new connection may help: the old one is lost, and what it did may be unclear."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "08").startswith(AGAIN)
    return isinstance(error, FAILURES)


def is_silence(error: BaseException) -> bool:
    """Whether nobody answers there, so that asking would be a wait for nothing.

    A connection that the server has ended says nothing of the next one.
    """
    state = error.sqlstate if isinstance(error, asyncpg.PostgresError) else None
    return isinstance(error, OSError) or state == STARTING


def refusal(error: BaseException, address: Address) -> StoreFullError | StoreUnavailableError:
    """Say it for the operator; neither addresses nor what people wrote are in it."""
    said = f"{address.name}: {reason(error)}"
    full = isinstance(error, asyncpg.PostgresError) and error.sqlstate == FULL
    return StoreFullError(said) if full else StoreUnavailableError(said)


def reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return str(error.args[0]) if error.args else type(error).__name__
