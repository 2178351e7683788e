"""Reads the journals beside a running server, which holds the lock, and writes nothing.

What the server is writing at that moment is read as far as the last whole line.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import orjson

from bot.ports import Json, StoreUnavailableError
from bot.stores.disk import file_name, refusing
from bot.stores.lines import GONE, Reading
from bot.stores.log import ENDING, next_change, telling_damage
from bot.stores.news import News, Watcher
from bot.stores.notes import telling_damage as telling_damaged_notes
from bot.stores.tinydb_store import meetings_in
from meeting.events import Change
from meeting.ids import MeetingId


def read_log(path: Path, after: int = 0) -> list[Change]:
    """Give one journal's changes; none if there is no such file."""
    if not path.exists():
        return []
    changes: list[Change] = []
    with telling_damage(path), refusing(path):
        for row in Reading(path).rows():
            changes.append(next_change(row, changes))
    return changes[after:]


class ReadOnlyStore:
    """The store for commands that only look, such as `export` and `links`."""

    shared = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def append(
        self,
        meeting: MeetingId,  # noqa: ARG002 - the port's
        expected: int | None,  # noqa: ARG002
        changes: Sequence[Change],  # noqa: ARG002
    ) -> int:
        raise StoreUnavailableError("opened for reading only")

    async def rewrite(
        self,
        meeting: MeetingId,  # noqa: ARG002 - the port's
        expected: int,  # noqa: ARG002
        changes: Sequence[Change],  # noqa: ARG002
    ) -> int:
        raise StoreUnavailableError("opened for reading only")

    async def read(self, meeting: MeetingId, after: int = 0) -> Sequence[Change]:
        path = self._folder / file_name(meeting, ENDING)
        return await asyncio.to_thread(read_log, path, after)

    async def meetings(self) -> Sequence[MeetingId]:
        return await asyncio.to_thread(meetings_in, self._folder)

    def watch(self) -> Watcher[MeetingId]:
        """Give a watcher that ends at once: nothing is heard of other processes."""
        news = News[MeetingId]()
        news.close()
        return news.watch()

    async def close(self) -> None:
        pass


class ReadOnlyNotes:
    """The notes as they were when they were first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bodies: dict[str, bytes] | None = None

    async def get(self, key: str) -> Json:
        body = (await self._read()).get(key)
        found: Json = None if body is None else orjson.loads(body)["value"]
        return found

    async def keys(self, prefix: str) -> Sequence[str]:
        return sorted(key for key in await self._read() if key.startswith(prefix))

    async def _read(self) -> dict[str, bytes]:
        if self._bodies is None:
            self._bodies = await asyncio.to_thread(_noted, self._path)
        return self._bodies


def _noted(path: Path) -> dict[str, bytes]:
    if not path.exists():
        return {}
    with telling_damaged_notes(), refusing(path):
        bodies = {str(row.id): row.body for row in Reading(path).rows()}
    return {key: body for key, body in bodies.items() if body != GONE}
