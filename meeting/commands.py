"""What people and the clock want done: imperative, frozen, with ids and time from outside."""

from dataclasses import dataclass, field
from datetime import datetime

from meeting.ids import Answers, BallotKey, CommandId, ItemId, PersonId
from meeting.ledger_deeds import (
    AnswerQuestion,
    ApproveQuestion,
    AskQuestion,
    AskSpeaker,
    ChooseEntry,
    Decline,
    EditQuestion,
    FollowUp,
    KnownAnswer,
    LedgerDeed,
    MarkAbsent,
    MergeQuestions,
    PartQuestion,
    PutOn,
    RateAnswer,
    ReportTrouble,
    ReturnQuestion,
    RouteQuestion,
    SetModeration,
    SettleTrouble,
    SolveQuestion,
    Unvote,
    Vote,
    WithdrawQuestion,
)
from meeting.model import Plan
from meeting.series_deeds import CarryIn, CarryOut, PassBack, RemindOwner, SeriesDeed

__all__ = [
    "AnswerQuestion",
    "ApproveQuestion",
    "AskQuestion",
    "AskSpeaker",
    "CarryIn",
    "CarryOut",
    "CastBallot",
    "ChooseEntry",
    "CloseMeeting",
    "Command",
    "Cut",
    "CutAgenda",
    "Decline",
    "Deed",
    "EditQuestion",
    "ExtendItem",
    "FollowUp",
    "GoBack",
    "Join",
    "JumpTo",
    "KnownAnswer",
    "LeaveOut",
    "LedgerDeed",
    "MarkAbsent",
    "MergeQuestions",
    "NextItem",
    "OpenEvaluation",
    "OpenMeeting",
    "PartQuestion",
    "PassBack",
    "PlanMeeting",
    "ProposeTopic",
    "PutOn",
    "RateAnswer",
    "RemindOwner",
    "ReportTrouble",
    "ReturnQuestion",
    "RouteQuestion",
    "SeriesDeed",
    "SetModeration",
    "SettleTrouble",
    "ShortenItem",
    "ShowResults",
    "SolveQuestion",
    "StartMeeting",
    "Steering",
    "Step",
    "UndoStep",
    "Unvote",
    "Vote",
    "WithdrawQuestion",
]


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
class ShortenItem:
    """Take whole minutes from the item that is on."""

    minutes: int


@dataclass(frozen=True, slots=True)
class JumpTo:
    """Go to any item: what lies between is passed over and can still be gone to."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Make an item that has not begun read-yourself, or take it in again."""

    item: ItemId
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """What one item gives up: so many whole minutes, or all of them (None): read it yourself."""

    item: ItemId
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class CutAgenda:
    """Accept a proposal: all its cuts in one step."""

    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class UndoStep:
    """Put the agenda back to how it was before its latest step."""


@dataclass(frozen=True, slots=True)
class CloseMeeting:
    """End everything: agenda, questions and evaluation."""


@dataclass(frozen=True, slots=True)
class Join:
    """Come in as a participant, or correct one's own name and organisation."""

    name: str | None
    organisation: str | None


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
    | ShortenItem
    | JumpTo
    | LeaveOut
    | CutAgenda
    | UndoStep
    | CloseMeeting
    | Join
    | ProposeTopic
    | OpenEvaluation
    | ShowResults
    | CastBallot
    | LedgerDeed
    | SeriesDeed
)

Steering = ExtendItem | ShortenItem | JumpTo | LeaveOut | CutAgenda | UndoStep
Step = StartMeeting | NextItem | GoBack | CloseMeeting | Steering


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
