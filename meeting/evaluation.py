"""The closing poll: what it asks, and its ballots and sums."""

from dataclasses import dataclass, field
from enum import StrEnum

from immutables import Map

from meeting.ids import Answers, BallotKey
from meeting.pictures import Sums

ORGANISATION = "#organisation"  # what a roll entry notes instead of an answer; no question's id


class Kind(StrEnum):
    """What an evaluation question asks for."""

    SCALE = "scale"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """One question of the closing poll; `low` and `high` are the ends of a scale, both included."""

    id: str
    text: str
    kind: Kind
    low: int | None = None
    high: int | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The closing poll while it runs and after; ballots are gone once it is closed, sums stay.

    `organisations` are those that somebody has answered from, known while it is open and kept apart
    from what was answered; `represented` is how many there were in sums that were carried or kept.
    `published` is what others than hosts may see of each question while it is open and `shown`;
    `held` are earlier counts that may be published once enough more have; one process's own.
    """

    open: bool = False
    closed: bool = False
    shown: bool = False
    responses: int = 0
    ballots: Map[BallotKey, Answers] = field(default_factory=Map)
    counts: Map[str, Map[str, int]] = field(default_factory=Map)
    answered: Map[str, int] = field(default_factory=Map)
    organisations: frozenset[str] = frozenset()
    represented: int = 0
    reminded: int = 0  # how often the chats were
    published: Map[str, Sums] = field(default_factory=Map)
    held: Map[str, tuple[Sums, ...]] = field(default_factory=Map, compare=False)

    @property
    def heard(self) -> int:
        """How many organisations somebody has answered from, as far as people gave theirs."""
        return max(len(self.organisations), self.represented)
