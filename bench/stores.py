"""How many changes a second the stores acknowledge through the port; one JSON line a figure.

Run with `python -m bench.stores`. It starts a PostgreSQL of its own, which syncs to the same disk
as the journal. The baseline of the database is the journal, that of the journal is memory.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from bench.replay import MEETING, fresh, rate
from bench.saying import say
from bench.scratch import scratch
from bot.ports import Store
from bot.stores.memory import MemoryStore
from bot.stores.postgres.stores import open_database
from bot.stores.tinydb_store import TinyDbStore
from meeting.events import Change
from tests.postgres import schema, server

WRITERS = (100, 1_000)
ROUNDS = 3
BEFORE = 10_000  # changes that are there already


async def main(folder: Path, address: str) -> None:
    async with stores(folder, address) as (memory, journal, database):
        for store in (memory, journal, database):
            await store.append(MEETING, None, [fresh() for _ in range(BEFORE)])
        for writers in WRITERS:
            await compare(writers, memory, journal, database)


async def compare(writers: int, *stores: Store) -> None:
    """Measure in turn, so that a disk that is slow for a while is slow for all of them."""
    rounds = [[await rate(writers, appending(store)) for store in stores] for _ in range(ROUNDS)]
    memory, journal, database = (median(column) for column in zip(*rounds, strict=True))
    say(f"acknowledged changes, journal, {writers} writers", journal, "1/s", memory)
    say(f"acknowledged changes, postgres, {writers} writers", database, "1/s", journal)


def appending(store: Store) -> Callable[[Change], Awaitable[object]]:
    return lambda change: store.append(MEETING, None, [change])


@asynccontextmanager
async def stores(folder: Path, address: str) -> AsyncIterator[tuple[Store, Store, Store]]:
    async with schema(address) as place:
        journal, database = TinyDbStore(folder / "journal"), await open_database(place)
        yield MemoryStore(), journal, database.store
        await journal.close()
        await database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=scratch()) as beside, server((), scratch()) as made:
        asyncio.run(main(Path(beside), made.address))
