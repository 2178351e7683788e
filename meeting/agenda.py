"""When things happen: expected times as pure sums over the plan, what ran, and the moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from meeting.item import Item
from meeting.model import Meeting, Phase


@dataclass(frozen=True, slots=True)
class Expected:
    """When an item is expected to begin and end; for what has run, when it did."""

    start: datetime
    end: datetime


def expected(meeting: Meeting, now: datetime) -> tuple[Expected, ...]:
    """Forecast every item: what ran stays, what is on lasts at least until now, the rest follows.

    Later items begin when the one before ends, ahead of plan or behind: nobody waits in an online
    meeting. What was passed over or left out takes no time. Before the start the forecast is the
    plan, pushed if its time has passed.
    """
    found: list[Expected] = []
    free = _earliest_start(meeting, now)
    for index in range(len(meeting.plan.items)):
        found.append(_expect(meeting, index, free, now))
        free = max(free, found[-1].end)
    return tuple(found)


def _earliest_start(meeting: Meeting, now: datetime) -> datetime:
    begun = meeting.phase in {Phase.RUNNING, Phase.CLOSING, Phase.CLOSED}
    return meeting.plan.start if begun else max(meeting.plan.start, now)


def _expect(meeting: Meeting, index: int, free: datetime, now: datetime) -> Expected:
    ran = meeting.actual[index]
    if ran.start is not None and ran.end is not None:
        return Expected(ran.start, ran.end)
    if ran.start is not None:
        return Expected(ran.start, max(due(meeting, index, ran.start, now), now))
    if is_left_out(meeting, index) or is_passed_over(meeting, index):
        return Expected(free, free)
    return Expected(free, free + length(meeting, index))


def length(meeting: Meeting, index: int) -> timedelta:
    """How long an item may last: as planned, and what it was given or gave up."""
    return max(meeting.plan.items[index].duration + meeting.extended[index], timedelta())


def due(meeting: Meeting, index: int, start: datetime, now: datetime) -> datetime:
    """When an item that began at `start` is to end.

    Pauses come on top, also the one that lasts, and the time that something else was on.
    """
    rest = meeting.rested[index] + meeting.elsewhere[index]
    if meeting.paused is not None and index == meeting.current:
        rest += max(now - meeting.paused, timedelta())
    return start + length(meeting, index) + rest


def is_left_out(meeting: Meeting, index: int) -> bool:
    """Tell whether everybody is to read it themselves, decided while the meeting runs."""
    return meeting.plan.items[index].id in meeting.left_out


def is_passed_over(meeting: Meeting, index: int) -> bool:
    """Tell whether it has not run although something after it has."""
    if meeting.actual[index].start is not None:
        return False
    if meeting.current is not None:
        return index < meeting.current
    return any(span.start is not None for span in meeting.actual[index:])


def following(meeting: Meeting, index: int) -> int | None:
    """Give the next item that has neither run nor been left out."""
    for after in range(index + 1, len(meeting.plan.items)):
        if (
            meeting.actual[after].end is None
            and meeting.plan.items[after].id not in meeting.left_out
        ):
            return after
    return None


def planned_end(item: Item) -> datetime:
    return item.start + item.duration


def delay(meeting: Meeting, now: datetime) -> timedelta:
    """How far behind the plan the end is expected to be; negative when ahead."""
    return expected(meeting, now)[-1].end - planned_end(meeting.plan.items[-1])
