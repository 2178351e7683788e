"""What people are told before they, or somebody else, are deleted: once, plainly."""

from dialogs import replies as r
from dialogs.words import Words
from meeting.expiry import expiries
from meeting.model import Meeting
from meeting.retention import Data

GOES = (
    "Your name, your questions and your wishes are deleted for good, here and in the other meetings"
    " that you took part in. What you voted is still counted, as nobody's."
)
THEIRS = (
    "Name, questions and wishes are deleted for good. Votes are still counted, as nobody's."
    " This cannot be undone."
)
BUTTON = "Delete my data"
IN_TEAMS = "What stands in the chat itself is not deleted by this; delete it there."
PRESS = "To do it, press {button}."
SENTENCES = (GOES, THEIRS, BUTTON, PRESS, IN_TEAMS)
SORTS = {
    Data.NAMES: ("Names are deleted on {day}.", "Names were deleted on {day}."),
    Data.TEXTS: (
        "Questions and answers are deleted on {day}.",
        "Questions and answers were deleted on {day}.",
    ),
    Data.STATISTICS: ("Figures are deleted on {day}.", "Figures were deleted on {day}."),
}


def asked_to_erase(words: Words) -> r.AskedToErase:
    button = words(BUTTON)
    return r.AskedToErase(f"{words(GOES)} {words(PRESS, button=button)}", button)


def kept_until(meeting: Meeting, words: Words) -> tuple[str, ...]:
    """Say what is deleted when, or was."""
    return tuple(
        words(SORTS[one.data][one.done], day=words.date(one.at)) for one in expiries(meeting)
    )
