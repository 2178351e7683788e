"""What a message may mean."""

from dataclasses import dataclass

from dialogs.poll_words import AskRoom, ShowPoll
from meeting import commands as c
from meeting.ids import PersonId
from meeting.model import TroubleKind


@dataclass(frozen=True, slots=True)
class ShowAgenda:
    pass


@dataclass(frozen=True, slots=True)
class ShowHelp:
    pass


@dataclass(frozen=True, slots=True)
class ShowWishes:
    """What people wish for the next meeting."""


@dataclass(frozen=True, slots=True)
class ShowMine:
    pass


@dataclass(frozen=True, slots=True)
class ShowRecap:
    pass


@dataclass(frozen=True, slots=True)
class ShowErasing:
    """Somebody wants to be erased: first they are asked."""


@dataclass(frozen=True, slots=True)
class Steer:
    """A host's word: an agenda step, the evaluation, or what becomes of a poll."""

    deed: c.Step | c.OpenEvaluation | c.CloseEvaluation | c.ClosePoll | c.ShowPollResult


@dataclass(frozen=True, slots=True)
class Propose:
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; `straight` goes to the people without asking the knowledge base first."""

    text: str
    straight: bool = False
    addressed: tuple[PersonId, ...] = ()
    addressed_as: str | None = None
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class AskAll:
    """Several questions in one message, each to be read without the others."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody cannot hear, see or follow."""

    trouble: TroubleKind


@dataclass(frozen=True, slots=True)
class Remark:
    """Neither command nor clearly a question: only the knowledge base can make more of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """No letter and no digit in it."""


Asking = Ask | AskAll | Remark
Showing = ShowAgenda | ShowRecap | ShowHelp | ShowMine | ShowWishes | ShowPoll | ShowErasing
Intent = Showing | Steer | AskRoom | Propose | Asking | Report | Nothing
