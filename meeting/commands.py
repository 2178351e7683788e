"""What people and the clock want done: imperative, frozen, with ids and time from outside."""

from dataclasses import dataclass, field
from datetime import datetime

from meeting.agenda_deeds import (
    CloseMeeting,
    Cut,
    CutAgenda,
    EndAgenda,
    ExtendItem,
    GoBack,
    JumpTo,
    LeaveOut,
    NextItem,
    PauseMeeting,
    ResumeMeeting,
    SetAutomatic,
    ShortenItem,
    StartMeeting,
    Steering,
    Step,
    SwapItems,
    UndoStep,
)
from meeting.entry_deeds import DropEntry, EntryDeed, TakeOutEntry, WriteEntry
from meeting.erasing_deeds import EraseData, ErasePerson, ErasingDeed
from meeting.ids import Answers, BallotKey, CommandId, PersonId
from meeting.ledger_deeds import (
    AnswerQuestion,
    ApproveQuestion,
    AskQuestion,
    AskSpeaker,
    ChooseEntry,
    Decline,
    EditQuestion,
    FollowUp,
    LearnAnswer,
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
from meeting.poll_deeds import (
    AnswerPoll,
    AskPoll,
    ClosePoll,
    DropPoll,
    PollDeed,
    ShowPollResult,
    StrikeWord,
)
from meeting.question import KnownAnswer
from meeting.series_deeds import CarryIn, CarryOut, CorrectKnown, PassBack, RemindOwner, SeriesDeed
from meeting.speaker_deeds import (
    Arrive,
    MessageSpeaker,
    SeeMessage,
    Signal,
    SpeakerDeed,
    WithdrawLink,
)
from meeting.wish_deeds import ProposeTopic, VoteWish

__all__ = [
    "AnswerPoll",
    "AnswerQuestion",
    "ApproveQuestion",
    "Arrive",
    "AskPoll",
    "AskQuestion",
    "AskSpeaker",
    "CarryIn",
    "CarryOut",
    "CastBallot",
    "ChooseEntry",
    "CloseEvaluation",
    "CloseMeeting",
    "ClosePoll",
    "Command",
    "CorrectKnown",
    "Cut",
    "CutAgenda",
    "Decline",
    "Deed",
    "DropEntry",
    "DropPoll",
    "EditQuestion",
    "EndAgenda",
    "EntryDeed",
    "EraseData",
    "ErasePerson",
    "ErasingDeed",
    "ExtendItem",
    "FollowUp",
    "GoBack",
    "Join",
    "JumpTo",
    "KnownAnswer",
    "LearnAnswer",
    "LeaveOut",
    "LedgerDeed",
    "MarkAbsent",
    "MergeQuestions",
    "MessageSpeaker",
    "NextItem",
    "OpenEvaluation",
    "OpenMeeting",
    "PartQuestion",
    "PassBack",
    "PauseMeeting",
    "PlanMeeting",
    "PollDeed",
    "ProposeTopic",
    "PutOn",
    "RateAnswer",
    "RemindOwner",
    "RemindToEvaluate",
    "ReportTrouble",
    "ResumeMeeting",
    "ReturnQuestion",
    "RouteQuestion",
    "SeeMessage",
    "SeriesDeed",
    "SetAutomatic",
    "SetModeration",
    "SettleTrouble",
    "ShortenItem",
    "ShowPollResult",
    "ShowResults",
    "Signal",
    "SolveQuestion",
    "SpeakerDeed",
    "StartMeeting",
    "Steering",
    "Step",
    "StrikeWord",
    "SwapItems",
    "TakeOutEntry",
    "UndoStep",
    "Unvote",
    "Vote",
    "VoteWish",
    "WithdrawLink",
    "WithdrawQuestion",
    "WriteEntry",
]


@dataclass(frozen=True, slots=True)
class PlanMeeting:
    """Set or replace the plan; only before the meeting has started."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """Let people in; the ticker does it ahead of the planned start."""


@dataclass(frozen=True, slots=True)
class Join:
    """Come in as a participant, or correct one's own name and organisation."""

    name: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class OpenEvaluation:
    pass


@dataclass(frozen=True, slots=True)
class CloseEvaluation:
    """End it: the sums stay, the ballots go. The clock does it where it outlives the meeting."""


@dataclass(frozen=True, slots=True)
class RemindToEvaluate:
    """Remind the chats that the evaluation is open; it names nobody, also not who is missing."""


@dataclass(frozen=True, slots=True)
class ShowResults:
    """Let others than hosts see the evaluation's sums (never below five respondents)."""

    shown: bool = True


@dataclass(frozen=True, slots=True)
class CastBallot:
    """Hand in or change one's evaluation; nameless: the key stands for the person.

    `roll` is the key under which their organisation is noted as heard, apart from any answer.
    """

    ballot: BallotKey
    answers: Answers = field(default_factory=dict)
    roll: BallotKey | None = None


Deed = (
    PlanMeeting
    | OpenMeeting
    | Step
    | Join
    | ProposeTopic
    | VoteWish
    | OpenEvaluation
    | CloseEvaluation
    | RemindToEvaluate
    | ShowResults
    | CastBallot
    | PollDeed
    | LedgerDeed
    | SpeakerDeed
    | EntryDeed
    | SeriesDeed
    | ErasingDeed
)


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
