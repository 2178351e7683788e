"""Notes in one journal: a TinyDB table whose ids are the keys, written in groups."""

import asyncio
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bot.ports import DamagedError, Json, StoreFullError, StoreUnavailableError
from bot.stores.alarm import Alarm
from bot.stores.codec import written
from bot.stores.disk import REAL_DISK, Disk, DiskFailedError, make_folder, refusing
from bot.stores.group import GroupCommit
from bot.stores.journal import JournalStorage
from bot.stores.news import News, Watcher
from bot.stores.tables import JournalTable

log = logging.getLogger(__name__)


class NotesTable(JournalTable):
    document_id_class = str  # type: ignore[assignment] # TinyDB lets it be any, its hints do not


@dataclass(frozen=True, slots=True)
class _Put:
    key: str
    document: Mapping[str, Any] | None
    only_if_free: bool = False


class JournalNotes:
    """Keeps the promises of `bot.ports.Notes`; the file is made small again when it is opened."""

    def __init__(self, path: Path, disk: Disk = REAL_DISK) -> None:
        with refusing(path.parent):
            make_folder(path.parent, disk)
        with telling_damage():
            self._journal = JournalStorage(path, disk)
        self._table = NotesTable(self._journal, "notes")
        self._group = GroupCommit(self._commit)
        self._thread = ThreadPoolExecutor(1, "notes")
        self._closed = False
        self.alarm = Alarm()
        self._news = News[str]()
        self._compact()

    @property
    def trouble(self) -> str | None:
        """Why nothing can be stored at the moment."""
        return self.alarm.text

    async def get(self, key: str) -> Json:
        body = self._table.bodies().get(key)
        found: Json = None if body is None else orjson.loads(body)["value"]
        return found

    async def keys(self, prefix: str) -> Sequence[str]:
        # The list is made in one go: the table grows in another thread.
        return sorted(key for key in map(str, [*self._table.bodies()]) if key.startswith(prefix))

    async def put(self, key: str, value: Json) -> None:
        await self._submit(_Put(key, None if value is None else {"value": value}))

    async def claim(self, key: str, value: Json) -> bool:
        if value is None:
            raise ValueError("a claim needs a value")
        return await self._submit(_Put(key, {"value": value}, only_if_free=True))

    async def forget(self, prefix: str) -> None:
        """Remove the keys, and the lines that held them as well."""
        if keys := await self.keys(prefix):
            await self.erase(keys)

    async def erase(self, keys: Collection[str]) -> None:
        """Do it also for keys that are gone: a line that held one may be left of it."""
        await asyncio.gather(*(self.put(key, None) for key in keys))
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._drop_the_dead)

    def watch(self) -> Watcher[str]:
        """Give a watcher that waits in vain: no other process may write here."""
        return self._news.watch()

    async def close(self) -> None:
        self._closed = True
        self._news.close()
        await self._group.finish()
        self._thread.shutdown()
        self._journal.close()

    async def _submit(self, put: _Put) -> bool:
        if self._closed:
            raise StoreUnavailableError("the notes are closed")
        written([put.key, put.document])  # what cannot be written fails its caller alone
        return await self._group.submit(put)

    async def _commit(self, puts: Sequence[_Put]) -> Sequence[bool | Exception]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._store, puts)

    def _store(self, puts: Sequence[_Put]) -> list[bool | Exception]:
        self.alarm.check()
        known = self._table.bodies()
        changed: dict[int | str, Mapping[str, Any] | None] = {}
        results: list[bool | Exception] = []
        for put in puts:
            is_free = changed.get(put.key) is None if put.key in changed else put.key not in known
            if is_free or not put.only_if_free:
                changed[put.key] = put.document
            results.append(is_free)
        lines = self._journal.lines
        with self.alarm.raised():
            self._table.put(changed)
        if self._journal.lines > lines:
            self.alarm.stored()
        return results

    def _drop_the_dead(self) -> None:
        with self.alarm.raised():
            self._journal.compact()

    def _compact(self) -> None:
        if self._journal.lines == len(self._table.bodies()):
            return
        try:
            self._journal.compact()
        except DiskFailedError:
            raise
        except (StoreFullError, StoreUnavailableError) as error:
            log.warning("%s is not made smaller and stays as it is", error)


@contextmanager
def telling_damage() -> Iterator[None]:
    """Say what to do about damaged notes."""
    try:
        yield
    except DamagedError as error:
        what = "put it back from a backup (python app.py restore DIR)"
        raise DamagedError(
            f"{error}; {what} or save what can be read: python app.py salvage --notes"
        ) from error
