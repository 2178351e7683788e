"""Tables of tasks, with real cells or with rows that were broken over lines."""

import re
from collections.abc import Sequence

from knowledge.deck.dates import days_in
from knowledge.deck.deadlines import NOUN, Sighting, dues_in
from knowledge.deck.document import Line
from knowledge.deck.wording import bare, joined

MOST_LINES = 6  # of one row in a table whose cells are broken
_TABLE_DUE = re.compile(r"(?i)\b(?:slutdato|frist|deadline|due(?: date)?|end date)$")
_TABLE_HEAD = re.compile(rf"(?i)^(?:nr\.?|no\.?|id|#)?\s?{NOUN}r?s?\b")
_ROW = re.compile(r"(?P<id>[0-9]{1,4}[a-z]?)\s+(?=[^\W\d_])")
_COUNTS = re.compile(r"(?:\s+[0-9][0-9.,]{0,9}\s?%?)+\s*$")


def cell_rows(lines: Sequence[Line], year: int | None) -> list[Sighting]:
    """Give a table with real cells: number, title and deadline in columns that its header names."""
    found: list[Sighting] = []
    roles: dict[int, str] = {}
    for line in lines:
        header = {i: _column(cell) for i, cell in enumerate(line.cells)}
        if {"task", "due"} <= set(header.values()):
            roles = header
            continue
        if not roles or len(line.cells) <= 1:
            roles = {}
            continue
        cells = {roles.get(i, ""): cell for i, cell in enumerate(line.cells)}
        mark = line.mark or cells.get("id", "")
        due, previous = dues_in(cells.get("due", ""), year)
        row = _ROW.match(cells.get("task", ""))
        title = cells.get("task", "")[row.end() :] if row else cells.get("task", "")
        known = bare(mark) or (row["id"] if row else None)
        found += [Sighting(known, bare(title), due, previous)] if title else []
    return found


def _column(cell: str) -> str:
    if _TABLE_DUE.search(cell):
        return "due"
    if re.match(r"(?i)(?:nr|no|id|#|nummer|number)\.?$", cell):
        return "id"
    return "task" if re.match(rf"(?i){NOUN}r?s?n?$", cell) else ""


def _row_lines(lines: Sequence[Line], place: int, year: int | None) -> Sighting | None:
    """Give a row that was broken over lines: number, title, counts, date."""
    match = _ROW.match(lines[place].text)
    if match is None:
        return None
    parts: list[str] = []
    for line in lines[place : place + MOST_LINES]:
        if parts and (_ROW.match(line.text) or line.bullet):
            return None
        text = line.text[match.end() :] if not parts else line.text
        days = list(days_in(text, year))
        if days:
            parts.append(_COUNTS.sub("", f" {text[: days[-1].start]} ").strip())
            return Sighting(match["id"], joined(parts), days[-1])
        parts.append(text)
    return None


def broken_rows(lines: Sequence[Line], year: int | None) -> list[Sighting]:
    """Give the rows under a header such as `KLIK-opgave ... Slutdato` without cells."""
    heads = [i for i, line in enumerate(lines) if _TABLE_HEAD.match(line.text)]
    if not heads:
        return []
    ends = [
        i
        for i in range(heads[0], min(heads[0] + 6, len(lines)))
        if _TABLE_DUE.search(lines[i].text)
    ]
    if not ends:
        return []
    found = (_row_lines(lines, place, year) for place in range(ends[0] + 1, len(lines)))
    return [one for one in found if one]
