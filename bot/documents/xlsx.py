"""Excel sheets: as lines of text for a programme, or cell by cell for a knowledge base."""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from bot.documents.faults import DocumentFault
from bot.documents.limits import MOST_ROWS

WORKBOOK = "xl/workbook.xml"
MOST_COLUMNS = 50
MOST_SHEETS = 50


def sheets(path: Path) -> list[str]:
    """Give one text a sheet, its name first; cells that say nothing are left out."""
    with_names = _opened(path)
    return ["\n".join(_lines(sheet)) for sheet in with_names.worksheets[:MOST_SHEETS]]


def table(path: Path) -> list[list[str]]:
    """Give the first sheet's rows, empty ones too, so that their numbers are the sheet's."""
    first = _opened(path).worksheets[0]
    return [[_text(cell) for cell in row] for row in _rows(first)]


def _opened(path: Path) -> Any:  # noqa: ANN401 - openpyxl has no types
    """Open it whatever it is called; it is closed with the process."""
    return load_workbook(path.open("rb"), read_only=True, data_only=True)


def _rows(sheet: Any) -> Iterator[tuple[object, ...]]:  # noqa: ANN401
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    yield from islice(rows, MOST_ROWS)
    if next(rows, None) is not None:
        raise DocumentFault("it has more than {most} rows; save fewer", most=MOST_ROWS)


def _lines(sheet: Any) -> Iterator[str]:  # noqa: ANN401
    yield f"{sheet.title}"
    yield ""
    for row in _rows(sheet):
        yield " | ".join(text for cell in row if (text := " ".join(_text(cell).split())))


def _text(cell: object) -> str:
    """Write a cell as a person reads it: a time of day without seconds, a date without a time."""
    match cell:
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case time():
            return f"{cell:%H.%M}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return "" if cell is None else str(cell)
