"""When each sort of what a meeting holds has had its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from meeting.agenda import planned_end
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
    items = meeting.plan.items
    planned = max(map(planned_end, items), default=meeting.plan.start)
    ran = [
        span.start + item.duration
        for item, span in zip(items, meeting.actual, strict=True)
        if span.start is not None
    ]
    used = meeting.created if meeting.phase is Phase.CLOSED else meeting.at
    return max([planned, *(ran or [used])])
