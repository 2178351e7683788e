"""The stores under test, each behind its port."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Ballots, Notes, Store
from bot.stores.ballots import FileBallots
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from bot.stores.notes import JournalNotes
from bot.stores.tinydb_store import TinyDbStore


@pytest.fixture(params=["memory", "tinydb"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made = MemoryStore() if request.param == "memory" else TinyDbStore(tmp_path / "meetings")
    yield made
    await made.close()


@pytest.fixture(params=["memory", "tinydb"])
async def notes(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Notes]:
    made = MemoryNotes() if request.param == "memory" else JournalNotes(tmp_path / "notes.journal")
    yield made
    await made.close()


@pytest.fixture(params=["memory", "files"])
async def ballots(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Ballots]:
    made = MemoryBallots() if request.param == "memory" else FileBallots(tmp_path / "ballots")
    yield made
    await made.close()
