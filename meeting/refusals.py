"""Why the rules say no: a closed set of reasons, each with one sentence in the catalogues."""

from enum import StrEnum


class Reason(StrEnum):
    """The value is the reason's stable name; the sentence is the channel's business."""

    HOST_ONLY = "host only"
    SPEAKER_ONLY = "speaker only"
    NOT_JOINED = "not joined"
    ALREADY_STARTED = "already started"
    NOT_STARTED = "not started"
    AGENDA_ENDED = "agenda ended"
    FIRST_ITEM = "first item"
    UNKNOWN_ITEM = "unknown item"
    PROTECTED_ITEM = "protected item"
    ITEM_BEGUN = "item begun"
    TOO_SHORT = "too short"
    NOTHING_TO_UNDO = "nothing to undo"
    MEETING_CLOSED = "meeting closed"
    CLOSED_TOO_LONG = "closed too long"
    CARRIED_ON = "carried on"
    STALE = "stale"
    WRONG_MINUTES = "wrong minutes"
    EMPTY_TEXT = "empty text"
    LONG_TEXT = "long text"
    NO_ORGANISATION = "no organisation"
    UNKNOWN_QUESTION = "unknown question"
    UNKNOWN_MESSAGE = "unknown message"
    UNKNOWN_PERSON = "unknown person"
    UNKNOWN_ENTRY = "unknown entry"
    NOT_ANSWERED = "not answered"
    NOT_YOURS = "not yours"
    NOTHING_OFFERED = "nothing offered"
    REMINDED_ENOUGH = "reminded enough"
    EVALUATION_CLOSED = "evaluation closed"
    EVALUATION_OVER = "evaluation over"
    EVALUATION_NOT_OPEN = "evaluation not open"
    UNKNOWN_EVALUATION_QUESTION = "unknown evaluation question"
    WRONG_ANSWER = "wrong answer"
    EMPTY_BALLOT = "empty ballot"
    CLOCK_ONLY = "clock only"
    WITHDRAWN = "withdrawn"
    ALREADY_ANSWERED = "already answered"
    SAME_QUESTION = "same question"
    NOT_MERGED = "not merged"
    PAST_DATE = "past date"
    SENSITIVE = "sensitive"
    UNKNOWN_WISH = "unknown wish"
    TOO_MANY = "too many"
    NOT_OWNER = "not owner"
    CHANGED_MEANWHILE = "changed meanwhile"
    NO_POLL = "no poll"
    UNKNOWN_POLL = "unknown poll"
    POLL_OPEN = "poll open"
    POLL_CLOSED = "poll closed"
    POLL_OPTIONS = "poll options"
    POLL_SCALE = "poll scale"
    POLL_PLACES = "poll places"
    NO_ANSWER = "no answer"
    NOBODY_HERE = "nobody here"
    IN_PROGRAMME = "in programme"
    NOT_OVER = "not over"


FORBIDDEN = frozenset(
    {
        Reason.HOST_ONLY,
        Reason.SPEAKER_ONLY,
        Reason.NOT_JOINED,
        Reason.NOT_YOURS,
        Reason.CLOCK_ONLY,
        Reason.NOT_OWNER,
        Reason.IN_PROGRAMME,
    }
)
NOT_FOUND = frozenset(
    {
        Reason.UNKNOWN_QUESTION,
        Reason.UNKNOWN_MESSAGE,
        Reason.UNKNOWN_WISH,
        Reason.NOBODY_HERE,
        Reason.UNKNOWN_POLL,
    }
)
WRONG_VALUE = frozenset(
    {
        Reason.WRONG_MINUTES,
        Reason.UNKNOWN_ITEM,
        Reason.TOO_SHORT,
        Reason.EMPTY_TEXT,
        Reason.LONG_TEXT,
        Reason.NO_ORGANISATION,
        Reason.UNKNOWN_PERSON,
        Reason.UNKNOWN_ENTRY,
        Reason.UNKNOWN_EVALUATION_QUESTION,
        Reason.WRONG_ANSWER,
        Reason.EMPTY_BALLOT,
        Reason.PAST_DATE,
        Reason.SENSITIVE,
        Reason.TOO_MANY,
        Reason.POLL_OPTIONS,
        Reason.POLL_SCALE,
        Reason.POLL_PLACES,
        Reason.NO_ANSWER,
    }
)


class RefusedError(Exception):
    """A person broke a rule; nothing was changed.

    `field` names the input that was wrong, `values` fill the sentence's placeholders.
    """

    def __init__(self, reason: Reason, *, field: str | None = None, **values: str | int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.field = field
        self.values = values
