"""Reads what can be read of a damaged journal: every line whose checksum is right, and no other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, takewhile

from bot.stores import codec
from bot.stores.lines import GONE, Id, Row, checked, pieces, row_of
from bot.stores.log import TABLE


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of a file that are no good line, from the first to before the last."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A journal's good lines in their order, and the bytes between them."""

    rows: Sequence[Row]
    bad: Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class SavedLog:
    """A damaged log: the usable beginning, the versions that are missing, and what comes later."""

    rows: Sequence[Row]
    missing: Sequence[int]
    later: Sequence[Row]
    bad: Sequence[Stretch]


def scan(data: bytes) -> Scan:
    """Look at every line; where the end of one was hit, the next one is found all the same."""
    rows: list[Row] = []
    bad: list[Stretch] = []
    offset = 0
    for piece in _pieces(data):
        row = _good(piece)
        if row is not None:
            rows.append(row)
        elif bad and bad[-1].end == offset:
            bad[-1] = Stretch(bad[-1].begin, offset + len(piece))
        else:
            bad.append(Stretch(offset, offset + len(piece)))
        offset += len(piece)
    return Scan(rows, bad)


def saved_log(data: bytes) -> SavedLog:
    """Keep the changes up to the first that is missing: later ones may rest on it.

    Raises UnreadableError for changes of another version of the program: those are not damaged.
    """
    found = scan(data)
    by_version: dict[Id, Row] = {}
    for row in found.rows:
        if row.table == TABLE and isinstance(row.id, int):
            by_version.setdefault(row.id, row)
    usable = [*takewhile(by_version.__contains__, count(1))]
    last = max([0, *(int(version) for version in by_version)])
    rest = range(len(usable) + 1, last + 1)
    for row in by_version.values():
        codec.decode(row.body)
    return SavedLog(
        rows=[by_version[version] for version in usable],
        missing=[version for version in rest if version not in by_version],
        later=[by_version[version] for version in rest if version in by_version],
        bad=found.bad,
    )


def saved_table(data: bytes) -> tuple[Mapping[Id, Row], Sequence[Stretch]]:
    """Keep the last good row of each id: they do not rest on one another."""
    found = scan(data)
    rows = {row.id: row for row in found.rows}
    return {key: row for key, row in rows.items() if row.body != GONE}, found.bad


def _pieces(data: bytes) -> Iterator[bytes]:
    for line in _lines(data):
        yield from pieces(line) if checked(line) is None else [line]


def _lines(data: bytes) -> Iterator[bytes]:
    begin = 0
    while begin < len(data):
        end = data.find(b"\n", begin) + 1 or len(data)
        yield data[begin:end]
        begin = end


def _good(piece: bytes) -> Row | None:
    """Give the row, also when only the line's end was hit."""
    json = checked(piece) or checked(piece[:-1] + b"\n")
    try:
        return None if json is None else row_of(json)
    except ValueError:
        return None
