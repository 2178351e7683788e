"""A knowledge base as a file: JSON lines, CSV or Excel, in and out."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from bot.cells import safe
from bot.documents.faults import DocumentFault
from bot.documents.reading import read_table
from knowledge.entries import EntryFault, Expected, FaultyEntriesError, parse_entries
from knowledge.table import entries_of_rows, rows_of_entries
from meeting.entry import Entry

KINDS = ("jsonl", "csv", "xlsx")
LARGEST = 8 * 1024 * 1024  # bytes
WIDTHS = (14, 50, 70, 14, 40, 24, 40, 14, 14, 14, 18)  # of columns, in characters


def read_base_file(name: str, data: bytes) -> tuple[Entry, ...]:
    """Read a base by what the file is called. Raises FaultyEntriesError and DocumentFault."""
    match Path(name).suffix.casefold():
        case ".jsonl" | ".json" | ".txt":
            return parse_entries(_text(data))
        case ".csv":
            return entries_of_rows([*_csv_rows(_text(data))])
        case ".xlsx":
            with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
                file.write(data)
                file.flush()
                return entries_of_rows(read_table(Path(file.name)))
        case _:
            raise DocumentFault("it is no .jsonl, .csv or .xlsx; save it as one of them")


def write_base_file(kind: str, entries: Sequence[Entry], *, danish: bool) -> bytes:
    """Write a base that `read_base_file` reads back as the same entries."""
    if kind == "jsonl":
        return "".join(f"{_json(entry)}\n" for entry in entries).encode()
    rows = rows_of_entries(entries, danish=danish)
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def _json(entry: Entry) -> str:
    fields = {name: value for name, value in asdict(entry).items() if value or name == "alt"}
    return json.dumps(fields, ensure_ascii=False, default=str)


def _csv(rows: Iterator[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterator[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("FAQ", 0)
    book.remove(book.worksheets[1])  # the empty one that a new book has
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type = text, "s"  # text, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJK"[place]].width = width
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FaultyEntriesError(
            (EntryFault(line, "line", Expected.of("text in UTF-8")),)
        ) from None


def _csv_rows(text: str) -> Iterator[list[str]]:
    """Read rows, whichever of semicolon, comma and tab parts them; numbered as lines are."""
    first = text.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        yield from reader
    except csv.Error:
        fault = EntryFault(reader.line_num, "line", Expected.of("rows of cells"))
        raise FaultyEntriesError((fault,)) from None
