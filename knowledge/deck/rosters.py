"""Lists of participating organisations with their seats, and the date each list is for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.deck.dates import days_in, is_date_only
from knowledge.deck.document import Document, Line, Slide
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.draft import Participant, Roster
from knowledge.deck.items import is_section
from knowledge.deck.names import GIVEN_NAMES
from knowledge.deck.people import is_likely, listed_people
from knowledge.deck.wording import bare

FEWEST = 3  # organisations that make an unlabelled slide a list of participants
MOST_LINES = 500  # of one list under a label
LONGEST_NAME = 60
LONGEST_LABEL = 8  # words before the colon
MOST_WORDS = 5  # of an organisation's name
MOST_ABOVE = 3  # lines above the heading of a list
LONGEST_LINE = 1500
_LABEL = re.compile(
    r"(?i)(?:liste over |list of )?(?:deltagere?|deltagerliste|tilmeldte?|deltagende "
    r"(?:kommuner|organisationer)|"
    r"participants?|participating (?:organi[sz]ations|municipalities)|attendees|attending|"
    r"registered|"
    r"tilmeldinger|roster|kommuner|municipalities|organi[sz]ations)\b"
)
_WELCOME = re.compile(r"(?i)(?:velkommen|welcome)\b")
_SEATS = re.compile(
    r"(?i)(?P<name>.*?[^\s/x\xd7(:\u2013-])\s*(?:/\s?|\(\s?|[x\xd7]\s?|[:\u2013-]\s+|"
    r"\s)(?P<seats>[0-9]{1,3})\)?"
    r"(?:\s?(?:pladser?|deltagere?|pers(?:oner)?\.?|seats?|participants?|people|stk\.?)\)?)?$"
)
_SEATS_FIRST = re.compile(
    r"(?i)(?P<seats>[0-9]{1,3})\s?(?:[x\xd7]|pladser? til|seats? for)\s?(?P<name>\S.*)$"
)
_HEADER = re.compile(
    r"(?i)(?:kommune|organisation|organization|navn|name|municipality|deltager)s?$"
)
_APOLOGIES = re.compile(r"(?i)(?:afbud|apologies|ikke tilmeldt|fraværende|absent)\b")


@dataclass(frozen=True, slots=True)
class _Part:
    """Give a run of lines that is one list: a slide, or what stands under a label."""

    lines: tuple[Line, ...]
    dates_from: tuple[str, ...]


def _participant(text: str) -> Participant | None:
    """Give an organisation with its seats, or none when the words are something else."""
    text = text.strip(" .;*•")
    if len(text) > LONGEST_NAME + 30:
        return None
    match = _SEATS_FIRST.match(text) or _SEATS.match(text)
    name = bare(match["name"]) if match else bare(text)
    seats = int(match["seats"]) if match else 1
    fits = 1 < len(name) <= LONGEST_NAME and name[0].isupper() and name[-1] not in "?!:"
    if not fits or any(letter.isdigit() for letter in name) or len(name.split()) > MOST_WORDS:
        return None
    return Participant(name, seats) if seats else None


def _from_person(text: str) -> list[Participant]:
    """`Anna Smith, KL`: it is the organisation that takes part."""
    people = listed_people(text)
    if people and all(is_likely(p.name) and p.organisation for p in people):
        named = [p.organisation for p in people if p.organisation]
        return [Participant(name) for name in named if not name.isdigit()]
    return []


def _is_person(text: str) -> bool:
    """Somebody's name; `Høje Taastrup` has the form of one, so the given name decides."""
    words = text.split()
    return bool(words) and words[0].casefold() in GIVEN_NAMES and is_likely(text.strip())


def _entries(line: Line) -> list[Participant] | None:
    """Everybody on a line; none when any part of it is no participant."""
    if len(line.text) > LONGEST_LINE:
        return None
    cells = [cell for cell in line.cells if cell]
    if cells[1:] and not cells[2:] and re.fullmatch("[0-9]{1,3}", cells[1]):
        cells = [f"{cells[0]} ({cells[1]})"]
    people = _from_person(line.text)
    if people:
        return people
    parts = [part for cell in cells for part in re.split(r"[,;]", cell) if bare(part)]
    found = [None if _is_person(part) else _participant(part) for part in parts]
    known = [one for one in found if one]
    return known if known and len(known) == len(found) else None


def _merged(entries: Iterable[Participant]) -> tuple[tuple[Participant, ...], list[str]]:
    """Each organisation once, its seats added up, and which stood there more than once."""
    seats: dict[str, int] = {}
    twice: list[str] = []
    for entry in entries:
        twice += [entry.organisation] if entry.organisation in seats else []
        seats[entry.organisation] = seats.get(entry.organisation, 0) + entry.seats
    return tuple(Participant(name, count) for name, count in seats.items()), twice


def _is_noise(line: Line) -> bool:
    return bool(
        is_date_only(line.text)
        or _WELCOME.match(line.text)
        or _LABEL.match(line.text)
        or _HEADER.match(line.cells[0] if line.cells else "")
    )


