"""What people and the clock want done: imperative, frozen, with ids and time from outside."""

from dataclasses import dataclass, field
from datetime import datetime

from meeting.model import (
    Answers,
    BallotKey,
    CommandId,
    EntryId,
    Got,
    PersonId,
    Plan,
    QuestionId,
    Show,
)


@dataclass(frozen=True, slots=True)
class PlanMeeting:
    """Set or replace the plan; only before the meeting has started."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """Let people in; the ticker does it ahead of the planned start."""


@dataclass(frozen=True, slots=True)
class StartMeeting:
    """Begin item 1."""


@dataclass(frozen=True, slots=True)
class NextItem:
    """End the item that is on and begin the next; after the last the agenda has ended."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """Return to the item before, as if it had not ended."""


@dataclass(frozen=True, slots=True)
class ExtendItem:
    """Give the item that is on more whole minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class CloseMeeting:
    """End everything: agenda, questions and evaluation."""


@dataclass(frozen=True, slots=True)
class Join:
    """Come in as a participant, or correct one's own name and organisation."""

    name: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Ask; what the words say (who is addressed, topic, known answers) was found out beforehand.

    `addressed` are the persons the words name, `addressed_as` the word itself; an unknown word
    gives no persons and goes to the host. With `everyone` each of them was named, so each gets it.
    """

    question: QuestionId
    text: str
    show: Show = Show.NAME
    addressed: tuple[PersonId, ...] = ()
    addressed_as: str | None = None
    everyone: bool = False
    topic: str | None = None
    offered: tuple[EntryId, ...] = ()
    sure: "KnownAnswer | None" = None


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An entry of the knowledge base as it reads now."""

    entry: EntryId
    text: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Vote:
    question: QuestionId


@dataclass(frozen=True, slots=True)
class Unvote:
    question: QuestionId


@dataclass(frozen=True, slots=True)
class RouteQuestion:
    """Give a question to somebody else."""

    question: QuestionId
    to: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class PutOn:
    """Take a question up now: it is shown big on the stage."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answer in text, or None for "answered live"."""

    question: QuestionId
    text: str | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Promise an answer later; without an owner it is the one who promises."""

    question: QuestionId
    owner: PersonId | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    question: QuestionId
    reason: str


@dataclass(frozen=True, slots=True)
class ChooseEntry:
    """Take one of the offered entries as the answer to look at."""

    question: QuestionId
    known: KnownAnswer


@dataclass(frozen=True, slots=True)
class SolveQuestion:
    """The known answer helped."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class AskSpeaker:
    """The known answer did not help: the question goes on unchanged."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class RateAnswer:
    question: QuestionId
    got: Got


@dataclass(frozen=True, slots=True)
class ProposeTopic:
    """Wish for something on the next meeting's programme."""

    text: str


@dataclass(frozen=True, slots=True)
class OpenEvaluation:
    pass


@dataclass(frozen=True, slots=True)
class ShowResults:
    """Let others than hosts see the evaluation's sums (never below five respondents)."""

    shown: bool = True


@dataclass(frozen=True, slots=True)
class CastBallot:
    """Hand in or change one's evaluation; nameless: the key stands for the person."""

    ballot: BallotKey
    answers: Answers = field(default_factory=dict)


Deed = (
    PlanMeeting
    | OpenMeeting
    | StartMeeting
    | NextItem
    | GoBack
    | ExtendItem
    | CloseMeeting
    | Join
    | AskQuestion
    | Vote
    | Unvote
    | RouteQuestion
    | PutOn
    | AnswerQuestion
    | FollowUp
    | Decline
    | ChooseEntry
    | SolveQuestion
    | AskSpeaker
    | RateAnswer
    | ProposeTopic
    | OpenEvaluation
    | ShowResults
    | CastBallot
)

Step = StartMeeting | NextItem | GoBack | ExtendItem | CloseMeeting


@dataclass(frozen=True, slots=True)
class Command:
    """A deed with its id, its moment (aware UTC) and who does it (None: the clock).

    The same id never has an effect twice. With `version`, an agenda step is refused when the
    agenda has been stepped since that version.
    """

    id: CommandId
    at: datetime
    by: PersonId | None
    deed: Deed
    version: int | None = None
