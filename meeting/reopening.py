"""A close that was a mistake: until when it can be taken back, and when it stands for good."""

from datetime import datetime, timedelta

from meeting.model import Meeting
from meeting.question import QuestionState

# Long enough to notice in front of a room full of people, too short to forget what was meant.
REOPENS_WITHIN = timedelta(minutes=10)
CLOCKS_APART = timedelta(minutes=1)  # at most, those of two processes


def reopens_until(meeting: Meeting) -> datetime | None:
    """Say until when (aware UTC) the close can be taken back; None when it cannot be at all.

    Once something of the meeting has had its time and is erased, it stays closed.
    """
    gone = meeting.before_close is None or meeting.erased or carried_on(meeting)
    return None if gone or meeting.closed is None else meeting.closed + REOPENS_WITHIN


def carried_on(meeting: Meeting) -> bool:
    """Tell whether a later meeting has taken up what this one left open."""
    return any(one.state is QuestionState.CARRIED for one in meeting.questions.values())


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Tell whether the meeting is closed and nobody can take that back any more."""
    closed = meeting.closed
    return closed is not None and now > closed + REOPENS_WITHIN + CLOCKS_APART
