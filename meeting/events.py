"""What has happened: past tense, stored for good. Add fields with defaults, never rename."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from meeting.ids import Answers, BallotKey, CommandId, PersonId
from meeting.ledger_events import (
    AnswerOffered,
    AnswerRated,
    FollowUpPromised,
    LedgerEvent,
    ModerationSet,
    OwnerReminded,
    QuestionAnswered,
    QuestionAsked,
    QuestionCarried,
    QuestionDeclined,
    QuestionEdited,
    QuestionHeld,
    QuestionMerged,
    QuestionParted,
    QuestionPutOn,
    QuestionQueued,
    QuestionRepeated,
    QuestionTakenOff,
    QuestionWithdrawn,
    SpeakerMarked,
    TroubleReported,
    TroubleSettled,
    VoteCast,
    VoteWithdrawn,
)
from meeting.model import Person, Plan

__all__ = [
    "AnswerOffered",
    "AnswerRated",
    "BallotCast",
    "Change",
    "EvaluationClosed",
    "EvaluationOpened",
    "Event",
    "FollowUpPromised",
    "ItemEnded",
    "ItemExtended",
    "ItemLeftOut",
    "ItemReopened",
    "ItemStarted",
    "LedgerEvent",
    "MeetingClosed",
    "MeetingOpened",
    "MeetingPlanned",
    "ModerationSet",
    "OwnerReminded",
    "PersonJoined",
    "QuestionAnswered",
    "QuestionAsked",
    "QuestionCarried",
    "QuestionDeclined",
    "QuestionEdited",
    "QuestionHeld",
    "QuestionMerged",
    "QuestionParted",
    "QuestionPutOn",
    "QuestionQueued",
    "QuestionRepeated",
    "QuestionTakenOff",
    "QuestionWithdrawn",
    "ResultsShown",
    "SpeakerMarked",
    "StepUndone",
    "SumsCarried",
    "TopicProposed",
    "TroubleReported",
    "TroubleSettled",
    "VoteCast",
    "VoteWithdrawn",
]


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    plan: Plan


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    pass


@dataclass(frozen=True, slots=True)
class ItemStarted:
    """Item at `index` (from 0) began; the first one starts the meeting."""

    index: int


@dataclass(frozen=True, slots=True)
class ItemEnded:
    index: int


@dataclass(frozen=True, slots=True)
class ItemReopened:
    """The item at `index` is on again as if it had never ended; the one that was on is undone."""

    index: int
    left: int | None


@dataclass(frozen=True, slots=True)
class ItemExtended:
    """The item at `index` got more whole minutes, or fewer where they are negative."""

    index: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ItemLeftOut:
    """The item at `index` is to be read by everybody themselves; or it is taken in again."""

    index: int
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class StepUndone:
    """The agenda is as it was before the latest step that has not been undone."""


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    pass


@dataclass(frozen=True, slots=True)
class PersonJoined:
    person: Person


@dataclass(frozen=True, slots=True)
class TopicProposed:
    text: str


@dataclass(frozen=True, slots=True)
class EvaluationOpened:
    pass


@dataclass(frozen=True, slots=True)
class BallotCast:
    """Somebody answered. The log keeps it empty; the ballot itself lies apart until the close."""

    ballot: BallotKey | None = None
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SumsCarried:
    """The sums so far of an evaluation that is still open, in a log that came from elsewhere.

    Ballots never travel; later answers are counted on top of these.
    """

    responses: int
    counts: Mapping[str, Mapping[str, int]]
    answered: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EvaluationClosed:
    """The sums, which are all that is left of the ballots.

    `counts` is evaluation question -> value -> how many; `answered` is respondents per question.
    """

    responses: int
    counts: Mapping[str, Mapping[str, int]]
    answered: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ResultsShown:
    shown: bool


Event = (
    MeetingPlanned
    | MeetingOpened
    | ItemStarted
    | ItemEnded
    | ItemReopened
    | ItemExtended
    | ItemLeftOut
    | StepUndone
    | MeetingClosed
    | PersonJoined
    | TopicProposed
    | EvaluationOpened
    | BallotCast
    | SumsCarried
    | EvaluationClosed
    | ResultsShown
    | LedgerEvent
)


@dataclass(frozen=True, slots=True)
class Change:
    """All that one command did: stored whole or not at all, and one step of the version.

    `by` is None for the clock and for what must not name a person.
    """

    id: CommandId
    at: datetime
    by: PersonId | None
    events: tuple[Event, ...]
