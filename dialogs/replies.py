"""What people are told, as values: a chat writes them as text, Teams draws them as cards."""

from dataclasses import dataclass

from meeting.ids import EntryId, QuestionId
from meeting.model import Meeting
from meeting.poll_views import PollView
from meeting.question_views import QuestionView
from meeting.refusals import Reason
from meeting.views import EvaluationView, ItemView
from meeting.wishes import WishView


@dataclass(frozen=True, slots=True)
class Timeline:
    """The agenda as it stands; `note` says what a step just did."""

    agenda: tuple[ItemView, ...]
    title: str
    late_minutes: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """The question is with those named in it. `unknown` is a name nobody here answers to."""

    question: QuestionView
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry that may be meant."""

    entry: EntryId
    question: str


@dataclass(frozen=True, slots=True)
class Known:
    """The knowledge base's answer, with where it comes from; the asker says whether it helped."""

    question: QuestionId
    text: str
    source: str | None
    asked: str
    rests_on: tuple[str, ...] = ()  # in words: what it was found by, its source, owner, last day


@dataclass(frozen=True, slots=True)
class DidYouMean:
    question: QuestionId
    choices: tuple[Choice, ...]
    asked: str


@dataclass(frozen=True, slots=True)
class Several:
    """What became of each question of one message, in order."""

    replies: tuple["Queued | Known | DidYouMean", ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """One's questions of this meeting, in the order asked, and those of the series' others."""

    questions: tuple[QuestionView, ...]
    elsewhere: tuple[tuple[Meeting, tuple[QuestionView, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people wish for the next meeting, the most wanted first, to vote for."""

    wishes: tuple[WishView, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation, to be answered here."""

    evaluation: EvaluationView
    title: str


@dataclass(frozen=True, slots=True)
class RoomPoll:
    """What the room is asked, to be answered here while it is open; `note` says what was done."""

    poll: PollView
    note: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question as it stands after something was done to it."""

    question: QuestionView
    note: str


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that is all there is to say."""

    text: str


@dataclass(frozen=True, slots=True)
class AskedToErase:
    """What goes and what stays when somebody has themselves erased, and the word that does it."""

    text: str
    button: str


@dataclass(frozen=True, slots=True)
class Help:
    host: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The rules say no, in one sentence; `field` names the input that was wrong.

    `without` is what was written without what points at a private person.
    """

    reason: Reason
    text: str
    field: str | None = None
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A remark among people: not for the bot, not stored, not answered."""


Reply = (
    Timeline
    | Queued
    | Known
    | DidYouMean
    | Several
    | Mine
    | Wishes
    | Evaluation
    | RoomPoll
    | QuestionCard
    | Said
    | AskedToErase
    | Help
    | Refused
    | Unspoken
)
