"""What has happened: past tense, stored for good. Add fields with defaults, never rename."""

from dataclasses import dataclass
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
from meeting.erasing_events import DataErased, ErasingEvent, PersonErased
from meeting.evaluation_events import (
    BallotCast,
    EvaluationClosed,
    EvaluationCounted,
    EvaluationEvent,
    EvaluationOpened,
    EvaluationReminded,
    ResultsShown,
    SumsCarried,
)
from meeting.ids import CommandId, PersonId, WishId
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
    LinkWithdrawn,
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
    "DataErased",
    "EntryDropped",
    "EntryEvent",
    "EntryTakenOut",
    "EntryWritten",
    "ErasingEvent",
    "EvaluationClosed",
    "EvaluationCounted",
    "EvaluationEvent",
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
    "LinkWithdrawn",
    "MeetingClosed",
    "MeetingOpened",
    "MeetingPaused",
    "MeetingPlanned",
    "MeetingReopened",
    "MeetingResumed",
    "MessageSeen",
    "ModerationSet",
    "OwnerReminded",
    "PersonArrived",
    "PersonErased",
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
class MeetingReopened:
    """The close was a mistake: the meeting is as it was before it."""


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


Event = (
    MeetingPlanned
    | MeetingOpened
    | AgendaEvent
    | MeetingClosed
    | MeetingReopened
    | PersonJoined
    | TopicProposed
    | WishVoted
    | EvaluationEvent
    | PollEvent
    | LedgerEvent
    | SpeakerEvent
    | EntryEvent
    | ErasingEvent
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
