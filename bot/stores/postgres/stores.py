"""Everything in one database, opened by a process that serves or by a command that looks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.ports import Ballots, Store
from bot.stores.postgres.address import address
from bot.stores.postgres.ballots import PostgresBallots
from bot.stores.postgres.changed_notes import NoteNews
from bot.stores.postgres.connections import Patience
from bot.stores.postgres.database import Database
from bot.stores.postgres.lease import PostgresLease
from bot.stores.postgres.listener import Listener
from bot.stores.postgres.meetings import MeetingNews
from bot.stores.postgres.notes import PostgresNotes
from bot.stores.postgres.schema import TO_MIGRATE, check, migrate
from bot.stores.postgres.store import PostgresStore

PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class PostgresStores:
    """Keeps the promises of `bot.ports.Stores`, also with other processes on the database."""

    store: PostgresStore
    notes: PostgresNotes
    ballots: PostgresBallots
    lease: PostgresLease
    listener: Listener
    database: Database

    @property
    def trouble(self) -> str | None:
        """Why something cannot be stored at the moment."""
        return self.database.trouble

    async def close(self) -> None:
        """Finish what was handed in, pass the lease on and leave."""
        self.lease.close()
        await self.store.close()
        await self.ballots.close()
        await self.notes.close()
        await self.listener.close()
        await self.database.close()


async def open_database(
    where: str, patience: Patience = PATIENCE, *, sending: bool = True
) -> PostgresStores:
    """Open to read and write; raises StoreUnavailableError, without the password in it."""
    database = Database(address(where), patience)
    try:
        place = await database.run(migrate, within=TO_MIGRATE)
        meetings, changed = MeetingNews(database, place.meetings), NoteNews(database, place.notes)
        lease = PostgresLease(place.sending)
        if not sending:
            lease.close()
        listener = Listener(database, [lease, meetings, changed])
        await listener.start()
    except BaseException:
        await database.close()
        raise
    return PostgresStores(
        store=PostgresStore(database, meetings),
        notes=PostgresNotes(database, changed),
        ballots=PostgresBallots(database, place, meetings),
        lease=lease,
        listener=listener,
        database=database,
    )


@asynccontextmanager
async def look_into_database(where: str) -> AsyncIterator[tuple[Store, Ballots]]:
    """Open to read, also while servers are at work, and change nothing."""
    database = Database(address(where), PATIENCE)
    try:
        place = await database.run(check)
        news = MeetingNews(database, place.meetings)
        yield PostgresStore(database, news), PostgresBallots(database, place, news)
    finally:
        await database.close()
