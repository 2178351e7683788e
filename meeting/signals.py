"""What the time says to speakers and hosts: who is next, how long is left, who is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from meeting.agenda import due, following
from meeting.ids import PersonId
from meeting.item import TIME_LEFT, Mark
from meeting.model import Meeting, Phase

MINUTE = timedelta(minutes=1)
# The latest first: with it said, the earlier ones are not said any more. What an item must be
# longer than for a mark is twice the mark, since nobody needs five minutes' notice of six.
FIVE_LEFT, TWO_LEFT = 5, 2  # minutes
LEFT = ((Mark.OVER, 0), (Mark.TWO, TWO_LEFT), (Mark.FIVE, FIVE_LEFT))
CALLED_FOR = 2 * MINUTE  # a sound check that began longer ago is not called to
MISSED_BEFORE = 5 * MINUTE  # a speaker who is not here by then is missing


@dataclass(frozen=True, slots=True)
class Cue:
    """A mark of the item at `index`, from `at` on and, if that is given, `until` (aware UTC)."""

    index: int
    mark: Mark
    at: datetime
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.at <= now and (self.until is None or now <= self.until)


class Pressure(StrEnum):
    """How pressing the time of the item that is on is."""

    CALM = "calm"
    WARNING = "warning"
    DANGER = "danger"
    OVER = "over"


def thresholds(length: timedelta) -> tuple[int, int]:
    """Give the seconds left from which an item's time is a warning, and a danger; 0 for never."""
    warning, danger = (
        left * 60 if length > 2 * left * MINUTE else 0 for left in (FIVE_LEFT, TWO_LEFT)
    )
    return warning, danger


def pressure(length: timedelta, left: timedelta) -> Pressure:
    """Say how pressing it is for an item of this length with so much left."""
    warning, danger = (timedelta(seconds=seconds) for seconds in thresholds(length))
    if left <= timedelta():
        return Pressure.OVER
    if left <= danger:
        return Pressure.DANGER
    return Pressure.WARNING if left <= warning else Pressure.CALM


def signals(meeting: Meeting) -> Iterator[Cue]:
    """Give what is still to be said about the item that is on and the one that follows.

    Nothing is due while the meeting is paused: nobody knows when it goes on.
    """
    for one in _all(meeting):
        if (meeting.plan.items[one.index].id, one.mark) not in meeting.told:
            yield one


def due_now(meeting: Meeting, mark: Mark, now: datetime) -> tuple[int, ...]:
    """Give the items for which a mark holds, told already or not."""
    return tuple(one.index for one in _all(meeting) if one.mark is mark and one.holds(now))


def said_now(meeting: Meeting, now: datetime) -> Iterator[Cue]:
    """Give what is to be said at this moment; of how long is left, only the latest."""
    left = False
    for one in signals(meeting):
        if one.holds(now) and not (left and one.mark in TIME_LEFT):
            left = left or one.mark in TIME_LEFT
            yield one


def _all(meeting: Meeting) -> Iterator[Cue]:
    on = meeting.current
    if meeting.phase is Phase.OPEN:
        if meeting.plan.sound_check is not None:
            check = meeting.plan.sound_check
            yield Cue(0, Mark.SOUND_CHECK, check, check + CALLED_FOR)
        yield from _missing(meeting, 0, meeting.plan.start)
        return
    if on is None or meeting.paused is not None:
        return
    start = meeting.actual[on].start or meeting.at
    end = due(meeting, on, start, start)
    if meeting.plan.items[on].speakers:
        length = end - start
        for mark, left in LEFT:
            if length > 2 * left * MINUTE:
                yield Cue(on, mark, end - left * MINUTE)
    after = following(meeting, on)
    if after is not None:
        yield from _coming(meeting, after, start, end)


def _coming(meeting: Meeting, index: int, start: datetime, end: datetime) -> Iterator[Cue]:
    yield from _missing(meeting, index, max(start + MISSED_BEFORE, end))
    if meeting.plan.items[index].speakers:
        yield Cue(index, Mark.NEXT, start)


def _missing(meeting: Meeting, index: int, begins: datetime) -> Iterator[Cue]:
    if missing(meeting, index):
        yield Cue(index, Mark.MISSING, begins - MISSED_BEFORE)


def missing(meeting: Meeting, index: int) -> tuple[PersonId, ...]:
    """Give an item's speakers who have not been seen and are not known to be away."""
    speakers = meeting.plan.items[index].speakers
    return tuple(one for one in speakers if one not in meeting.here | meeting.absent)
