"""When things happen: expected times as pure sums over the plan, what ran, and the moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from meeting.model import Item, Meeting, Phase, Span


@dataclass(frozen=True, slots=True)
class Expected:
    """When an item is expected to begin and end; for what has run, when it did."""

    start: datetime
    end: datetime


def expected(meeting: Meeting, now: datetime) -> tuple[Expected, ...]:
    """Forecast every item: what ran stays, what is on lasts at least until now, the rest follows.

    Later items begin when the one before ends, ahead of plan or behind: nobody waits in an online
    meeting. Before the start the forecast is the plan, pushed if its time has passed.
    """
    found: list[Expected] = []
    free = _earliest_start(meeting, now)
    for item, ran, extra in zip(meeting.plan.items, meeting.actual, meeting.extended, strict=True):
        found.append(_expect(item, ran, extra, free, now))
        free = found[-1].end
    return tuple(found)


def _earliest_start(meeting: Meeting, now: datetime) -> datetime:
    begun = meeting.phase in {Phase.RUNNING, Phase.CLOSING, Phase.CLOSED}
    return meeting.plan.start if begun else max(meeting.plan.start, now)


def _expect(item: Item, ran: Span, extra: timedelta, free: datetime, now: datetime) -> Expected:
    start = ran.start or free
    length = max(item.duration + extra, timedelta())
    if ran.end is not None:
        return Expected(start, ran.end)
    if ran.start is not None:
        return Expected(start, max(start + length, now))
    return Expected(start, start + length)


def planned_end(item: Item) -> datetime:
    return item.start + item.duration


def delay(meeting: Meeting, now: datetime) -> timedelta:
    """How far behind the plan the end is expected to be; negative when ahead."""
    return expected(meeting, now)[-1].end - planned_end(meeting.plan.items[-1])
