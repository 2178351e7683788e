"""Tasks: numbered in the document, or with a deadline; from tables, headings and sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.deck.dates import Day, days_in
from knowledge.deck.document import Document, Line, Slide
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.draft import Task
from knowledge.deck.wording import alike, bare, joined, runs_on, squeeze

LONGEST = 400
SHORTEST = 4  # letters of a title
MOST_LINES = 6  # of one row in a table whose cells are broken
_NOUN = r"(?:[\w-]{0,30}opgave|task|action(?: item| point)?|aktion|handling|to-?do|assignment)"
_NUMBERED = re.compile(
    rf"(?i)(?P<noun>{_NOUN})\s?(?:nr\.?|no\.?|"
    rf"#)?\s?(?P<id>[A-Z]?-?[0-9]{{1,4}}[a-z]?)\b\s*[:.)\u2013—-]?\s*"
)
_DUE_WORD = (
    r"(?:(?:ny |new )?(?:svar|slut|afleverings|tilmeldings)?(?:frist(?:en)?|dato(?:en)?)|"
    r"deadline(?:n)?|due(?: date| by| on)?|senest|inden|"
    r"no later than|by|before|forfalder|end date)"
)
_DUE = re.compile(rf"(?i)(?:^|(?<=[\s(,;\u2013-])){_DUE_WORD}\b\s?(?:er|is|den|the|on|:|=|\s)*\s?$")
_STRONG_DUE = re.compile(
    r"(?i)\b(?:\w{0,15}frist(?:en)?|slutdato(?:en)?|deadlinen?|due|senest|no later than|end date)\b"
)
_CHANGED = re.compile(
    r"(?i)\b(?:ændre[st]?|flytte[st]?|udsk(?:ydes|udt)|udsættes?|udsat|forlænge[st]?|"
    r"rykke[st]?|rykket|"
    r"moved|changed|postponed|extended|pushed|rescheduled)\b"
)
_WAS = re.compile(
    r"(?i)\b(?:tidligere|før|oprindeligt?|previously|was|originally|formerly|fra|from|instead "
    r"of|i stedet for)\b[^0-9]{0,20}$"
)
_TABLE_DUE = re.compile(r"(?i)\b(?:slutdato|frist|deadline|due(?: date)?|end date)$")
_TABLE_HEAD = re.compile(rf"(?i)^(?:nr\.?|no\.?|id|#)?\s?{_NOUN}r?s?\b")
_ROW = re.compile(r"(?P<id>[0-9]{1,4}[a-z]?)\s+(?=[^\W\d_])")
_COUNTS = re.compile(r"(?:\s+[0-9][0-9.,]{0,9}\s?%?)+\s*$")
_EDGES = re.compile(
    rf"(?i)[\s(,;:\u2013—-]*(?:{_DUE_WORD}|med frist|with deadline)?(?:\s?\b(?:den|the|d\.|on|"
    rf"er|is|=))*[\s:(]*$"
)
_CHECKBOX = re.compile(r"\s*[-*]\s+\[[ xX]\]\s")


@dataclass(frozen=True, slots=True)
class _Sighting:
    """One place where a task is mentioned."""

    id: str | None
    title: str
    due: Day | None = None
    previous: Day | None = None


def _dues(text: str, year: int | None) -> tuple[Day | None, Day | None]:
    """Give the deadline that a text gives and the one it replaces."""
    days = list(days_in(text, year))
    if len(days) > 1 and _CHANGED.search(text[: days[1].start]):
        first, second = days[:2]
        return (second, first) if _WAS.search(text[: first.start]) else (first, None)
    due = next((d for d in days if not _WAS.search(text[: d.start])), None)
    previous = next((d for d in days if d is not due and _WAS.search(text[: d.start])), None)
    return due, previous if due else None


def _has_deadline(text: str) -> bool:
    """Whether a deadline word stands before a date."""
    days = list(days_in(text, 2000))
    return any(_DUE.search(text[: day.start].rstrip() + " ") for day in days) or bool(
        days and _STRONG_DUE.search(text[: days[0].end])
    )


def _without_dates(text: str, year: int | None) -> str:
    """Give the title before the deadline, or after it when it stands first."""
    for day in days_in(text, year or 2000):
        before = _EDGES.sub("", text[: day.start])
        after = text[day.end :]
        return bare(before).rstrip(".") or bare(after.lstrip(" ):\u2013-"))
    return bare(text)


def _titled(lines: Sequence[Line], place: int, rest: str) -> tuple[str, int]:
    """Give a title that may go on over the next lines, and how many lines it has."""
    parts = [rest]
    while place + len(parts) < len(lines):
        following = lines[place + len(parts)]
        if following.listed or following.gap > 1 or not runs_on(parts[-1], following.text):
            break
        parts.append(following.text)
    return squeeze(" ".join(parts)), len(parts)


def _numbered(lines: Sequence[Line], place: int, year: int | None) -> _Sighting | None:
    """`KLIK-opgave 04 Tegn abonnement ...` with the deadlines in the lines below it."""
    line = lines[place]
    match = _NUMBERED.match(line.text[:LONGEST])
    rest = line.text[match.end() : LONGEST] if match else ""
    if match is None or (
        rest and not (rest[0].isupper() or rest[0] in '"”»(' or rest[0].isdigit())
    ):
        return None
    text, used = _titled(lines, place, rest) if rest else ("", 1)
    dated = text if _has_deadline(text) else ""
    if not rest and place + 1 < len(lines) and not lines[place + 1].listed:
        following = lines[place + 1].text
        text, used = ("", 1) if _NUMBERED.match(following) else (following, 2)
    due, previous = _dues(dated, year)
    if due is None:
        due, previous = _below(lines[place + used :], year)
    return _Sighting(
        match["id"], _without_dates(text, year) if dated else bare(text), due, previous
    )


def _below(lines: Sequence[Line], year: int | None) -> tuple[Day | None, Day | None]:
    """Give the deadline in the lines of one task."""
    for line in lines[:12]:
        if _NUMBERED.match(line.text) or line.heading:
            break
        text = line.text[:LONGEST]
        if _STRONG_DUE.search(text) and list(days_in(text, year)):
            return _dues(text, year)
    return None, None


def _cell_rows(lines: Sequence[Line], year: int | None) -> list[_Sighting]:
    """Give a table with real cells: number, title and deadline in columns that its header names."""
    found: list[_Sighting] = []
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
        due, previous = _dues(cells.get("due", ""), year)
        row = _ROW.match(cells.get("task", ""))
        title = cells.get("task", "")[row.end() :] if row else cells.get("task", "")
        known = bare(mark) or (row["id"] if row else None)
        found += [_Sighting(known, bare(title), due, previous)] if title else []
    return found


def _column(cell: str) -> str:
    if _TABLE_DUE.search(cell):
        return "due"
    if re.match(r"(?i)(?:nr|no|id|#|nummer|number)\.?$", cell):
        return "id"
    return "task" if re.match(rf"(?i){_NOUN}r?s?n?$", cell) else ""


def _row_lines(lines: Sequence[Line], place: int, year: int | None) -> _Sighting | None:
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
            return _Sighting(match["id"], joined(parts), days[-1])
        parts.append(text)
    return None


def _broken_rows(lines: Sequence[Line], year: int | None) -> list[_Sighting]:
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


def _sentence(line: Line, year: int | None, among: bool) -> _Sighting | None:
    """Give a call to act with a deadline in the same sentence, without a number; among numbered
    tasks a line that begins with the deadline is about the one above it.
    """
    text = line.text[:LONGEST]
    if _NUMBERED.match(text) or not _has_deadline(text) or (among and _STRONG_DUE.match(text)):
        return None
    due, previous = _dues(text, year)
    title = _without_dates(text, year)
    if due is None or len(title) < SHORTEST or _STRONG_DUE.fullmatch(title):
        return None
    return _Sighting(None, title, due, previous)


def _sightings(slide: Slide, used: frozenset[int], year: int | None) -> list[_Sighting]:
    lines = [line for line in slide.lines if line.number not in used]
    tables = _cell_rows(lines, year) or _broken_rows(lines, year)
    headed = [one for place in range(len(lines)) if (one := _numbered(lines, place, year))]
    known = {alike(one.title) for one in [*tables, *headed]}
    among = bool(tables or headed)
    loose = [one for line in lines if (one := _sentence(line, year, among))]
    return [*tables, *headed, *(one for one in loose if alike(one.title) not in known)]


def _key(one: _Sighting) -> str:
    return one.id.lstrip("0").casefold() if one.id else alike(one.title)


def _together(known: _Sighting, one: _Sighting) -> _Sighting:
    title = max(known.title, one.title, key=len)
    return replace(
        known, title=title, due=known.due or one.due, previous=known.previous or one.previous
    )


def _differences(known: _Sighting, one: _Sighting) -> Iterable[Doubt]:
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
    found: dict[str, _Sighting] = {}
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
