"""A poll during the meeting: what the host asks the room, and how it stands."""

from dataclasses import dataclass, field
from enum import StrEnum

from immutables import Map

from meeting.ids import BallotKey, ItemId, PollId
from meeting.pictures import Sums


class PollKind(StrEnum):
    """What people are asked for."""

    CHOICE = "choice"
    MULTIPLE = "multiple"
    SCALE = "scale"
    WORDS = "words"
    RANKING = "ranking"


@dataclass(frozen=True, slots=True)
class PollQuestion:
    """What is asked. Options are answered by their number, the first being "1".

    `low` and `high` are the ends of a scale, both included; `most` is how many places of a ranking
    are given, all of them where it is None. `hidden` keeps the result back until the close.
    """

    text: str
    kind: PollKind
    options: tuple[str, ...] = ()
    low: int = 1
    high: int = 5
    most: int | None = None
    hidden: bool = True

    @property
    def values(self) -> tuple[str, ...]:
        """The values that can be chosen, in order; none where people write."""
        if self.kind is PollKind.SCALE:
            return tuple(str(value) for value in range(self.low, self.high + 1))
        return tuple(str(number) for number in range(1, len(self.options) + 1))

    @property
    def places(self) -> int:
        """How many options one person may put in order."""
        return min(self.most or len(self.options), len(self.options))


@dataclass(frozen=True, slots=True)
class PreparedPoll:
    """A poll of the meeting file, one press away; `item` is where in the agenda it belongs."""

    id: str
    question: PollQuestion
    item: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll that was asked; its ballots are gone once it is closed, its sums stay.

    `item` was on when it was asked, `prepared` is the one of the meeting file. `shown` says that
    others than hosts may see the result, as far as enough have answered: the `published` sums while
    it is open, all of them after. `held` are earlier sums that may be published once enough more
    have answered; they are one process's own. `told` is the version at which it was asked, closed
    or shown, so that it can be seen whether the meeting has gone on since. `struck` are words that
    hosts took out of a cloud, folded.
    """

    id: PollId
    number: int
    question: PollQuestion
    item: ItemId | None = None
    prepared: str | None = None
    open: bool = True
    shown: bool = False
    told: int = 0
    sums: Sums = field(default_factory=Sums)
    ballots: Map[BallotKey, tuple[str, ...]] = field(default_factory=Map)
    published: Sums | None = None
    struck: frozenset[str] = frozenset()
    held: tuple[Sums, ...] = field(default=(), compare=False)
