"""Reads the meetings' journals beside a running server, which holds the lock, and writes nothing.

What the server is writing at that moment is read as far as the last whole line.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.ports import StoreUnavailableError
from bot.stores.disk import file_name, refusing
from bot.stores.lines import Reading
from bot.stores.log import ENDING, next_change, telling_damage
from bot.stores.news import News, Watcher
from bot.stores.tinydb_store import meetings_in
from meeting.events import Change
from meeting.model import MeetingId


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
