"""A deck beside the meeting that it follows: what differs, and what it answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.files.slugs import slug
from knowledge.deck.draft import Draft, Item, Programme
from meeting.entry import Entry
from meeting.ids import EntryId, PersonId
from meeting.model import Plan

KEPT_WORDS = 0.5  # so much of a title's words makes it the same item under another name


@dataclass(frozen=True, slots=True)
class Place:
    """An agenda item as a programme has it; `start` as HH:MM, minutes None where it is not said."""

    title: str
    start: str
    minutes: int | None
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """An item then and now; one of them is None where it is new or left out."""

    before: Place | None
    after: Place | None

    @property
    def same(self) -> bool:
        """Whether it is what it was, wherever it stands in the day."""
        one, other = self.before, self.after
        return one is not None and other is not None and _what(one) == _what(other)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the next programme has that this one has not, and the other way round."""

    items: tuple[Shift, ...]
    new_people: tuple[str, ...]
    gone_people: tuple[str, ...]
    new_tasks: tuple[str, ...]
    moved_tasks: tuple[tuple[str, str, str], ...]  # its title, the date it was due, and now


def difference(plan: Plan, draft: Draft, zone_start: str) -> Difference:
    """Compare a draft's first programme with the plan; `zone_start` is the plan's, as HH:MM."""
    programme = draft.programmes[0] if draft.programmes else None
    names = {person.id: person.name or "" for person in plan.people}
    before = [*_planned(plan, names, zone_start)]
    after = [*_drafted(programme)] if programme else []
    people = {*draft.hosts, *(name for place in after for name in place.speakers)}
    known = set(names.values())
    due = {task.title.casefold(): task.due for task in plan.tasks}
    moved = [
        (task.title, str(due[task.title.casefold()]), task.due)
        for task in draft.tasks
        if task.due and str(due.get(task.title.casefold()) or task.due) != task.due
    ]
    return Difference(
        items=tuple(_paired(before, after)),
        new_people=tuple(sorted(people - known)),
        gone_people=tuple(sorted(known - people)),
        new_tasks=tuple(t.title for t in draft.tasks if t.title.casefold() not in due),
        moved_tasks=tuple(moved),
    )


def entries_of(draft: Draft, known: Sequence[Entry], topic: str) -> tuple[Entry, ...]:
    """Give the deck's answered questions as entries; what the base has already is left out."""
    there = {(entry.question.casefold(), entry.answer) for entry in known}
    edition = slug(draft.title)[:40]
    return tuple(
        Entry(
            id=EntryId(f"{edition}-f{number:02}"),
            question=pair.question,
            answer=pair.answer,
            topic=pair.topic or topic,
            source=pair.source,
        )
        for number, pair in enumerate(draft.faq, 1)
        if (pair.question.casefold(), pair.answer) not in there
    )


def _planned(plan: Plan, names: Mapping[PersonId, str], zone_start: str) -> Iterator[Place]:
    begins = _minutes(zone_start)
    for item in plan.items:
        start = begins + int((item.start - plan.start).total_seconds() // 60)
        speakers = tuple(names.get(person, "") for person in item.speakers)
        yield Place(item.title, _clock(start), int(item.duration.total_seconds() // 60), speakers)


def _drafted(programme: Programme) -> Iterator[Place]:
    for item in programme.items:
        yield Place(item.title, item.start, _length(item), tuple(p.name for p in item.speakers))


def _length(item: Item) -> int | None:
    return None if item.end is None else (_minutes(item.end) - _minutes(item.start)) % (24 * 60)


def _paired(before: Sequence[Place], after: Sequence[Place]) -> Iterator[Shift]:
    """Put each item beside the one it was, in the new order; then what is left out."""
    left = list(before)
    for place in after:
        best = max(left, key=lambda one: _alike(one.title, place.title), default=None)
        if best is not None and _alike(best.title, place.title) >= KEPT_WORDS:
            left.remove(best)
            yield Shift(best, place)
        else:
            yield Shift(None, place)
    yield from (Shift(place, None) for place in left)


def _alike(one: str, other: str) -> float:
    ours, theirs = set(one.casefold().split()), set(other.casefold().split())
    return len(ours & theirs) / max(len(ours | theirs), 1)


def _what(place: Place) -> tuple[str, int | None, frozenset[str]]:
    return (place.title, place.minutes, frozenset(place.speakers))


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
