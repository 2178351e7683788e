"""TinyDB on an append-only file: a change to a table is a batch of lines, durable on return.

TinyDB's own storages write all tables anew for each change, in place. Here a table writes only the
documents that changed, with one write and one sync, and shows them when that has succeeded.
"""

import errno
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, cast

import orjson
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table
from typing_extensions import override

from bot.ports import StoreUnavailableError
from bot.stores.codec import written
from bot.stores.disk import FULL, PRIVATE, REAL_DISK, Disk, refusing, write_whole
from bot.stores.lines import GONE, Id, Reading, Row, batch

log = logging.getLogger(__name__)

Bodies = Mapping[Id, bytes]
Documents = MutableMapping[Any, Mapping[str, Any]]
Updates = Iterable[tuple[Mapping[str, Any] | Callable[[Documents], None], QueryLike]]

ONLY_GROWS = "a journal only grows: it cannot be written whole or emptied"


class JournalStorage(Storage):
    """The tables of one journal file; documents are kept as JSON, and become objects when read.

    The file is made when something is first written. A tail that a crash tore is cut off.
    """

    def __init__(self, path: Path, disk: Disk = REAL_DISK) -> None:
        self.path = path
        self.lines = 0
        self._disk = disk
        self._tables: dict[str, dict[Id, bytes]] = {}
        self._length = 0
        self._descriptor: int | None = None
        self.broken: str | None = None
        if path.exists():
            self._load()

    def bodies(self, table: str) -> Bodies:
        return self._tables.get(table, {})

    @override
    def read(self) -> dict[str, dict[str, Any]]:
        """Give the tables with all documents as objects: costly, and only for TinyDB's own use."""
        return {
            name: {str(row_id): orjson.loads(body) for row_id, body in bodies.items()}
            for name, bodies in self._tables.items()
        }

    @override
    def write(self, data: Mapping[str, object]) -> NoReturn:
        raise NotImplementedError(ONLY_GROWS)

    def append(self, rows: Sequence[Row]) -> None:
        """Write the rows as one batch and show them once they are on disk.

        Raises StoreFullError or StoreUnavailableError; then nothing has changed here.
        """
        if self.broken is not None:
            raise StoreUnavailableError(f"{self.path}: read-only since {self.broken}")
        with refusing(self.path):
            self._write(batch(self._length, rows))
        self._show(rows)

    def compact(self) -> None:
        """Write the file anew without what has been replaced or removed."""
        rows = [Row(table, *row) for table, rows in self._tables.items() for row in rows.items()]
        data = batch(0, rows)
        write_whole(self.path, data, self._disk)
        self._let_go()
        self._length, self.lines = len(data), len(rows)

    @override
    def close(self) -> None:
        self._let_go()
        self.broken = "it was closed"

    def _let_go(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None

    def _load(self) -> None:
        reading = Reading(self.path)
        with refusing(self.path):
            self._show(reading.rows())
            self._length = reading.ending.good
            if reading.ending.torn:
                self._cut(reading.ending.torn)

    def _cut(self, torn: int) -> None:
        log.warning("cut %d bytes that were never acknowledged from %s", torn, self.path)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            self._disk.truncate(descriptor, self._length)
            self._disk.sync(descriptor)
        finally:
            os.close(descriptor)

    def _show(self, rows: Iterable[Row]) -> None:
        for table, row_id, body in rows:
            self.lines += 1
            if body == GONE:
                self._tables.get(table, {}).pop(row_id, None)
            else:
                self._tables.setdefault(table, {})[row_id] = body

    def _opened(self) -> int:
        """Open for writing; the folder is synced each time, as the file may be new in it."""
        if self._descriptor is None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
            self._descriptor = os.open(self.path, flags, PRIVATE)
            try:
                self._disk.sync_folder(self.path.parent)
            except OSError as error:
                self._give_up("its folder could not be synced", error)
        return self._descriptor

    def _write(self, data: bytes) -> None:
        descriptor = self._opened()
        try:
            self._push(descriptor, data)
        except OSError as error:
            self._undo(descriptor, error)
            raise
        self._sync(descriptor)
        self._length += len(data)

    def _push(self, descriptor: int, data: bytes) -> None:
        if self._disk.write(descriptor, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _undo(self, descriptor: int, error: OSError) -> None:
        """Make a full disk's file good again; after any other error nobody knows what it holds."""
        if error.errno not in FULL:
            self._give_up("a write failed", error)
        try:
            self._disk.truncate(descriptor, self._length)
        except OSError as second:
            self._give_up("a part of a write could not be taken back", second)

    def _sync(self, descriptor: int) -> None:
        """Sync; after a failure never again, because a second try would say that all is well."""
        try:
            self._disk.sync(descriptor)
        except OSError as error:
            self._give_up("a sync failed", error)

    def _give_up(self, what: str, error: OSError) -> NoReturn:
        self.broken = f"{what} ({error.strerror or error})"
        log.critical("%s is read-only from now on: %s", self.path, self.broken)
        raise StoreUnavailableError(f"{self.path}: {self.broken}") from error


class JournalTable(Table):
    """A table that writes only what changed."""

    def __init__(
        self, storage: Storage, name: str, cache_size: int = 10, persist_empty: bool = False
    ) -> None:
        if not (name.isascii() and name.isidentifier()):
            raise ValueError(f"{name!r} is no name for a table")
        if not isinstance(storage, JournalStorage):
            raise TypeError("this table writes only what changed, which takes a journal")
        self._journal = storage
        super().__init__(storage, name, cache_size, persist_empty)

    def bodies(self) -> Bodies:
        """Give the documents as they lie in the file, by id."""
        return self._journal.bodies(self.name)

    def put(self, documents: Mapping[Id, Mapping[str, Any] | None]) -> None:
        """Set these documents, or remove them where None is given, all in one batch."""
        self._update_table(lambda draft: _set(draft, documents))

    @override
    def update_multiple(self, updates: Updates) -> list[int]:
        return super().update_multiple(list(updates))  # TinyDB goes through it once a document

    @override
    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        lazily = _Documents(self.bodies(), self.document_id_class)
        return cast("dict[str, Mapping[str, Any]]", lazily)

    @override
    def _update_table(self, updater: Callable[[Any], None]) -> None:
        draft = _Draft(self.bodies())
        updater(draft)
        rows = draft.rows(self.name)
        if rows:
            self._journal.append(rows)
            self.clear_cache()


class JournalDB(TinyDB):
    """TinyDB with these tables."""

    table_class = JournalTable

    def __init__(self, path: Path, disk: Disk = REAL_DISK) -> None:
        super().__init__(path, disk, storage=JournalStorage)

    @property
    def journal(self) -> JournalStorage:
        return cast("JournalStorage", self.storage)

    def journal_table(self, name: str) -> JournalTable:
        return cast("JournalTable", self.table(name))


class _Documents(Mapping[str, Mapping[str, Any]]):
    """A table as TinyDB reads it, made into objects one by one."""

    def __init__(self, bodies: Bodies, id_class: Callable[[str], Id]) -> None:
        self._bodies = bodies
        self._id_class = id_class

    @override
    def __getitem__(self, key: str) -> Mapping[str, Any]:
        document: Mapping[str, Any] = orjson.loads(self._bodies[self._id_class(key)])
        return document

    @override
    def __iter__(self) -> Iterator[str]:
        return map(str, self._bodies)

    @override
    def __len__(self) -> int:
        return len(self._bodies)


class _Draft(MutableMapping[Id, Any]):
    """A table while TinyDB changes it: remembers what was touched, leaves the table alone."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._touched: dict[Id, Mapping[str, Any] | None] = {}

    def rows(self, table: str) -> list[Row]:
        """Give what is different now; raises ValueError for what is not JSON."""
        now = [(key, GONE if it is None else written(it)) for key, it in self._touched.items()]
        return [Row(table, k, body) for k, body in now if body != self._bodies.get(k, GONE)]

    @override
    def __getitem__(self, key: Id) -> Mapping[str, Any]:
        if key not in self._touched:
            self._touched[key] = orjson.loads(self._bodies[key])
        document = self._touched[key]
        if document is None:
            raise KeyError(key)
        return document

    @override
    def __setitem__(self, key: Id, document: Mapping[str, Any]) -> None:
        self._touched[key] = document

    @override
    def __delitem__(self, key: Id) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched[key] = None

    @override
    def __contains__(self, key: object) -> bool:
        return key in self._bodies if key not in self._touched else self._touched[key] is not None

    @override
    def __iter__(self) -> Iterator[Id]:
        return (key for key in [*{**self._bodies, **self._touched}] if key in self)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)

    @override
    def clear(self) -> NoReturn:
        raise NotImplementedError(ONLY_GROWS)


def _set(draft: MutableMapping[Id, Any], documents: Mapping[Id, Mapping[str, Any] | None]) -> None:
    for key, document in documents.items():
        if document is not None:
            draft[key] = document
        else:
            draft.pop(key, None)
