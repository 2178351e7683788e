"""What is said of a close that may have been a mistake, and of one that was."""

from dataclasses import replace

from dialogs import replies as r
from dialogs.words import Words
from meeting import commands as c
from meeting import events as e
from meeting.model import Meeting
from meeting.reopening import reopens_until


def mistaken(meeting: Meeting, words: Words) -> str:
    """Say until when a host can take the close back; empty when nobody can."""
    until = reopens_until(meeting)
    if until is None:
        return ""
    return words("Closed by mistake? Undo until {time}.", time=words.time(until))


def noting_close(
    reply: r.Reply, deed: c.Deed, change: e.Change | None, meeting: Meeting, words: Words
) -> r.Reply:
    """Add to the reply to a step what a host should know of a close, or of one taken back."""
    if not isinstance(reply, r.Timeline):
        return reply
    events = () if change is None else change.events
    more: tuple[str, ...] = ()
    if isinstance(deed, c.CloseMeeting):
        more = (reply.note or "", mistaken(meeting, words))
    elif any(isinstance(event, e.MeetingReopened) for event in events):
        ended = meeting.evaluation.closed
        over = words("The evaluation has ended and cannot be opened again.") if ended else ""
        more = (words("The meeting is open again."), reply.note or "", over)
    if not more:
        return reply
    return replace(reply, note=" ".join(_sentence(one) for one in more if one))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
