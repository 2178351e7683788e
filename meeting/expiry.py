"""When each sort of what a meeting holds has had its time, and personal links have."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from meeting.agenda import planned_end
from meeting.ids import PersonId
from meeting.model import Meeting, Phase
from meeting.retention import Data


@dataclass(frozen=True, slots=True)
class Expiry:
    """A sort of data, and from when on (aware UTC) it is not kept any more."""

    data: Data
    at: datetime
    done: bool


def expiries(meeting: Meeting) -> tuple[Expiry, ...]:
    """Give what goes when, in the order of the sorts."""
    over, retention, erased = over_at(meeting), meeting.plan.retention, meeting.erased
    return tuple(
        Expiry(
            data,
            over + timedelta(days=retention.days(data)),
            done=data in erased or Data.STATISTICS in erased,
        )
        for data in Data
    )


def over_at(meeting: Meeting) -> datetime:
    """Say when the meeting was over, or will be: as planned, or later where it began late.

    One that never began is not over as long as somebody does something in it. When it is closed
    says nothing: it may be left open.
    """
    used = meeting.created if meeting.phase is Phase.CLOSED else meeting.at
    return max([_planned(meeting), *(_ran(meeting) or [used])])


def link_ends(meeting: Meeting, person: PersonId) -> datetime | None:
    """Say until when (aware UTC) a host's or speaker's personal link opens the meeting.

    None: as long as it is kept. One made later, in place of one that was withdrawn, ends later.
    """
    days = meeting.plan.links_open
    if days is None:
        return None
    withdrawal = meeting.withdrawn.get(person)
    made = [withdrawal.at] if withdrawal else []
    return max([_planned(meeting), *_ran(meeting), *made]) + timedelta(days=days)


def link_open(meeting: Meeting, person: PersonId, now: datetime) -> bool:
    ends = link_ends(meeting, person)
    return ends is None or now < ends


def times_withdrawn(meeting: Meeting) -> dict[PersonId, int]:
    """Say how often whose link was withdrawn."""
    return {person: withdrawal.times for person, withdrawal in meeting.withdrawn.items()}


def _planned(meeting: Meeting) -> datetime:
    return max(map(planned_end, meeting.plan.items), default=meeting.plan.start)


def _ran(meeting: Meeting) -> list[datetime]:
    """Give when what really began was over, or will be."""
    return [
        span.start + item.duration
        for item, span in zip(meeting.plan.items, meeting.actual, strict=True)
        if span.start is not None
    ]
