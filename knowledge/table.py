"""A knowledge base as a table: one entry a row, for a spreadsheet, in and out.

Columns are known by their headings, Danish or English, in any order. A cell with several texts has
one a line. What is wrong is named by row and column, as the spreadsheet numbers them.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from knowledge.entries import LISTS, EntryFault, Expected, FaultyEntriesError, checked, read_row
from meeting.entry import Entry

# Field, its heading in Danish and in English, in the order in which they are written.
COLUMNS = (
    ("id", "Id", "Id"),
    ("question", "Spørgsmål", "Question"),
    ("answer", "Svar", "Answer"),
    ("topic", "Emne", "Topic"),
    ("alt", "Andre måder at spørge", "Other ways to ask"),
    ("source", "Kilde", "Source"),
    ("links", "Links", "Links"),
    ("owner", "Ansvarlig", "Owner"),
    ("valid_until", "Gælder til", "Valid until"),
    ("answer_type", "Svarets art", "Kind of answer"),
    ("agenda", "Dagsordenspunkt", "Agenda item"),
)
NEEDED = ("question", "answer", "topic")
SEVERAL = (*LISTS, "answer_type")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
DANISH_DATE = re.compile(r"(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4})")
Row = Sequence[str]


def entries_of_rows(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Read a table, its headings first. Raises FaultyEntriesError with all its faults."""
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not filled:
        return ()
    first, headings = filled[0]
    places = _places(headings)
    missing = [field for field in NEEDED if field not in places]
    if missing:
        raise FaultyEntriesError(tuple(_missing(first, field) for field in missing))
    entries: list[tuple[int, Entry]] = []
    faults: list[EntryFault] = []
    for number, row in filled[1:]:
        found = read_row(number, _fields(row, places))
        if isinstance(found, Entry):
            entries.append((number, found))
        else:
            faults += [_in_column(fault, places) for fault in found]
    return checked(entries, faults)


def rows_of_entries(entries: Sequence[Entry], *, danish: bool) -> Iterator[list[str]]:
    """Write a table, its headings first."""
    yield [one if danish else other for _, one, other in COLUMNS]
    for entry in entries:
        yield [_cell(getattr(entry, field)) for field, _, _ in COLUMNS]


def heading(field: str, *, danish: bool) -> str:
    """Give a field's heading; what is no field stays as it is."""
    names = {name: (one, other) for name, one, other in COLUMNS}
    return names[field][0 if danish else 1] if field in names else field


def column(place: int) -> str:
    """Name a column as a spreadsheet does, counted from 0: A, B ... Z, AA."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def _places(headings: Row) -> Mapping[str, int]:
    known = {name.casefold(): field for field, *names in COLUMNS for name in (field, *names)}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = known.get(heading.strip().lstrip("\ufeff").casefold())
        if field is not None:
            found.setdefault(field, place)
    return found


def _missing(line: int, field: str) -> EntryFault:
    danish, english = next(names for name, *names in COLUMNS if name == field)
    expected = Expected.of(
        "a column with the heading '{danish}' or '{english}'", danish=danish, english=english
    )
    return EntryFault(line, field, expected)


def _fields(row: Row, places: Mapping[str, int]) -> dict[str, object]:
    texts = {field: _read(row[at]) if at < len(row) else "" for field, at in places.items()}
    found: dict[str, object] = {**texts}
    for field in SEVERAL:
        found[field] = [line for line in texts.get(field, "").splitlines() if line.strip()]
    found["valid_until"] = _iso(texts.get("valid_until", ""))
    if not texts.get("id"):
        # A new row needs no id: its question stands for it, so the same file is the same entries.
        question = texts.get("question", "")
        found["id"] = "t" + hashlib.sha256(question.encode()).hexdigest()[:12]
    return {field: value for field, value in found.items() if value or field in NEEDED}


def _read(cell: str) -> str:
    """Take off the mark that kept a cell from being a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _iso(text: str) -> str:
    found = DANISH_DATE.fullmatch(text)
    if found is None:
        return text
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _in_column(fault: EntryFault, places: Mapping[str, int]) -> EntryFault:
    place = places.get(fault.field)
    named = fault.field if place is None else f"{fault.field} ({column(place)})"
    return EntryFault(fault.line, named, fault.expected)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value or "")
