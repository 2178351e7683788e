"""How long what a meeting holds is kept: names, texts and statistics, each for its own time."""

from dataclasses import dataclass
from enum import StrEnum


class Data(StrEnum):
    """The three sorts of what a meeting holds; the last one takes with it whatever is left."""

    NAMES = "names"
    TEXTS = "texts"
    STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days after the meeting each sort is kept."""

    names: int = 30
    texts: int = 90
    statistics: int = 730

    def days(self, data: Data) -> int:
        match data:
            case Data.NAMES:
                return self.names
            case Data.TEXTS:
                return self.texts
            case Data.STATISTICS:
                return self.statistics
