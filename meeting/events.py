"""What has happened: past tense, stored for good. Add fields with defaults, never rename."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from meeting.model import (
    Answer,
    Answers,
    BallotKey,
    CommandId,
    Got,
    Person,
    PersonId,
    Plan,
    Question,
    QuestionId,
    Route,
)


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
    index: int
    minutes: int


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    pass


@dataclass(frozen=True, slots=True)
class PersonJoined:
    person: Person


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
    | MeetingClosed
    | PersonJoined
    | QuestionAsked
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
    | TopicProposed
    | EvaluationOpened
    | BallotCast
    | SumsCarried
    | EvaluationClosed
    | ResultsShown
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
