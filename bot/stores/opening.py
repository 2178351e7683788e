"""Opens everything that is kept, where the settings say that it is kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.ports import Ballots, Store, Stores
from bot.settings import Settings
from bot.stores.folder import look_into, open_folder
from bot.stores.postgres.stores import look_into_database, open_database


async def open_stores(settings: Settings, *, sending: bool = True) -> Stores:
    """Open to read and write. Raises StoreUnavailableError, touching nothing, when it cannot be.

    What runs beside the servers, such as a command, leaves the lease of a database to them: it is
    not `sending`.
    """
    if settings.database is not None:
        return await open_database(settings.database, sending=sending)
    return open_folder(settings.data)


@asynccontextmanager
async def look(settings: Settings) -> AsyncIterator[tuple[Store, Ballots]]:
    """Lend what is there to read, also while a server writes there; nothing is changed."""
    if settings.database is not None:
        async with look_into_database(settings.database) as found:
            yield found
    else:
        yield look_into(settings.data)
