"""How well messages are recognised, counted over a labelled set."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dialogs.recognising import ASKS, Kind, recognise


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and what it is; `part` is what it may be used for: tune or held."""

    text: str
    kind: Kind
    language: str
    part: str


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """`found` questions and `taken` others; `recall` and `precision` for each kind."""

    found: Share
    taken: Share
    recall: Mapping[Kind, Share]
    precision: Mapping[Kind, Share]


def measured(messages: Iterable[Labelled]) -> Figures:
    """Recognise each message and count."""
    seen = Counter((message.kind, recognise(message.text)) for message in messages)

    def count(kinds: Iterable[Kind], said: Iterable[Kind]) -> int:
        return sum(seen[one, other] for one in kinds for other in set(said))

    others = frozenset(Kind) - ASKS
    return Figures(
        found=Share(count(ASKS, ASKS), count(ASKS, Kind)),
        taken=Share(count(others, ASKS), count(others, Kind)),
        recall={kind: Share(seen[kind, kind], count([kind], Kind)) for kind in Kind},
        precision={kind: Share(seen[kind, kind], count(Kind, [kind])) for kind in Kind},
    )
