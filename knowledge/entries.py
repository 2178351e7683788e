"""Reads entries of a knowledge base from JSON lines, with faults that a person can act on."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeGuard

from rapidfuzz.distance import OSA

from meeting.entry import ANSWER_TYPES, Entry
from meeting.ids import EntryId

LONGEST_LINE = 100_000
LONGEST_TEXT = 8_000
SHORTEST_MISSPELLED = 4
REQUIRED = ("id", "question", "answer", "topic")
PLAIN = ("source", "agenda", "owner")
LISTS = ("alt", "links")
KNOWN = frozenset((*REQUIRED, *PLAIN, *LISTS, "valid_until", "answer_type"))


class Expected(str):
    """What was expected, in English; `template` and `values` say it in other languages too."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, str | int]

    @classmethod
    def of(cls, template: str, **values: str | int) -> "Expected":
        found = cls(template.format(**values))
        found.template, found.values = template, values
        return found


@dataclass(frozen=True, slots=True)
class EntryFault:
    line: int
    field: str
    expected: Expected

    @property
    def sentence(self) -> str:
        return f"line {self.line}, {self.field}: expected {self.expected}"


class FaultyEntriesError(ValueError):
    """Carries every fault of a file, so that all can be mended in one go; or says how many more."""

    def __init__(self, faults: tuple[EntryFault, ...], more: int = 0) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = faults
        self.more = more


def parse_entries(text: str) -> tuple[Entry, ...]:
    """Read all entries, or raise with all faults; blank lines count but are skipped."""
    faults: list[EntryFault] = []
    entries: list[tuple[int, Entry]] = []
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        found = _parse_line(number, line)
        if isinstance(found, Entry):
            entries.append((number, found))
        else:
            faults += found
    return checked(entries, faults)


def checked(
    entries: Sequence[tuple[int, Entry]], faults: Sequence[EntryFault]
) -> tuple[Entry, ...]:
    """Give the entries of a file, each with its line, or raise with all faults."""
    first_seen: dict[str, int] = {}
    twice: list[EntryFault] = []
    for number, entry in entries:
        if entry.id in first_seen:
            expected = Expected.of(
                "an id of its own, '{id}' is already on line {line}",
                id=entry.id,
                line=first_seen[entry.id],
            )
            twice.append(EntryFault(number, "id", expected))
        first_seen.setdefault(entry.id, number)
    if found := (*faults, *twice):
        raise FaultyEntriesError(tuple(sorted(found, key=lambda fault: fault.line)))
    return tuple(entry for _, entry in entries)


def _parse_line(number: int, line: str) -> Entry | list[EntryFault]:
    if len(line) > LONGEST_LINE:
        return [EntryFault(number, "line", Expected.of("at most {n} characters", n=LONGEST_LINE))]
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        if isinstance(error, RecursionError):
            return [EntryFault(number, "line", Expected.of("one JSON object"))]
        expected = Expected.of("one JSON object (column {column})", column=error.colno)
        return [EntryFault(number, "line", expected)]
    if not isinstance(row, dict):
        return [EntryFault(number, "line", Expected.of("one JSON object"))]
    return read_row(number, row)


def read_row(number: int, row: Mapping[str, object]) -> Entry | list[EntryFault]:
    """Make an entry of a row's fields, or say all that is wrong with them."""
    faults = [EntryFault(number, field, expected) for field, expected in _faults_of(row)]
    return faults or _entry(row)


def row_of(entry: Entry) -> dict[str, object]:
    """Give the fields that `read_row` makes the same entry of."""
    fields = {name: value for name, value in asdict(entry).items() if value or name == "alt"}
    if entry.valid_until is not None:
        fields["valid_until"] = entry.valid_until.isoformat()
    return fields


def _faults_of(row: Mapping[str, object]) -> Iterator[tuple[str, Expected]]:
    for field in REQUIRED:
        value = row.get(field)
        if not isinstance(value, str) or not value.strip():
            yield field, Expected.of("a text that is not empty")
    for field in (*REQUIRED, *PLAIN):
        value = row.get(field)
        if value is not None and field not in REQUIRED and not isinstance(value, str):
            yield field, Expected.of("a text")
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            yield field, Expected.of("at most {n} characters", n=LONGEST_TEXT)
    for field in LISTS:
        if not _is_texts(row.get(field) or []):
            yield field, Expected.of("a list of texts")
    yield from _faults_of_closed_sets(row)


def _faults_of_closed_sets(row: Mapping[str, object]) -> Iterator[tuple[str, Expected]]:
    if row.get("valid_until") and _day(row["valid_until"]) is None:
        yield "valid_until", Expected.of("a date such as 2020-12-31")
    types = row.get("answer_type") or []
    named = [types] if isinstance(types, str) else types
    if not _is_texts(named) or not set(named) <= set(ANSWER_TYPES):
        yield "answer_type", Expected.of("one or more of {types}", types=", ".join(ANSWER_TYPES))
    for field in sorted(row.keys() - KNOWN):
        meant = next((known for known in sorted(KNOWN) if _misspelled(field, known)), None)
        if meant:
            yield field, Expected.of("the field to be spelled '{name}'", name=meant)


def _entry(row: Mapping[str, object]) -> Entry:
    types = row.get("answer_type") or ()
    return Entry(
        id=EntryId(_text(row, "id")),
        question=_text(row, "question"),
        answer=_text(row, "answer"),
        topic=_text(row, "topic"),
        alt=_texts(row.get("alt")),
        source=_text(row, "source"),
        links=_texts(row.get("links")),
        agenda=_text(row, "agenda"),
        owner=_text(row, "owner"),
        valid_until=_day(row.get("valid_until")),
        answer_type=(types,) if isinstance(types, str) else _texts(types),
    )


def _misspelled(field: str, known: str) -> bool:
    """Other fields may be there, but a date under "valid_untill" must not be passed over."""
    return len(field) >= SHORTEST_MISSPELLED and OSA.distance(field.lower(), known) <= 2  # noqa: PLR2004


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _text(row: Mapping[str, object], field: str) -> str:
    return str(row.get(field) or "").strip()


def _texts(value: object) -> tuple[str, ...]:
    texts = value if isinstance(value, list) else []
    return tuple(text.strip() for text in texts if text.strip())


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
