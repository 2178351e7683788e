"""A knowledge base sent in as a file: JSON lines, CSV or Excel, as entries or as their faults."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.documents.faults import DocumentFault
from bot.documents.limits import FAULTS_TOLD, MOST_ENTRIES, MOST_ROWS
from knowledge.entries import EntryFault, Expected, FaultyEntriesError, parse_entries, row_of
from knowledge.table import entries_of_rows
from meeting.entry import Entry


def told_base(path: Path, name: str) -> dict[str, object]:
    """Read a base by what it is called: its rows, or the first of its faults and how many more."""
    try:
        entries = _entries(path, name)
    except FaultyEntriesError as error:
        shown = error.faults[:FAULTS_TOLD]
        return {"faults": [*map(_fault, shown)], "more": len(error.faults) - len(shown)}
    if not entries:
        raise DocumentFault("no entry was found in it")
    if len(entries) > MOST_ENTRIES:
        raise _too_many(MOST_ENTRIES)
    return {"entries": [*map(row_of, entries)]}


def _entries(path: Path, name: str) -> tuple[Entry, ...]:
    match Path(name).suffix.casefold():
        case ".jsonl" | ".json" | ".txt":
            return parse_entries(_lines(path))
        case ".csv":
            return entries_of_rows([*_csv_rows(_text(path))])
        case ".xlsx":
            return entries_of_rows(_cells(path))
        case _:
            raise DocumentFault("it is no .jsonl, .csv or .xlsx; save it as one of them")


def _fault(fault: EntryFault) -> dict[str, object]:
    expected = fault.expected
    return {
        "line": fault.line,
        "field": fault.field,
        "template": expected.template,
        "values": expected.values,
    }


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FaultyEntriesError(
            (EntryFault(line, "line", Expected.of("text in UTF-8")),)
        ) from None


def _lines(path: Path) -> str:
    text = _text(path)
    if text.count("\n") > MOST_ROWS:
        raise _too_many(MOST_ROWS)
    return text


def _csv_rows(text: str) -> Iterator[list[str]]:
    """Read rows, whichever of semicolon, comma and tab parts them; numbered as lines are."""
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        yield from islice(reader, MOST_ROWS)
        if next(reader, None) is not None:
            raise _too_many(MOST_ROWS)
    except csv.Error:
        fault = EntryFault(reader.line_num, "line", Expected.of("rows of cells"))
        raise FaultyEntriesError((fault,)) from None


def _too_many(most: int) -> DocumentFault:
    return DocumentFault("it has more than {most} rows; save fewer", most=most)


def _cells(path: Path) -> list[list[str]]:
    from bot.documents.office import checked  # noqa: PLC0415 - each reader is large
    from bot.documents.xlsx import WORKBOOK, table  # noqa: PLC0415

    if WORKBOOK not in checked(path):
        raise DocumentFault("it is no Excel file, whatever its name says")
    return table(path)
