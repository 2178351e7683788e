"""The lines of a journal: `crc32 SP json LF`, where the JSON is [start, table, id, document].

`start` is where in the file the line's batch begins. It tells the two kinds of bad line apart: one
that a crash tore, with nothing written afterwards, and one with a later batch after it, which is
real damage. Bytes are compared before anything is parsed, so garbage never is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

import orjson

from bot.ports import DamagedError

Id = int | str

GONE = b"null"  # the document of a row that removes one
SUM = 9  # eight digits and a space


class Row(NamedTuple):
    """One document as stored: its table, its id and its JSON."""

    table: str
    id: Id
    body: bytes


@dataclass(frozen=True, slots=True)
class Ending:
    """How far a journal is good, and how many bytes a crash left behind that."""

    good: int
    torn: int


def batch(start: int, rows: Iterable[Row]) -> bytes:
    """Give the lines of one batch that will begin at this place of the file."""
    head = _head(start)
    return b"".join([_line(head, row) for row in rows])


def _head(start: int) -> bytes:
    return b"[%d," % start


def _line(head: bytes, row: Row) -> bytes:
    json = b'%b"%b",%b,%b]' % (head, row.table.encode("ascii"), _id_out(row.id), row.body)
    return b"%08x %b\n" % (crc32(json), json)


def _id_out(row_id: Id) -> bytes:
    # Without commas a line is taken apart at its first three commas, much faster than by parsing.
    if isinstance(row_id, int):
        return b"%d" % row_id
    return orjson.dumps(row_id).replace(b",", b"\\u002c")


class Reading:
    """One pass over a journal's good lines; `ending` is known when the pass is over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ending = Ending(0, 0)

    def rows(self) -> Iterator[Row]:
        """Yield the rows in order; raises DamagedError at a bad line in the middle."""
        with self.path.open("rb") as file:
            offset, head = 0, _head(0)
            for line in file:
                json = checked(line)
                if json is None:
                    self.ending = self._torn(file, Ending(offset, len(line)), head)
                    return
                if not json.startswith(head):
                    head = self._head(json, offset)
                yield self._row(json, offset)
                offset += len(line)
            self.ending = Ending(offset, 0)

    def _torn(self, rest: BinaryIO, ending: Ending, head: bytes) -> Ending:
        """Make sure that nothing was written after the bad line's own batch."""
        torn = ending.torn
        for line in rest:
            json = checked(line)
            if json is not None and not json.startswith(head):
                self._head(json, ending.good)
            torn += len(line)
        return Ending(ending.good, torn)

    def _head(self, json: bytes, offset: int) -> bytes:
        """Give how lines of a batch from this place begin; a whole line cannot begin otherwise."""
        if not json.startswith(_head(offset)):
            raise self._damaged(offset)
        return _head(offset)

    def _row(self, json: bytes, place: int) -> Row:
        try:
            _, table, row_id, body = json.split(b",", 3)
            return Row(table[1:-1].decode("ascii"), orjson.loads(row_id), body[:-1])
        except ValueError as error:  # with a right checksum only another program has written it
            raise self._damaged(place) from error

    def _damaged(self, place: int) -> DamagedError:
        return DamagedError(f"{self.path}: damaged at byte {place}, and not by a crash alone")


def checked(line: bytes) -> bytes | None:
    """Give the line's JSON if its checksum is right."""
    json = line[SUM:-1]
    return json if json and line == b"%08x %b\n" % (crc32(json), json) else None
