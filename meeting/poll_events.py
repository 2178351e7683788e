"""What has happened with polls."""

from collections.abc import Mapping
from dataclasses import dataclass

from meeting.ids import BallotKey, ItemId, PollId
from meeting.polls import PollQuestion


@dataclass(frozen=True, slots=True)
class PollAsked:
    poll: PollId
    question: PollQuestion
    item: ItemId | None = None
    prepared: str | None = None


@dataclass(frozen=True, slots=True)
class PollAnswered:
    """Somebody answered. The log keeps it empty; the ballot itself lies apart until the close."""

    poll: PollId
    ballot: BallotKey | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PollCounted:
    """The sums that everybody may see of a poll that is still open.

    Between two of them, and between the last one and the close, at least five have answered.
    """

    poll: PollId
    responses: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PollSumsCarried:
    """The sums so far of a poll that is still open, in a log that came from elsewhere."""

    poll: PollId
    responses: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PollClosed:
    """The sums, which are all that is left of the ballots."""

    poll: PollId
    responses: int
    counts: Mapping[str, int]
    shown: bool = True


@dataclass(frozen=True, slots=True)
class PollResultShown:
    poll: PollId
    shown: bool


@dataclass(frozen=True, slots=True)
class WordStruck:
    """A word is seen no more, or again; `word` is folded: it stands for all its spellings."""

    poll: PollId
    word: str
    struck: bool = True


@dataclass(frozen=True, slots=True)
class PollDropped:
    poll: PollId


PollEvent = (
    PollAsked
    | PollAnswered
    | PollCounted
    | PollSumsCarried
    | PollClosed
    | PollResultShown
    | WordStruck
    | PollDropped
)
