"""One meeting's changes as a TinyDB table: the document's id is the version it made."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from bot.ports import ConflictError, DamagedError
from bot.stores import codec
from bot.stores.disk import REAL_DISK, Disk
from bot.stores.tables import JournalDB
from meeting.events import Change

Document = Mapping[str, object]

TABLE = "changes"


@dataclass(frozen=True, slots=True)
class Append:
    """What one call wants stored: changes as documents that are known to be storable."""

    expected: int | None
    documents: Sequence[Document]


def prepared(expected: int | None, changes: Sequence[Change]) -> Append:
    """Turn changes into documents; raises ValueError, so that one bad call fails alone."""
    documents = [codec.to_json(change) for change in changes]
    codec.written(documents)
    return Append(expected, documents)


class MeetingLog:
    """Opens, appends and reads; each call blocks until it is done."""

    def __init__(self, path: Path, disk: Disk = REAL_DISK) -> None:
        self._db = JournalDB(path, disk)
        self._table = self._db.journal_table(TABLE)
        self._one_at_a_time = Lock()
        # Opening understands every change; whoever opens reads them next, and they go out of mind.
        self._fresh = self._decoded(0)
        self._ids: set[object] = {change.id for change in self._fresh}

    @property
    def version(self) -> int:
        return len(self._table.bodies())

    def read(self, after: int) -> list[Change]:
        fresh, self._fresh = self._fresh, []
        return fresh[after:] if fresh else self._decoded(after)

    def _decoded(self, after: int) -> list[Change]:
        bodies = self._table.bodies()
        versions = range(after + 1, len(bodies) + 1)
        try:
            with _collection_paused():
                return [codec.decode(bodies[version]) for version in versions]
        except KeyError as error:
            raise DamagedError(f"{self._db.journal.path}: change {error} is missing") from error
        except codec.UnreadableError as error:
            raise DamagedError(f"{self._db.journal.path}: {error}") from error

    def append(self, appends: Sequence[Append]) -> list[int | Exception]:
        """Store what each call wants, in turn, and give each its version or ConflictError."""
        with self._one_at_a_time:
            self._fresh = []
            new: dict[object, Document] = {}
            version = self.version
            results = [self._take(wanted, new, version) for wanted in appends]
            self._table.put(dict(enumerate(new.values(), version + 1)))
            self._ids.update(new)
            return results

    def _take(self, wanted: Append, new: dict[object, Document], stored: int) -> int | Exception:
        version = stored + len(new)
        if wanted.expected not in (None, version):
            return ConflictError(f"the log has {version} changes and not {wanted.expected}")
        for document in wanted.documents:
            if document["id"] not in self._ids:
                new.setdefault(document["id"], document)
        return stored + len(new)

    def close(self) -> None:
        with self._one_at_a_time:
            self._db.close()


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Pause the search for reference cycles: none are made here, and it doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
