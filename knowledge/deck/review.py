"""Runs to programmes as they are printed, and what a host should settle in each."""

from collections.abc import Iterator, Sequence

from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.draft import Item, Programme
from knowledge.deck.items import Entry
from knowledge.deck.people import Person, is_name
from knowledge.deck.programme import Run, end_of, start_of
from knowledge.deck.roles import is_break
from knowledge.deck.sound import SoundCheck
from knowledge.deck.times import clock


def _ends(run: Run) -> list[int | None]:
    """Each item's end: its own, else where the next begins, else the meeting's."""
    following = [start_of(entry) for entry in run.entries[1:]]
    after: list[int | None] = [*following, run.end]
    return [
        end if (end := end_of(entry)) is not None else then
        for entry, then in zip(run.entries, after, strict=True)
    ]


def _check_of(run: Run, checks: Sequence[SoundCheck], alone: bool) -> str | None:
    """Find the sound check whose sentence names this start, or the one of the only programme."""
    for check in checks:
        if check.start == run.start or (check.start is None and alone and check.at <= run.start):
            return clock(check.at)
    return None


def _programme(run: Run, checks: Sequence[SoundCheck], alone: bool) -> Programme:
    ends = _ends(run)
    items = tuple(
        Item(clock(start_of(entry)), None if end is None else clock(end), entry.title, entry.people)
        for entry, end in zip(run.entries, ends, strict=True)
    )
    known = [end for end in ends if end is not None]
    last = None if ends[-1] is None or not known else clock(max(known))
    return Programme(clock(run.start), last, _check_of(run, checks, alone), items)


def programmes_of(runs: Sequence[Run], checks: Sequence[SoundCheck]) -> tuple[Programme, ...]:
    return tuple(_programme(run, checks, len(runs) == 1) for run in runs)


def _time_doubts(run: Run) -> Iterator[Doubt]:
    start = clock(run.start)
    ends = _ends(run)
    for entry, end in zip(run.entries, ends, strict=True):
        if end is None:
            yield doubt("no-end", start, entry.title)
        elif end <= start_of(entry):
            yield doubt("ends-before", start, entry.title, clock(start_of(entry)), clock(end))
    for (one, end), two in zip(zip(run.entries, ends, strict=True), run.entries[1:], strict=False):
        if end is not None and start_of(two) < end:
            yield doubt("overlap", start, two.title, clock(start_of(two)), one.title, clock(end))
    if run.end is not None and ends[-1] is not None and ends[-1] != run.end:
        yield doubt("hours-differ", start, clock(run.end), clock(ends[-1]))


def _people_doubts(entries: Sequence[Entry]) -> Iterator[Doubt]:
    for person in (person for entry in entries for person in entry.people):
        if not is_name(person.name):
            yield doubt("not-a-name", person.name)
        elif person.organisation is None:
            yield doubt("no-organisation", person.name)


def _silent(run: Run) -> Iterator[Doubt]:
    titles = [e.title for e in run.entries if not e.people and not is_break(e.title)]
    if titles:
        yield doubt("no-speakers", clock(run.start), ", ".join(f'"{title}"' for title in titles))


def _sound_doubts(runs: Sequence[Run], checks: Sequence[SoundCheck]) -> Iterator[Doubt]:
    alone = len(runs) == 1
    found = [_check_of(run, checks, alone) for run in runs]
    for run, at in zip(runs, found, strict=True):
        if at is None and any(found):
            yield doubt("no-sound-check", clock(run.start))
    for check in checks:
        if clock(check.at) not in found:
            yield doubt("loose-sound-check", clock(check.at))


def programme_doubts(runs: Sequence[Run], checks: Sequence[SoundCheck]) -> tuple[Doubt, ...]:
    found: list[Doubt] = [] if runs else [doubt("no-programme")]
    for run in runs:
        found += [*_time_doubts(run), *_silent(run), *_people_doubts(run.entries)]
    return (*found, *_sound_doubts(runs, checks))


def everybody(runs: Sequence[Run]) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(p for run in runs for entry in run.entries for p in entry.people))
