"""The lines of a journal: `crc32 SP json LF`, where the JSON is [start, table, id, document].

`start` is where in the file the line's batch begins. It tells the two kinds of bad line apart: one
that a crash tore, with nothing written afterwards, and one with a later batch after it, which is
real damage. Bytes are compared before anything is parsed, so garbage never is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import orjson

from bot.ports import DamagedError

Id = int | str

GONE = b"null"  # the document of a row that removes one
SUM = 9  # eight digits and a space
BEGINNING = re.compile(rb"[0-9a-f]{8} \[\d+,")


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


def whole(rows: Iterable[Row]) -> bytes:
    """Give a new file with these rows, each a batch of its own: none is taken for a torn one."""
    data = bytearray()
    for row in rows:
        data += _line(_head(len(data)), row)
    return bytes(data)


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
                    self.ending = self._torn(chain([line], file), Ending(offset, 0), head)
                    return
                if not json.startswith(head):
                    head = self._head(json, offset)
                yield self._row(json, offset)
                offset += len(line)
            self.ending = Ending(offset, 0)

    def _torn(self, rest: Iterable[bytes], ending: Ending, head: bytes) -> Ending:
        """Make sure that nothing was written after the bad line's own batch."""
        torn = 0
        for line in rest:
            for piece in pieces(line):
                json = checked(piece)
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
            return row_of(json)
        except ValueError as error:  # with a right checksum only another program has written it
            raise self._damaged(place) from error

    def _damaged(self, place: int) -> DamagedError:
        return DamagedError(f"{self.path}: damaged at byte {place}, and not by a crash alone")


def checked(line: bytes) -> bytes | None:
    """Give the line's JSON if its checksum is right."""
    json = line[SUM:-1]
    return json if json and line == b"%08x %b\n" % (crc32(json), json) else None


def pieces(line: bytes) -> Iterator[bytes]:
    """Cut a bad line where others begin within it, because the end of one was hit."""
    places = [0, *(found.start() for found in BEGINNING.finditer(line) if found.start())]
    return (line[a:b] for a, b in zip(places, [*places[1:], len(line)], strict=True))


def row_of(json: bytes) -> Row:
    """Take a line's JSON apart; raises ValueError for another program's."""
    _, table, row_id, body = json.split(b",", 3)
    return Row(table[1:-1].decode("ascii"), orjson.loads(row_id), body[:-1])
