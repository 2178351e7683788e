"""A knowledge base as a file to take home: JSON lines, CSV or Excel."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from bot.cells import safe
from knowledge.entries import row_of
from knowledge.table import rows_of_entries
from meeting.entry import Entry

KINDS = ("jsonl", "csv", "xlsx")
WIDTHS = (14, 50, 70, 14, 40, 24, 40, 14, 14, 14, 18)  # of columns, in characters


def write_base_file(kind: str, entries: Sequence[Entry], *, danish: bool) -> bytes:
    """Write a base that `bot.documents.reading` reads back as the same entries."""
    if kind == "jsonl":
        return "".join(f"{_json(entry)}\n" for entry in entries).encode()
    rows = rows_of_entries(entries, danish=danish)
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def _json(entry: Entry) -> str:
    return json.dumps(row_of(entry), ensure_ascii=False)


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
