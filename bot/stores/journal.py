"""TinyDB on an append-only file: a change to a table is a batch of lines, durable on return.

TinyDB's own storages write all tables anew for each change, in place. Here a table writes only the
documents that changed, with one write and one sync, and shows them when that has succeeded.
"""

import errno
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import orjson
from tinydb.storages import Storage
from typing_extensions import override

from bot.stores.disk import (
    PASSING,
    PRIVATE,
    REAL_DISK,
    Disk,
    DiskFailedError,
    refusing,
    write_whole,
)
from bot.stores.lines import GONE, Id, Reading, Row, batch, whole

log = logging.getLogger(__name__)

Bodies = Mapping[Id, bytes]

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

        Raises StoreFullError or StoreUnavailableError; then nothing has changed, neither here nor,
        as far as can be seen, in the file. After DiskFailedError it is read-only.
        """
        self._check()
        with refusing(self.path):
            self._write(batch(self._length, rows))
        self._show(rows)

    def compact(self) -> None:
        """Write the file anew without what has been replaced or removed."""
        self._write_anew(self._tables)

    def replace(self, table: str, bodies: Bodies) -> None:
        """Write the file anew with these documents alone in this table, and then show them.

        Raises as `append` does; then the file is what it was.
        """
        tables = {**self._tables, table: dict(bodies)}
        self._write_anew(tables)
        self._tables = tables

    def _write_anew(self, tables: Mapping[str, Bodies]) -> None:
        self._check()
        rows = [Row(table, *row) for table, rows in tables.items() for row in rows.items()]
        data = whole(rows)
        try:
            write_whole(self.path, data, self._disk)
        except DiskFailedError as error:
            self.broken = str(error)
            raise
        self._let_go()  # of the file that has no name any more
        self._length, self.lines = len(data), len(rows)

    @override
    def close(self) -> None:
        self._let_go()
        self.broken = "it was closed"

    def _check(self) -> None:
        if self.broken is not None:
            raise DiskFailedError(f"{self.path}: read-only since {self.broken}")

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
                if error.errno not in PASSING:
                    self._give_up("its folder could not be synced", error)
                self._let_go()  # nothing is written yet, and the next try syncs it again
                raise
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
        """Take a refused write back; after an error of the disk nobody knows what it holds."""
        if error.errno not in PASSING:
            self._give_up("a write failed", error)
        try:
            if os.fstat(descriptor).st_size > self._length:
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
        if self._descriptor is not None:
            # Who is refused now should not be there after a new start; tried, but not relied on.
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._length)
        raise DiskFailedError(f"{self.path}: {self.broken}") from error
