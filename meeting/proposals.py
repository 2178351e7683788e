"""What to cut so that a protected item begins on time: two or three proposals with their effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from meeting.agenda import due, expected, is_left_out, length
from meeting.commands import Cut, CutAgenda, JumpTo
from meeting.item import Item
from meeting.model import Meeting

MINUTE = timedelta(minutes=1)
MOST = 3
SHARE = 2  # at most one part in so many is taken from an item that is only shortened


@dataclass(frozen=True, slots=True)
class Proposal:
    """Cuts and what they lead to; without any, the proposal is to go to the protected item now.

    `saves` is whole minutes; `start` is when the protected item is then expected to begin (aware
    UTC), and `holds` whether that is on time.
    """

    cuts: tuple[Cut, ...]
    saves: int
    protected: Item
    start: datetime
    holds: bool

    @property
    def deed(self) -> CutAgenda | JumpTo:
        """Give what a host does who accepts it."""
        return CutAgenda(self.cuts) if self.cuts else JumpTo(self.protected.id)


def endangered(meeting: Meeting, now: datetime) -> tuple[int, int] | None:
    """Give the first protected item that will begin late: its index and whole minutes, rounded up.

    Less than a minute is nobody's concern, unless its time has come and something else is on.
    """
    if meeting.current is None:
        return None
    forecast = expected(meeting, now)
    for index in range(meeting.current + 1, len(meeting.plan.items)):
        item, ran = meeting.plan.items[index], meeting.actual[index]
        if not item.protected or ran.start is not None:
            continue
        late = forecast[index].start - item.start
        return (index, -(-late // MINUTE)) if late >= MINUTE or now >= item.start else None
    return None


def proposals(meeting: Meeting, now: datetime) -> tuple[Proposal, ...]:
    """Propose what saves the next protected item, the gentlest first.

    If nothing does, they are what comes nearest to it, and to go to it at once.
    """
    found = endangered(meeting, now)
    if found is None or meeting.current is None:
        return ()
    index, need = found
    free = [n for n in range(meeting.current + 1, index) if _cuttable(meeting, n)]
    ways = chain(_from_this(meeting, need, now), _ways(meeting, free, need))
    likely = [_proposal(meeting, cuts, index, now) for cuts in ways]
    held = [one for one in likely if one.holds][:MOST]
    if held:
        return tuple(held)
    nearest = [one for one in likely if one.saves > 0][-1:]
    return (*nearest, _at_once(meeting, index, now))


def _cuttable(meeting: Meeting, index: int) -> bool:
    open_ = meeting.actual[index].start is None and not is_left_out(meeting, index)
    return open_ and not meeting.plan.items[index].protected


def _ways(meeting: Meeting, free: Sequence[int], need: int) -> Iterator[tuple[Cut, ...]]:
    """Shorten all a little, leave out the shortest that is enough, or the fewest together."""
    minutes = {n: length(meeting, n) // MINUTE for n in free}
    if shared := _shared({n: long // SHARE for n, long in minutes.items()}, need):
        yield tuple(Cut(meeting.plan.items[n].id, less) for n, less in shared.items())
    enough = [n for n in free if minutes[n] >= need]
    if enough:
        yield (Cut(meeting.plan.items[min(enough, key=lambda n: (minutes[n], -n))].id),)
    saved, several = 0, []
    for n in sorted(free, key=lambda n: (-minutes[n], -n)):
        several.append(n)
        saved += minutes[n]
        if saved >= need:
            break
    if len(several) > 1 or not enough:
        yield tuple(Cut(meeting.plan.items[n].id) for n in sorted(several))


def _shared(most: dict[int, int], need: int) -> dict[int, int]:
    """Share the minutes out by how much each can give; empty if all together cannot."""
    total = sum(most.values())
    if total < need:
        return {}
    taken = {n: need * can // total for n, can in most.items()}
    for n in sorted(most, key=lambda n: taken[n] - most[n]):  # who has most left gives the rest
        taken[n] += min(most[n] - taken[n], need - sum(taken.values()))
    return {n: less for n, less in taken.items() if less}


def _from_this(meeting: Meeting, need: int, now: datetime) -> Iterator[tuple[Cut, ...]]:
    """Take it from the item that is on, while that still has a minute more."""
    on = meeting.current or 0
    start = meeting.actual[on].start
    if start is not None and due(meeting, on, start, now) - now > need * MINUTE:
        yield (Cut(meeting.plan.items[on].id, need),)


def _proposal(meeting: Meeting, cuts: tuple[Cut, ...], index: int, now: datetime) -> Proposal:
    item, shorter = meeting.plan.items[index], after(meeting, cuts)
    before, start = expected(meeting, now)[index].start, expected(shorter, now)[index].start
    return Proposal(cuts, (before - start) // MINUTE, item, start, start <= item.start)


def _at_once(meeting: Meeting, index: int, now: datetime) -> Proposal:
    item, forecast = meeting.plan.items[index], expected(meeting, now)[index].start
    return Proposal((), max(forecast - now, timedelta()) // MINUTE, item, now, now <= item.start)


def after(meeting: Meeting, cuts: tuple[Cut, ...]) -> Meeting:
    """Give the meeting as it would be with these cuts; the rules check them when they are made."""
    places = {item.id: n for n, item in enumerate(meeting.plan.items)}
    extended, left_out = meeting.extended, meeting.left_out
    for cut in cuts:
        if cut.minutes is None:
            left_out |= {cut.item}
        else:
            extended = _with(extended, places[cut.item], -cut.minutes * MINUTE)
    return replace(meeting, extended=extended, left_out=left_out)


def _with(extended: tuple[timedelta, ...], place: int, more: timedelta) -> tuple[timedelta, ...]:
    return (*extended[:place], extended[place] + more, *extended[place + 1 :])
