"""Entries of a knowledge base, and reading them from JSON lines with faults a person can act on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from rapidfuzz.distance import OSA

from meeting.ids import EntryId

LONGEST_LINE = 100_000
LONGEST_TEXT = 8_000
SHORTEST_MISSPELLED = 4
ANSWER_TYPES = ("dato", "beløb", "antal", "sted", "person", "link", "ja/nej")
REQUIRED = ("id", "question", "answer", "topic")
PLAIN = ("source", "agenda", "owner")
LISTS = ("alt", "links")
KNOWN = frozenset((*REQUIRED, *PLAIN, *LISTS, "valid_until", "answer_type"))


@dataclass(frozen=True, slots=True)
class Entry:
    id: EntryId
    question: str
    answer: str
    topic: str
    alt: tuple[str, ...] = ()
    source: str = ""
    links: tuple[str, ...] = ()
    agenda: str = ""
    owner: str = ""
    valid_until: date | None = None
    answer_type: tuple[str, ...] = ()  # empty: proposed by rule from the entry's own words

    @property
    def phrasings(self) -> tuple[str, ...]:
        return (self.question, *self.alt)

    def expired(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True)
class EntryFault:
    line: int
    field: str
    expected: str

    @property
    def sentence(self) -> str:
        return f"line {self.line}, {self.field}: expected {self.expected}"


class FaultyEntriesError(ValueError):
    """Carries every fault of a file, so that all can be mended in one go."""

    def __init__(self, faults: tuple[EntryFault, ...]) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = faults


def parse_entries(text: str) -> tuple[Entry, ...]:
    """Read all entries, or raise with all faults; blank lines count but are skipped."""
    faults: list[EntryFault] = []
    entries: list[Entry] = []
    first_seen: dict[str, int] = {}
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        found = _parse_line(number, line)
        if not isinstance(found, Entry):
            faults += found
            continue
        if found.id in first_seen:
            expected = f"an id of its own, {found.id!r} is already on line {first_seen[found.id]}"
            faults.append(EntryFault(number, "id", expected))
        first_seen.setdefault(found.id, number)
        entries.append(found)
    if faults:
        raise FaultyEntriesError(tuple(faults))
    return tuple(entries)


def _parse_line(number: int, line: str) -> Entry | list[EntryFault]:
    if len(line) > LONGEST_LINE:
        return [EntryFault(number, "line", f"at most {LONGEST_LINE} characters")]
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        return [EntryFault(number, "line", f"one JSON object{where}")]
    if not isinstance(row, dict):
        return [EntryFault(number, "line", "one JSON object")]
    faults = [EntryFault(number, field, expected) for field, expected in _faults_of(row)]
    return faults or _entry(row)


def _faults_of(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for field in REQUIRED:
        value = row.get(field)
        if not isinstance(value, str) or not value.strip():
            yield field, "a text that is not empty"
    for field in (*REQUIRED, *PLAIN):
        value = row.get(field)
        if value is not None and field not in REQUIRED and not isinstance(value, str):
            yield field, "a text"
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            yield field, f"at most {LONGEST_TEXT} characters"
    for field in LISTS:
        if not _is_texts(row.get(field) or []):
            yield field, "a list of texts"
    yield from _faults_of_closed_sets(row)


def _faults_of_closed_sets(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    if row.get("valid_until") and _day(row["valid_until"]) is None:
        yield "valid_until", "a date such as 2020-12-31"
    types = row.get("answer_type") or []
    named = [types] if isinstance(types, str) else types
    if not _is_texts(named) or not set(named) <= set(ANSWER_TYPES):
        yield "answer_type", "one or more of " + ", ".join(ANSWER_TYPES)
    for field in sorted(row.keys() - KNOWN):
        meant = next((known for known in sorted(KNOWN) if _misspelled(field, known)), None)
        if meant:
            yield field, f"the field to be spelled {meant!r}"


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
