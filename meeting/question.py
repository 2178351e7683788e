"""The nouns of the ledger: a question, how it was routed, what was offered and answered."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from meeting.ids import EntryId, ItemId, MeetingId, PersonId, QuestionId


class QuestionState(StrEnum):
    """Where a question is; a host looks at a new one before anybody else sees it."""

    NEW = "new"
    SUGGESTED = "suggested"
    QUEUED = "queued"
    ON_NOW = "on now"
    ANSWERED = "answered"
    FOLLOW_UP = "follow-up"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    CARRIED = "carried over"


# What nobody has given an end to yet: each of these must get an owner and a date at the latest
# when the meeting closes.
OPEN = frozenset({QuestionState.NEW, QuestionState.QUEUED, QuestionState.ON_NOW})
# What still waits for somebody's answer.
WAITING = frozenset({QuestionState.QUEUED, QuestionState.ON_NOW, QuestionState.FOLLOW_UP})
# What only its asker, those who have it and the hosts know of.
HIDDEN = frozenset(
    {
        QuestionState.NEW,
        QuestionState.SUGGESTED,
        QuestionState.DECLINED,
        QuestionState.MERGED,
        QuestionState.WITHDRAWN,
    }
)


class Show(StrEnum):
    """How the asker is shown to others."""

    NAME = "name"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"


class Got(StrEnum):
    """The asker's word on an answer: did you get it?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class RouteKind(StrEnum):
    """Why a question went to whom it went, strongest reason first."""

    ADDRESSED = "addressed"
    ANSWERED_BEFORE = "answered before"
    TOPIC = "topic"
    ON_NOW = "on now"
    HOST = "host"
    MOVED = "moved"
    RETURNED = "returned"
    MAILBOX = "mailbox"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Route:
    """Who has a question and why; `detail` is the alias, topic or item title that decided.

    `score` says how sure a topic was in percent, `instead_of` names those who would have it but are
    away, `otherwise` is who is the next best, for a host who knows better.
    """

    to: tuple[PersonId, ...]
    kind: RouteKind
    detail: str | None = None
    score: int | None = None
    instead_of: tuple[str, ...] = ()
    otherwise: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What a known answer rests on: its entry, the asker's words that it was found by, its owner.

    `owner` is an organisation; from the day after `valid_until` on nobody is answered with it.
    """

    entry: EntryId
    words: tuple[str, ...] = ()
    owner: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An entry of the knowledge base as it reads now."""

    entry: EntryId
    text: str
    source: str | None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is None when it was answered live; `by` is None when the knowledge base answered.

    `corrected` when the base said something else before.
    """

    text: str | None
    at: datetime
    by: PersonId | None = None
    source: str | None = None
    basis: Basis | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the series learns from a question: an entry of its own, or a way to ask for `entry`."""

    entry: EntryId | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the knowledge base put before the asker: one sure answer, or up to three."""

    entries: tuple[EntryId, ...]
    sure: bool = False


def plain(text: str) -> str:
    """Give the words alone, so that a mark or a capital makes no other question."""
    return " ".join(text.casefold().strip(" .!?").split())


def holder(question: QuestionId) -> PersonId:
    """Stand in for the asker whom nobody knows, so that one word from them is counted once."""
    return PersonId(f"asker of {question}")


@dataclass(frozen=True, slots=True)
class Origin:
    """The earlier meeting in which a question was asked: its id there, when, and by how many."""

    meeting: MeetingId
    question: QuestionId
    title: str
    asked_at: datetime
    people: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the ledger; `asker` is None for ever when it was asked anonymously.

    `token` is the digest of a secret that only an anonymous asker holds. `tries` counts how often
    the same person sent it, `into` is the question that it was merged into, `reminded` how often
    its owner was reminded of the date (aware UTC) that it is `due`.
    """

    id: QuestionId
    number: int
    text: str
    asker: PersonId | None
    show: Show
    shown_as: str | None
    organisation: str | None
    item: ItemId | None
    route: Route
    state: QuestionState
    asked_at: datetime
    topic: str | None = None
    offer: Offer | None = None
    answer: Answer | None = None
    owner: PersonId | None = None
    due: datetime | None = None
    declined: str | None = None
    token: str | None = None
    tries: int = 1
    into: QuestionId | None = None
    origin: Origin | None = None
    reminded: int = 0