def _seated(lines: Sequence[Line]) -> int:
    """How many organisations are written with their seats."""
    return sum(
        1
        for line in lines
        if re.search(r"[^\d\s]\s?/\s?[0-9]{1,2}\b(?!/|-)", line.text) and _entries(line)
    )


def _is_roster_slide(slide: Slide, used: frozenset[int]) -> bool:
    lines = [line for line in slide.lines if line.text]
    if any(line.number in used for line in lines):
        return False
    named = [line for line in lines if not _is_noise(line)]
    good = sum(1 for line in named if _entries(line))
    if good < FEWEST or 4 * good < 3 * len(named):
        return False
    dated = any(is_date_only(line.text) for line in lines)
    welcome = any(_WELCOME.match(line.text) for line in lines)
    return (dated and (welcome or _seated(named) > 0)) or _seated(named) >= FEWEST


def _slide_part(slide: Slide) -> tuple[_Part, list[Doubt]]:
    """Give the list of a whole slide; what stands above its heading is no part of it."""
    heads = [i for i, line in enumerate(slide.lines) if _WELCOME.match(line.text)]
    first = heads[0] if heads and heads[0] <= MOST_ABOVE else 0
    above = [line for line in slide.lines[:first] if not _is_noise(line)]
    doubts = [doubt("roster-noise", line.number, line.text) for line in above]
    dates = tuple(line.text for line in slide.lines if list(days_in(line.text, 2000)))
    return _Part(slide.lines[first:], dates), doubts


def _labelled(slide: Slide, used: frozenset[int]) -> Iterator[_Part]:
    """Give the lists under a label such as `Deltagere:`, on its line or below it."""
    lines = slide.lines
    for i, line in enumerate(lines):
        if not _LABEL.match(line.text) or line.number in used or len(line.text) > LONGEST_LINE:
            continue
        head, _, inline = line.text.partition(":")
        if len(head.split()) > LONGEST_LABEL or (inline and not bare(inline)):
            inline = ""
        own = [Line(line.number, inline.strip(), (inline.strip(),))] if inline.strip() else []
        below = list(_below(lines[i + 1 : i + 1 + MOST_LINES], used)) if not own else []
        date_lines = [one.text for one in below if is_date_only(one.text)]
        around = [one.text for one in lines[max(0, i - 1) : i] if is_date_only(one.text)]
        yield _Part((*own, *below), (head, *date_lines, *around))


def _below(lines: Sequence[Line], used: frozenset[int]) -> Iterator[Line]:
    for line in lines:
        if line.number in used or is_section(line) or _APOLOGIES.match(line.text):
            return
        if not (_entries(line) or is_date_only(line.text)) or line.text.endswith(":"):
            if not _HEADER.match(line.cells[0] if line.cells else ""):
                return
            continue
        yield line


def _roster(part: _Part, year: int | None) -> tuple[Roster | None, list[Doubt]]:
    doubts: list[Doubt] = []
    entries: list[Participant] = []
    for line in part.lines:
        if _is_noise(line):
            continue
        found = _entries(line)
        entries += found or []
        doubts += [] if found else [doubt("roster-noise", line.number, line.text)]
    participants, twice = _merged(entries)
    if not participants:
        return None, []
    days = [day for text in part.dates_from for day in days_in(text, year)]
    date = next((str(day.day) for day in days if day.day), None)
    doubts += [doubt("roster-twice", name, date or "") for name in twice]
    doubts += _date_doubts(part, participants, date, [str(day.day or day.text) for day in days])
    return Roster(date, participants), doubts


def _date_doubts(
    part: _Part, participants: Sequence[Participant], date: str | None, days: Sequence[str]
) -> list[Doubt]:
    if date is None and days:
        return [doubt("no-year", days[0])]
    if date is None:
        return [doubt("roster-date", len(participants))]
    if len(set(days)) > 1:
        return [doubt("roster-dates", part.lines[0].number, ", ".join(dict.fromkeys(days)))]
    return []


def _parts(document: Document, used: frozenset[int]) -> tuple[list[_Part], list[Doubt]]:
    parts: list[_Part] = []
    doubts: list[Doubt] = []
    for slide in document.slides:
        labelled = [part for part in _labelled(slide, used) if part.lines]
        if labelled:
            parts += labelled
        elif _is_roster_slide(slide, used):
            part, unsure = _slide_part(slide)
            parts.append(part)
            doubts += unsure
    return parts, doubts


def rosters_of(
    document: Document, used: frozenset[int], year: int | None
) -> tuple[tuple[Roster, ...], tuple[Doubt, ...], frozenset[int]]:
    """Give the lists of participants, what is unsure in them, and the lines they stand on."""
    parts, doubts = _parts(document, used)
    found: dict[str | None, list[Participant]] = {}
    for part in parts:
        roster, unsure = _roster(part, year)
        doubts += unsure
        if roster is not None:
            found.setdefault(roster.date, []).extend(roster.participants)
    rosters = tuple(Roster(date, _merged(entries)[0]) for date, entries in found.items())
    lines = frozenset(line.number for part in parts for line in part.lines)
    return rosters, tuple(doubts), lines
