"""What has happened to questions: past tense, stored for good.

Add fields with defaults, never rename.
`meeting.events` gives them on together with all other events.
"""

from dataclasses import dataclass
from datetime import datetime

from meeting.ids import EntryId, MeetingId, PersonId, QuestionId
from meeting.model import TroubleKind
from meeting.question import Answer, Got, Question, Route


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    question: Question


@dataclass(frozen=True, slots=True)
class VoteCast:
    question: QuestionId
    person: PersonId


@dataclass(frozen=True, slots=True)
class VoteWithdrawn:
    question: QuestionId
    person: PersonId


@dataclass(frozen=True, slots=True)
class QuestionQueued:
    """The question is in these persons' queue."""

    question: QuestionId
    route: Route


@dataclass(frozen=True, slots=True)
class QuestionPutOn:
    question: QuestionId


@dataclass(frozen=True, slots=True)
class QuestionTakenOff:
    """Another question is on now; this one is back in its queue."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class AnswerOffered:
    """The asker looks at a known answer and has not yet said whether it helped."""

    question: QuestionId
    answer: Answer


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    question: QuestionId
    answer: Answer


@dataclass(frozen=True, slots=True)
class FollowUpPromised:
    question: QuestionId
    owner: PersonId | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionDeclined:
    question: QuestionId
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerRated:
    question: QuestionId
    person: PersonId
    got: Got


@dataclass(frozen=True, slots=True)
class QuestionRepeated:
    """The same person sent the same question once more, under the id `again`."""

    question: QuestionId
    again: QuestionId


@dataclass(frozen=True, slots=True)
class QuestionEdited:
    question: QuestionId
    text: str


@dataclass(frozen=True, slots=True)
class QuestionWithdrawn:
    question: QuestionId


@dataclass(frozen=True, slots=True)
class QuestionHeld:
    """A host looks at it before anybody else sees it."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class QuestionMerged:
    question: QuestionId
    into: QuestionId


@dataclass(frozen=True, slots=True)
class QuestionParted:
    """It stands for itself again."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class ModerationSet:
    on: bool


@dataclass(frozen=True, slots=True)
class SpeakerMarked:
    """A speaker is away (or back): questions go to the substitute, or wait for the mailbox."""

    person: PersonId
    absent: bool


@dataclass(frozen=True, slots=True)
class TroubleReported:
    person: PersonId
    kind: TroubleKind


@dataclass(frozen=True, slots=True)
class TroubleSettled:
    pass


@dataclass(frozen=True, slots=True)
class OwnerReminded:
    question: QuestionId


@dataclass(frozen=True, slots=True)
class QuestionCarried:
    """It goes on in a later meeting; owner and date stay."""

    question: QuestionId
    to: MeetingId


@dataclass(frozen=True, slots=True)
class AnswerLearned:
    """The question with its answer is an entry of the series' knowledge base, or no longer.

    With `entry`, it is one more way to ask for that entry.
    """

    question: QuestionId
    learned: bool = True
    entry: EntryId | None = None


LedgerEvent = (
    QuestionAsked
    | VoteCast
    | VoteWithdrawn
    | QuestionQueued
    | QuestionPutOn
    | QuestionTakenOff
    | AnswerOffered
    | QuestionAnswered
    | FollowUpPromised
    | QuestionDeclined
    | AnswerRated
    | QuestionRepeated
    | QuestionEdited
    | QuestionWithdrawn
    | QuestionHeld
    | QuestionMerged
    | QuestionParted
    | ModerationSet
    | SpeakerMarked
    | TroubleReported
    | TroubleSettled
    | OwnerReminded
    | QuestionCarried
    | AnswerLearned
)
