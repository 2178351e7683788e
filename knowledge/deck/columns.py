"""Two columns set side by side, read one after the other."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

from knowledge.deck.document import Line

Parse = Callable[[int, str, int], Line | None]
_TIME = (
    r"(?:[•*\u2013-]\s*)?(?:[0-9]{1,2}[.)]\s+)?(?:kl\.?\s*)?[0-9]{1,2}[.:][0-9]{2}(?![0-9]|"
    r"[.:][0-9])"
)
_SECOND = re.compile(rf"(?i)(?<=\S)(?: {{2,}})(?={_TIME})")
_FIRST = re.compile(rf"(?i)\s*{_TIME}")
_TITLE = re.compile(r"(?i)(?!(?:til|to|kl)\b)[^\W\d_]{3,}")
MOST_COLUMNS = 6
LONGEST = 400  # a wider line is prose


def _column(raw: str) -> int | None:
    """Where a second time begins, to the right of a title."""
    for match in islice(_SECOND.finditer(raw[:LONGEST]), MOST_COLUMNS):
        if _TITLE.search(raw[: match.start()]):
            return match.end()
    return None


def _boundary(rows: Sequence[str]) -> int | None:
    places = Counter(place for row in rows if (place := _column(row)) is not None)
    timed = sum(1 for row in rows if _FIRST.match(row) and _column(row) is not None)
    if timed <= 1:
        return None
    place, count = max(places.items(), key=lambda pair: (pair[1], -pair[0]))
    return place if count > 1 else None


def _cut(row: str, place: int) -> tuple[str, str]:
    if len(row) <= place:
        return row, ""
    if row[place - 1 : place].strip():
        return row, ""
    return row[:place], row[place:]


def unfolded(lines: Sequence[Line], parse: Parse) -> list[Line]:
    """Give the lines with the right column put after the left one; unchanged when there is one."""
    rows = [line.raw.expandtabs() for line in lines]
    place = _boundary(rows)
    if place is None:
        return list(lines)
    first = next(i for i, row in enumerate(rows) if _column(row) is not None)
    halves = [_cut(row, place) for row in rows[first:]]
    kept = list(lines[:first])
    for side in (0, 1):
        for line, half in zip(lines[first:], halves, strict=True):
            new = parse(line.number, half[side], line.gap) if half[side].strip() else None
            kept += [new] if new else []
    return kept
