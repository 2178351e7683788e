"""A document's programmes: from its lines to items with speakers, and what is unsure in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from knowledge.deck.aliases import full_names, organisations_of, renamed
from knowledge.deck.document import Document, Line
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.items import Entry, entry_of
from knowledge.deck.lengths import length_rows
from knowledge.deck.order import in_order
from knowledge.deck.people import Person, is_sure, shared
from knowledge.deck.programme import (
    Run,
    afternoons,
    end_of,
    runs_of,
    sound_entries,
    split_runs,
    start_of,
)
from knowledge.deck.rows import Row, rows_in, trailing_rows
from knowledge.deck.sound import SoundCheck, closings_in, hours_in, is_sound, sound_checks
from knowledge.deck.wording import alike

FEWEST = 2  # a single time is no programme
Rows = Callable[[Sequence[Line]], list[Row]]


@dataclass(frozen=True, slots=True)
class Agenda:
    """Give the meetings with their items, the lines they stand on, and the sound checks."""

    runs: tuple[Run, ...] = ()
    checks: tuple[SoundCheck, ...] = ()
    used: frozenset[int] = frozenset()
    doubts: tuple[Doubt, ...] = ()

    @property
    def first_line(self) -> int | None:
        return min(
            (number for run in self.runs for entry in run.entries for number in entry.lines),
            default=None,
        )

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(p for run in self.runs for entry in run.entries for p in entry.people)


@dataclass(frozen=True, slots=True)
class _Page:
    """Give a slide's lines in reading order."""

    number: int
    heading: str
    lines: tuple[Line, ...]


def _pages(document: Document, skip: frozenset[int]) -> list[_Page]:
    pages = []
    for slide in document.slides:
        lines = in_order([line for line in slide.lines if line.number not in skip])
        pages.append(_Page(slide.number, alike(slide.heading), tuple(lines)))
    return pages


def _entries(page: _Page, rows: Sequence[Row], words: frozenset[str]) -> Iterator[Entry]:
    places = {id(line): place for place, line in enumerate(page.lines)}
    starts = [places[id(row.line)] for row in rows]
    ends = [*starts[1:], len(page.lines)][: len(starts)]
    for row, start, end in zip(rows, starts, ends, strict=True):
        yield entry_of(row, page.lines[start + 1 : end], page.number, words)


def _contiguous(entries: Sequence[Entry]) -> bool:
    """Whether the times follow each other as those of a programme do."""
    pairs = list(pairwise(entries))
    meet = sum(1 for one, two in pairs if end_of(one) in {None, start_of(two)})
    rise = all(start_of(one) <= start_of(two) for one, two in pairs)
    return rise and 2 * meet >= len(pairs)


def _lengths(pages: Sequence[_Page]) -> Rows:
    """Give the layout of lengths goes on from page to page."""
    found = {id(row.line): row for row in length_rows([line for p in pages for line in p.lines])}
    return lambda lines: [found[id(line)] for line in lines if id(line) in found]


def _telling(entries: Sequence[Entry]) -> list[Entry]:
    """Leave out times that stand for nothing; the last of all may be when the meeting ends."""
    real = [entry for entry in entries if entry.title or entry.people]
    last = entries[-1] if entries else None
    if last and real and not (last.title or last.people) and last.spans[0].end is None:
        near = last.slide == real[-1].slide and start_of(last) > start_of(real[-1])
        return [*real, last] if near else real
    return real


def _read(pages: Sequence[_Page], words: frozenset[str]) -> list[Entry]:
    """Give the entries in the first layout that gives a programme."""
    layouts: tuple[Callable[[], Rows], ...] = (
        lambda: rows_in,
        lambda: trailing_rows,
        lambda: _lengths(pages),
    )
    for place, make in enumerate(layouts):
        layout = make()
        entries = [e for page in pages for e in _entries(page, layout(page.lines), words)]
        real = sound_entries(_telling(entries))
        if len(real) >= FEWEST and (place == 0 or _contiguous(real)):
            return real
    return []


def _apart(entries: Sequence[Entry], pages: Sequence[_Page]) -> frozenset[int]:
    """Find the entries that something separates from the one before: slide, line, wider gap."""
    used = {number for entry in entries for number in entry.lines}
    loose = {
        line.number
        for page in pages
        for line in page.lines
        if line.number not in used and not line.listed
    }
    usual = median_low([entry.line.gap for entry in entries]) if entries else 0
    found = set()
    for one, two in pairwise(entries):
        between = range(max(one.lines) + 1, min(two.line.number, max(one.lines) + 200))
        if one.slide != two.slide or two.line.gap > usual or any(n in loose for n in between):
            found.add(two.line.number)
    return frozenset(found)


