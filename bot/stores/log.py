"""One meeting's changes as a TinyDB table: the document's id is the version it made."""

import gc
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from bot.ports import ConflictError, DamagedError
from bot.stores import codec
from bot.stores.disk import REAL_DISK, Disk, named
from bot.stores.lines import Reading, Row
from bot.stores.tables import JournalDB
from meeting.events import Change

Document = Mapping[str, object]

TABLE = "changes"
ENDING = ".journal"


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
        with telling_damage(path):
            self._db = JournalDB(path, disk)
            self._table = self._db.journal_table(TABLE)
            # Opening understands every change; whoever opens reads them next, then they are let go.
            self._fresh = self._decoded(0)
        self._one_at_a_time = Lock()
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
            raise DamagedError(f"change {error} is missing") from error

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

    def rewrite(self, wanted: Append) -> int | ConflictError:
        """Put the documents in place of the whole log, in one rename."""
        with self._one_at_a_time:
            self._fresh = []
            if wanted.expected != self.version:
                return _conflict(self.version, wanted.expected)
            self._table.put_anew(dict(enumerate(wanted.documents, 1)))
            self._ids = {document["id"] for document in wanted.documents}
            return self.version

    def _take(self, wanted: Append, new: dict[object, Document], stored: int) -> int | Exception:
        version = stored + len(new)
        if wanted.expected not in (None, version):
            return _conflict(version, wanted.expected)
        for document in wanted.documents:
            if document["id"] not in self._ids:
                new.setdefault(document["id"], document)
        return stored + len(new)

    def close(self) -> None:
        with self._one_at_a_time:
            self._db.close()


def _conflict(version: int, expected: int | None) -> ConflictError:
    return ConflictError(f"the log has {version} changes and not {expected}")


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


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """Say which meeting is damaged and what to do, and hand over what comes before the damage."""
    try:
        yield
    except DamagedError as error:
        meeting = named(path, ENDING)
        where = "" if str(path) in str(error) else f"{path}: "
        what = f"meeting {meeting} cannot be opened: {where}{error}"
        if isinstance(error, codec.UnreadableError):  # its checksum is right: nothing is damaged
            what += "; start the version of the program that wrote it"
        else:
            what += (
                "; put it back from a backup (python app.py restore DIR)"
                f" or save what can be read: python app.py salvage {shlex.quote(meeting)}"
            )
        raise DamagedError(what, changes_before_damage(path)) from error


def changes_before_damage(path: Path) -> list[Change]:
    """Give the changes from the first on, as far as they can be read."""
    changes: list[Change] = []
    with suppress(DamagedError, OSError):
        for row in Reading(path).rows():
            changes.append(next_change(row, changes))
    return changes


def next_change(row: Row, before: Sequence[Change]) -> Change:
    """Read the row as the change that follows these. Raises DamagedError if it is not that."""
    if row.table != TABLE or row.id != len(before) + 1:
        raise DamagedError(f"change {len(before) + 1} is missing")
    return codec.decode(row.body)
