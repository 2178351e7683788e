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
HEAD = 9  # eight digits and a space


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
    return b"".join([_line(b"[%d" % start, row) for row in rows])


def _line(start: bytes, row: Row) -> bytes:
    json = b'%b,"%b",%b,%b]' % (start, row.table.encode("ascii"), _id_out(row.id), row.body)
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
            offset = before = 0
            for line in file:
                json = checked(line)
                if json is None:
                    self.ending = self._torn(file, Ending(offset, len(line)), before)
                    return
                before = self._expected(json, (before, offset), offset)
                yield _row(json)
                offset += len(line)
            self.ending = Ending(offset, 0)

    def _torn(self, rest: BinaryIO, ending: Ending, before: int) -> Ending:
        """Make sure that nothing was written after the bad line's own batch."""
        torn = ending.torn
        for line in rest:
            json = checked(line)
            if json is not None:
                self._expected(json, (before, ending.good), ending.good)
            torn += len(line)
        return Ending(ending.good, torn)

    def _expected(self, json: bytes, starts: tuple[int, int], bad: int) -> int:
        """Give the start of the line's batch; a crash cannot leave a whole line with another."""
        start = int(json[1 : json.index(b",")])
        if start not in starts:
            raise DamagedError(
                f"{self.path}: damaged at byte {bad}, with whole lines after it; "
                f"put the file back from a backup, or salvage what can be read"
            )
        return start


def checked(line: bytes) -> bytes | None:
    """Give the line's JSON if its checksum is right."""
    json = line[HEAD:-1]
    return json if line == b"%08x %b\n" % (crc32(json), json) else None


def _row(json: bytes) -> Row:
    _, table, row_id, body = json.split(b",", 3)
    return Row(table[1:-1].decode("ascii"), _id_in(row_id), body[:-1])


def _id_in(row_id: bytes) -> Id:
    found: Id = orjson.loads(row_id)
    return found
