"""What has happened: past tense, stored for good. Add fields with defaults, never rename."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from meeting.agenda_events import (
    AgendaEvent,
    AutomaticSet,
    ItemEnded,
    ItemExtended,
    ItemLeftOut,
    ItemReopened,
    ItemsSwapped,
    ItemStarted,
    MeetingPaused,
    MeetingResumed,
    StepUndone,
)
from meeting.entry_events import EntryDropped, EntryEvent, EntryTakenOut, EntryWritten
from meeting.ids import Answers, BallotKey, CommandId, PersonId, WishId
from meeting.ledger_events import (
    AnswerLearned,
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
from meeting.poll_events import (
    PollAnswered,
    PollAsked,
    PollClosed,
    PollCounted,
    PollDropped,
    PollEvent,
    PollResultShown,
    PollSumsCarried,
    WordStruck,
)
from meeting.speaker_events import (
    MessageSeen,
    PersonArrived,
    Signalled,
    SpeakerEvent,
    SpeakerMessaged,
)

__all__ = [
    "AgendaEvent",
    "AnswerLearned",
    "AnswerOffered",
    "AnswerRated",
    "AutomaticSet",
    "BallotCast",
    "Change",
    "EntryDropped",
    "EntryEvent",
    "EntryTakenOut",
    "EntryWritten",
    "EvaluationClosed",
    "EvaluationOpened",
    "EvaluationReminded",
    "Event",
    "FollowUpPromised",
    "ItemEnded",
    "ItemExtended",
    "ItemLeftOut",
    "ItemReopened",
    "ItemStarted",
    "ItemsSwapped",
    "LedgerEvent",
    "MeetingClosed",
    "MeetingOpened",
    "MeetingPaused",
    "MeetingPlanned",
    "MeetingResumed",
    "MessageSeen",
    "ModerationSet",
    "OwnerReminded",
    "PersonArrived",
    "PersonJoined",
    "PollAnswered",
    "PollAsked",
    "PollClosed",
    "PollCounted",
    "PollDropped",
    "PollEvent",
    "PollResultShown",
    "PollSumsCarried",
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
    "Signalled",
    "SpeakerEvent",
    "SpeakerMarked",
    "SpeakerMessaged",
    "StepUndone",
    "SumsCarried",
    "TopicProposed",
    "TroubleReported",
    "TroubleSettled",
    "VoteCast",
    "VoteWithdrawn",
    "WishVoted",
    "WordStruck",
]


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    plan: Plan


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    pass


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
class WishVoted:
    """Somebody wants what was wished for the next meeting, or no longer."""

    wish: WishId
    person: PersonId
    wanted: bool = True


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
    organisations: int = 0


@dataclass(frozen=True, slots=True)
class EvaluationClosed:
    """The sums, which are all that is left of the ballots.

    `counts` is evaluation question -> value -> how many; `answered` is respondents per question,
    `organisations` how many organisations somebody answered from.
    """

    responses: int
    counts: Mapping[str, Mapping[str, int]]
    answered: Mapping[str, int]
    organisations: int = 0


@dataclass(frozen=True, slots=True)
class EvaluationReminded:
    """The chats were reminded that the evaluation is open."""


@dataclass(frozen=True, slots=True)
class ResultsShown:
    shown: bool


Event = (
    MeetingPlanned
    | MeetingOpened
    | AgendaEvent
    | MeetingClosed
    | PersonJoined
    | TopicProposed
    | WishVoted
    | EvaluationOpened
    | BallotCast
    | SumsCarried
    | EvaluationClosed
    | ResultsShown
    | EvaluationReminded
    | PollEvent
    | LedgerEvent
    | SpeakerEvent
    | EntryEvent
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