def _heads(entries: Sequence[Entry], pages: Sequence[_Page]) -> frozenset[int]:
    """Give the entries that begin a slide whose heading an earlier programme slide has too."""
    headings = {page.number: page.heading for page in pages}
    found: set[int] = set()
    seen: dict[str, int] = {}
    for entry in entries:
        heading = headings[entry.slide]
        if heading and seen.setdefault(heading, entry.slide) != entry.slide:
            found.add(entry.line.number)
    return frozenset(found)


def _without_captions(run: Run) -> tuple[Run, list[Doubt]]:
    """Names below the last item are its speakers only where no other item marks its own."""
    last = run.entries[-1]
    if not (last.below and any(entry.marked for entry in run.entries[:-1])):
        return run, []
    if any(person.organisation for person in last.people):
        return run, []
    names = ", ".join(person.name for person in last.people)
    kept = (*run.entries[:-1], replace(last, people=()))
    return replace(run, entries=kept), [doubt("unused-names", max(last.lines), names)]


def _as_check(run: Run) -> tuple[Run | None, list[SoundCheck]]:
    """Give a first item that is the sound check is none."""
    first, rest = run.entries[0], run.entries[1:]
    if not is_sound(first.title):
        return run, []
    if not rest:
        return None, []
    return replace(run, entries=rest), [SoundCheck(start_of(first), start_of(rest[0]))]


def _settled(checks: Sequence[SoundCheck], runs: Sequence[Run]) -> tuple[SoundCheck, ...]:
    """Leave a check without a start when the other time it was said with begins no meeting."""
    starts = {run.start for run in runs}
    found: list[SoundCheck] = []
    for check in checks:
        known = check.start is None or check.start in starts
        found += [check] if known else [SoundCheck(check.at), SoundCheck(check.start or 0)]
    return tuple(found)


def _with_people(run: Run, full: Mapping[str, str], places: Mapping[str, str]) -> Run:
    """Everybody under the full name, with the organisation that another line gives."""

    def whole(person: Person) -> Person:
        named = renamed(person, full)
        return named if named.organisation else replace(named, organisation=places.get(named.name))

    def entry_with(entry: Entry) -> Entry:
        people = dict.fromkeys(whole(person) for person in shared(entry.people))
        return replace(entry, people=tuple(people))

    return replace(run, entries=tuple(map(entry_with, run.entries)))


def _sharing(runs: Sequence[Run]) -> list[Doubt]:
    found = []
    for entry in (entry for run in runs for entry in run.entries):
        if shared(entry.people) != entry.people:
            names = ", ".join(person.name for person in entry.people)
            found.append(doubt("shared-organisation", entry.people[-1].organisation, names))
    return found


def _named(runs: Sequence[Run], elsewhere: Sequence[Person]) -> tuple[list[Run], list[Doubt]]:
    people = [*(p for run in runs for e in run.entries for p in shared(e.people)), *elsewhere]
    full = full_names(person.name for person in people)
    places = organisations_of(renamed(person, full) for person in people if is_sure(person))
    doubts = [doubt("alias", short, name) for short, name in full.items()]
    return [_with_people(run, full, places) for run in runs], _sharing(runs) + doubts


def _runs(
    pages: Sequence[_Page], words: frozenset[str], told: Sequence[Line]
) -> tuple[list[Run], list[Doubt]]:
    entries, doubts = afternoons(_read(pages, words))
    groups = split_runs(entries, _apart(entries, pages), _heads(entries, pages))
    used = {entry.line.number for entry in entries if entry.title}
    beside = [line for page in pages for line in page.lines if line.number not in used]
    beside += told
    runs, more = runs_of(groups, hours_in(beside), closings_in(beside))
    real = [run for run in runs if len(run.entries) >= FEWEST or run.end is not None]
    return real, doubts + more


def agenda_of(document: Document, skip: frozenset[int], elsewhere: Sequence[Person]) -> Agenda:
    """Read the programmes, some lines left out; `elsewhere` are people named outside them."""
    checks, sound_lines = sound_checks([ln for ln in document.lines if ln.number not in skip])
    pages = _pages(document, skip | sound_lines)
    told = [line for line in document.lines if line.number in sound_lines]
    runs, doubts = _runs(pages, document.words, told)
    kept: list[Run] = []
    for run in runs:
        whole, found = _as_check(run)
        checks = (*checks, *found)
        if whole is None:
            continue
        clean, unsure = _without_captions(whole)
        kept.append(clean)
        doubts += unsure
    checks = _settled(checks, kept)
    named, unsure = _named(kept, elsewhere)
    used = frozenset(n for run in kept for entry in run.entries for n in entry.lines)
    return Agenda(tuple(named), checks, used | sound_lines, tuple(doubts + unsure))
