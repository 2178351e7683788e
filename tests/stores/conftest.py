"""The stores under test, each behind its port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.ports import Ballots, Notes, Store
from bot.stores.ballots import FileBallots
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from bot.stores.notes import JournalNotes
from bot.stores.postgres.stores import PostgresStores, open_database
from bot.stores.tinydb_store import TinyDbStore
from tests.postgres import schema


@asynccontextmanager
async def in_a_database(request: pytest.FixtureRequest) -> AsyncIterator[PostgresStores]:
    """Open everything in a database; asked for here, so that the others need no server."""
    server = request.getfixturevalue("postgres")
    async with schema(server.address) as address:
        made = await open_database(address)
        yield made
        await made.close()


@pytest.fixture
async def stores(database: str) -> AsyncIterator[PostgresStores]:
    """Everything in a database."""
    made = await open_database(database)
    yield made
    await made.close()


@pytest.fixture(params=["memory", "tinydb", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "postgres":
        async with in_a_database(request) as stores:
            yield stores.store
        return
    made = MemoryStore() if request.param == "memory" else TinyDbStore(tmp_path / "meetings")
    yield made
    await made.close()


@pytest.fixture(params=["memory", "tinydb", "postgres"])
async def notes(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Notes]:
    if request.param == "postgres":
        async with in_a_database(request) as stores:
            yield stores.notes
        return
    made = MemoryNotes() if request.param == "memory" else JournalNotes(tmp_path / "notes.journal")
    yield made
    await made.close()


@pytest.fixture(params=["memory", "files", "postgres"])
async def ballots(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ballots]:
    if request.param == "postgres":
        async with in_a_database(request) as stores:
            yield stores.ballots
        return
    made = MemoryBallots() if request.param == "memory" else FileBallots(tmp_path / "ballots")
    yield made
    await made.close()


@pytest.fixture
async def pair(database: str) -> AsyncIterator[tuple[PostgresStores, PostgresStores]]:
    """Two processes' stores over one database, as far as one process can be two."""
    one, other = await open_database(database), await open_database(database)
    yield one, other
    await one.close()
    await other.close()
