"""Tasks: numbered in the document, or with a deadline; from tables, headings and sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.deck.dates import Day, days_in
from knowledge.deck.deadlines import (
    DEADLINE,
    NOUN,
    Sighting,
    dues_in,
    has_deadline,
    without_dates,
)
from knowledge.deck.document import Document, Line, Slide
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.draft import Task
from knowledge.deck.task_tables import broken_rows, cell_rows
from knowledge.deck.wording import alike, bare, runs_on, squeeze

LONGEST = 400
SHORTEST = 4  # letters of a title
_NUMBERED = re.compile(
    rf"(?i)(?P<noun>{NOUN})\s?(?:nr\.?|no\.?|"
    rf"#)?\s?(?P<id>[A-Z]?-?[0-9]{{1,4}}[a-z]?)\b\s*[:.)\u2013—-]?\s*"
)


def _titled(lines: Sequence[Line], place: int, rest: str) -> tuple[str, int]:
    """Give a title that may go on over the next lines, and how many lines it has."""
    parts = [rest]
    while place + len(parts) < len(lines):
        following = lines[place + len(parts)]
        if following.listed or following.gap > 1 or not runs_on(parts[-1], following.text):
            break
        parts.append(following.text)
    return squeeze(" ".join(parts)), len(parts)


def _numbered(lines: Sequence[Line], place: int, year: int | None) -> Sighting | None:
    """`KLIK-opgave 04 Tegn abonnement ...` with the deadlines in the lines below it."""
    line = lines[place]
    match = _NUMBERED.match(line.text[:LONGEST])
    rest = line.text[match.end() : LONGEST] if match else ""
    if match is None or (
        rest and not (rest[0].isupper() or rest[0] in '"”»(' or rest[0].isdigit())
    ):
        return None
    text, used = _titled(lines, place, rest) if rest else ("", 1)
    dated = text if has_deadline(text) else ""
    if not rest and place + 1 < len(lines) and not lines[place + 1].listed:
        following = lines[place + 1].text
        text, used = ("", 1) if _NUMBERED.match(following) else (following, 2)
    due, previous = dues_in(dated, year)
    if due is None:
        due, previous = _below(lines[place + used :], year)
    return Sighting(match["id"], without_dates(text, year) if dated else bare(text), due, previous)


def _below(lines: Sequence[Line], year: int | None) -> tuple[Day | None, Day | None]:
    """Give the deadline in the lines of one task."""
    for line in lines[:12]:
        if _NUMBERED.match(line.text) or line.heading:
            break
        text = line.text[:LONGEST]
        if DEADLINE.search(text) and list(days_in(text, year)):
            return dues_in(text, year)
    return None, None


def _sentence(line: Line, year: int | None, among: bool) -> Sighting | None:
    """Give a call to act with a deadline in the same sentence, without a number; among numbered
    tasks a line that begins with the deadline is about the one above it.
    """
    text = line.text[:LONGEST]
    if _NUMBERED.match(text) or not has_deadline(text) or (among and DEADLINE.match(text)):
        return None
    due, previous = dues_in(text, year)
    title = without_dates(text, year)
    if due is None or len(title) < SHORTEST or DEADLINE.fullmatch(title):
        return None
    return Sighting(None, title, due, previous)


def _sightings(slide: Slide, used: frozenset[int], year: int | None) -> list[Sighting]:
    lines = [line for line in slide.lines if line.number not in used]
    tables = cell_rows(lines, year) or broken_rows(lines, year)
    headed = [one for place in range(len(lines)) if (one := _numbered(lines, place, year))]
    known = {alike(one.title) for one in [*tables, *headed]}
    among = bool(tables or headed)
    loose = [one for line in lines if (one := _sentence(line, year, among))]
    return [*tables, *headed, *(one for one in loose if alike(one.title) not in known)]


def _key(one: Sighting) -> str:
    return one.id.lstrip("0").casefold() if one.id else alike(one.title)


def _together(known: Sighting, one: Sighting) -> Sighting:
    title = max(known.title, one.title, key=len)
    return replace(
        known, title=title, due=known.due or one.due, previous=known.previous or one.previous
    )


def _differences(known: Sighting, one: Sighting) -> Iterable[Doubt]:
    if known.title and one.title and squeeze(known.title) != squeeze(one.title):
        yield doubt("task-title", known.id or "", known.title, one.title)
    if known.due and one.due and known.due.day != one.due.day:
        yield doubt("task-due", known.id or known.title, known.due.text, one.due.text)


def _date(day: Day | None) -> str | None:
    known: date | None = day.day if day else None
    return known.isoformat() if known else None


def tasks_of(
    document: Document, used: frozenset[int], year: int | None
) -> tuple[tuple[Task, ...], tuple[Doubt, ...]]:
    """Each task once, with what its several places say together."""
    found: dict[str, Sighting] = {}
    doubts: list[Doubt] = []
    for slide in document.slides:
        for one in _sightings(slide, used, year):
            key = _key(one)
            if key in found:
                doubts += _differences(found[key], one)
            found[key] = _together(found[key], one) if key in found else one
    tasks = []
    for one in found.values():
        days = [day for day in (one.due, one.previous) if day]
        doubts += [doubt("no-year", day.text) for day in days if day.day is None]
        doubts += [] if one.title else [doubt("task-untitled", one.id or "")]
        tasks.append(Task(one.id, one.title, _date(one.due), _date(one.previous)))
    return tuple(tasks), tuple(doubts)
