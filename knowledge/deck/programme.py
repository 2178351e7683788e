"""Entries to programmes: which times are one meeting, and when each item ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.items import Entry
from knowledge.deck.times import NOON, Span, clock
from knowledge.deck.wording import alike

LATEST_START = 60  # minutes after the hours that an invitation says
EARLIEST = 7 * 60  # an afternoon written on a 12-hour clock lies before this
_ENDINGS = frozenset(
    {
        *("slut", "mødet slutter", "mødet slut", "mødet er slut", "slut på mødet", "slutter"),
        *("tak for i dag", "tak for denne gang", "mødet afsluttes", "farvel og tak", "færdig"),
        *("program slut", "slut for i dag", "end", "end of meeting", "end of the meeting", "ends"),
        *("end of day", "end of programme", "end of event", "meeting ends", "meeting closes"),
        *("meeting adjourned", "close", "finish", "finished", "the end", "done", "adjourn"),
        *("adjournment", "goodbye"),
    }
)
_OVER = re.compile(r"(?:\w+ ){1,3}(?:slutter|er slut|ends|closes|finishes|adjourns)")
_MAYBE_ENDINGS = frozenset(
    {"afslutning", "closing", "farvel", "afsluttes", "finished", "afrunding"}
)


@dataclass(frozen=True, slots=True)
class Run:
    """Give the entries of one meeting, and its end when something else than an item says it."""

    entries: tuple[Entry, ...]
    end: int | None = None

    @property
    def start(self) -> int:
        return self.entries[0].spans[0].start


def start_of(entry: Entry) -> int:
    return entry.spans[0].start


def end_of(entry: Entry) -> int | None:
    end = entry.spans[0].end
    if end is None and entry.minutes is not None:
        return start_of(entry) + entry.minutes
    return end


def _shifted(entry: Entry, hours: int) -> Entry:
    span = entry.spans[0]
    end = span.end + hours * 60 if span.end is not None else None
    return replace(entry, spans=(replace(span, start=span.start + hours * 60, end=end),))


def afternoons(entries: Sequence[Entry]) -> tuple[list[Entry], list[Doubt]]:
    """`12:00 Lunch`, `1:00 Workshop`: hours on a 12-hour clock without am and pm."""
    kept: list[Entry] = []
    doubts: list[Doubt] = []
    for entry in entries:
        before, start = (start_of(kept[-1]) if kept else 0), start_of(entry)
        if (
            start < EARLIEST
            and start + NOON >= NOON
            and before > EARLIEST
            and before <= start + NOON
        ):
            doubts.append(doubt("afternoon", clock(start), clock(start + NOON), clock(before)))
            kept.append(_later_end(_shifted(entry, 12)))
            continue
        kept.append(_later_end(entry))
    return kept, doubts


def _later_end(entry: Entry) -> Entry:
    """`11:30-1:00`: only the end is in the afternoon."""
    span = entry.spans[0]
    if (
        span.end is None
        or span.end > span.start
        or not (span.end < EARLIEST and span.end + NOON > span.start and span.start >= EARLIEST)
    ):
        return entry
    return replace(entry, spans=(replace(span, end=span.end + NOON), *entry.spans[1:]))


def sound_entries(entries: Sequence[Entry]) -> list[Entry]:
    """Entries whose time is a time: `9-10` counts only beside one that meets it."""
    kept = []
    for i, entry in enumerate(entries):
        ends = {end_of(one) for one in entries[max(0, i - 1) : i]}
        starts = {start_of(one) for one in entries[i + 1 : i + 2]}
        if entry.spans[0].firm or start_of(entry) in ends or end_of(entry) in starts:
            kept.append(entry)
    return kept


def _begins_anew(group: list[Entry], entry: Entry, apart: bool, head: bool) -> bool:
    """Whether a meeting of its own begins with this entry."""
    last = group[-1]
    repeated = alike(entry.title) == alike(group[0].title) and len(group) > 1
    if repeated and start_of(entry) != start_of(last):
        return True
    if start_of(entry) < start_of(last):
        return apart
    end = end_of(last)
    return head and end is not None and start_of(entry) > end


def split_runs(
    entries: Sequence[Entry], apart: frozenset[int], heads: frozenset[int]
) -> list[list[Entry]]:
    """Give the entries of each meeting. `apart`: something stands between this line and the time
    before it; `heads`: a heading that was there before stands again above this line.
    """
    groups: list[list[Entry]] = []
    for entry in entries:
        number = entry.line.number
        if groups and not _begins_anew(groups[-1], entry, number in apart, number in heads):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _parallel(group: list[Entry]) -> list[list[Entry]]:
    """`10.00-10.05 | 13.00-13.05 | Velkomst`: the same items at two times."""
    width = max(len(entry.spans) for entry in group)
    if width == 1:
        return [group]
    return [
        [replace(entry, spans=(entry.spans[k],)) for entry in group if len(entry.spans) > k]
        for k in range(width)
    ]


def without_container(group: list[Entry]) -> tuple[list[Entry], int | None]:
    """`10.00-11.30 Netværksmøde` above its own items: the hours, no item."""
    if len(group) <= 1:
        return group, None
    end, rest = end_of(group[0]), group[1:]
    last = max(end_of(entry) or start_of(entry) for entry in rest)
    same = start_of(rest[0]) == start_of(group[0]) and (end_of(rest[0]) or 0) != end
    if end is not None and same and all(start_of(e) >= start_of(group[0]) for e in rest):
        return (rest, end) if end >= last else (group, None)
    return group, None


def _closed(group: list[Entry]) -> tuple[list[Entry], int | None, list[Doubt]]:
    """Give the entries without a last one that only says when the meeting is over."""
    last = group[-1]
    title, start = alike(last.title), start_of(last)
    alone = end_of(last) is None and not last.people
    if len(group) > 1 and alone and (not title or title in _ENDINGS or _OVER.fullmatch(title)):
        return group[:-1], start, []
    others = all(entry.spans[0].end is None for entry in group)
    alone = alone and not last.spans[0].dashed
    if len(group) > 1 and alone and others and title in _MAYBE_ENDINGS:
        return group[:-1], start, [doubt("closing-read-as-end", last.title, clock(start))]
    return group, None, []


def _told_end(group: list[Entry], hours: Sequence[Span], closings: Sequence[int]) -> int | None:
    """When the meeting ends by what stands beside the programme."""
    first, last = start_of(group[0]), start_of(group[-1])
    for span in hours:
        if (
            span.end is not None
            and span.start <= first
            and span.end > last
            and first - span.start <= LATEST_START
        ):
            return span.end
    later = [end for end in closings if end > last]
    return later[0] if len(set(later)) == 1 else None


def runs_of(
    groups: Sequence[list[Entry]], hours: Sequence[Span], closings: Sequence[int]
) -> tuple[list[Run], list[Doubt]]:
    """Each meeting with its end."""
    runs: list[Run] = []
    doubts: list[Doubt] = []
    for whole in groups:
        for group in _parallel(whole):
            kept, container = without_container(group)
            kept, marker, unsure = _closed(kept)
            told = container or marker or _told_end(kept, hours, closings)
            runs.append(Run(tuple(kept), told))
            doubts += unsure
    return runs, doubts
