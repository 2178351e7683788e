"""Programmes that say how long each item is and when the first begins."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.deck.document import Line
from knowledge.deck.rows import Columns, Row, header_of, mapped_length
from knowledge.deck.times import Span, duration_in, spans_in
from knowledge.deck.wording import bare

LONGEST = 400
_BRACKETED = re.compile(
    r"(?i)[(\[][^()\[\]]{0,10}[0-9]\s?(?:min|timer?|hours?)\b[^()\[\]]{0,10}[)\]]"
)


def first_start(lines: Sequence[Line]) -> int | None:
    """Give the first time of day that the document says, outside any list."""
    for line in lines:
        if line.listed or duration_in(line.text[:LONGEST]):
            continue
        for span, _, _ in spans_in(line.text[:LONGEST]):
            if span.firm:
                return span.start
    return None


def _sized(line: Line, columns: Columns) -> Row | None:
    """Give a list line or a table row with a length."""
    nowhere = (Span(0),)
    if columns.roles:
        return mapped_length(line, columns)
    item = line.listed or _BRACKETED.search(line.text[:LONGEST])
    found = duration_in(line.text) if item and len(line.text) <= LONGEST else None
    if found is None or not bare(found[1]):
        return None
    return Row(line, nowhere, found[1], minutes=found[0])


def length_rows(lines: Sequence[Line]) -> list[Row]:
    """Give the items one after the other from the first start; none when no start is said."""
    start = first_start(lines)
    rows: list[Row] = []
    columns = Columns()
    for line in lines if start is not None else ():
        header = header_of(line)
        columns = header or (columns if columns.fits(line) else Columns())
        row = None if header else _sized(line, columns)
        if row is not None and row.minutes and start is not None:
            rows.append(replace(row, spans=(Span(start, start + row.minutes, dashed=True),)))
            start += row.minutes
    return rows
