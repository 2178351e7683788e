"""What people want done with questions: imperative, frozen, with ids and time from outside.

`meeting.commands` gives them on together with all other deeds.
"""

from dataclasses import dataclass
from datetime import datetime

from meeting.ids import EntryId, PersonId, QuestionId
from meeting.model import TroubleKind
from meeting.question import Got, KnownAnswer, Show


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Ask; what the words say (who is addressed, topic, known answers) was found out beforehand.

    `addressed` are the persons the words name, `addressed_as` the word itself; an unknown word
    gives no persons and goes to the host. With `everyone` each of them was named, so each gets it.
    `score` says how sure the topic is in percent, `next_topic` is the next best, `before` those who
    answered an alike question. `token` is the digest of the secret by which an anonymous asker
    comes back to the question.
    """

    question: QuestionId
    text: str
    show: Show = Show.NAME
    addressed: tuple[PersonId, ...] = ()
    addressed_as: str | None = None
    everyone: bool = False
    topic: str | None = None
    offered: tuple[EntryId, ...] = ()
    sure: KnownAnswer | None = None
    score: int | None = None
    next_topic: str | None = None
    before: tuple[PersonId, ...] = ()
    token: str | None = None


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
    """Say whether one got an answer; with `token` as its anonymous asker."""

    question: QuestionId
    got: Got
    token: str | None = None


@dataclass(frozen=True, slots=True)
class EditQuestion:
    """Word one's own question anew; a withdrawn one is asked again by it."""

    question: QuestionId
    text: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawQuestion:
    """Take one's own question back."""

    question: QuestionId
    token: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnQuestion:
    """Say that it is not one's own: the next best has it, else a host."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class ApproveQuestion:
    """Let a new question through to its speakers and to everybody."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class MergeQuestions:
    """Say that one question asks the same as another, which stands for both from now on."""

    question: QuestionId
    into: QuestionId


@dataclass(frozen=True, slots=True)
class PartQuestion:
    """Take a question out of the one it was merged into; its asker may, and a host."""

    question: QuestionId
    token: str | None = None


@dataclass(frozen=True, slots=True)
class SetModeration:
    """Have a host look at each question before anybody else sees it, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    """Say that a speaker is away, so that substitute or mailbox take over, or is back."""

    person: PersonId
    absent: bool = True


@dataclass(frozen=True, slots=True)
class ReportTrouble:
    """Say that one cannot hear, see or follow; the words themselves are kept nowhere."""

    kind: TroubleKind


@dataclass(frozen=True, slots=True)
class SettleTrouble:
    """Say that the trouble is dealt with; who still has it says it again."""


@dataclass(frozen=True, slots=True)
class LearnAnswer:
    """Put a written answer into the series' knowledge base, or take it out again.

    With `entry`, the question's words become one more way to ask for that entry. What asks the
    same, `also`, becomes a way to ask for it too.
    """

    question: QuestionId
    learned: bool = True
    entry: EntryId | None = None
    also: tuple[QuestionId, ...] = ()


LedgerDeed = (
    AskQuestion
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
    | EditQuestion
    | WithdrawQuestion
    | ReturnQuestion
    | ApproveQuestion
    | MergeQuestions
    | PartQuestion
    | SetModeration
    | MarkAbsent
    | ReportTrouble
    | SettleTrouble
    | LearnAnswer
)
