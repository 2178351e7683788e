"""Field by field: what share of what was read is right, and of what stands there was read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Value = object


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    read: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0


def _plain(value: Value) -> str:
    return " ".join(str(value).split())


def _facts(path: str, value: Value, about: str) -> Iterator[tuple[str, str, str]]:
    """Every single fact as (field, what it is about, value); an absent value is a fact too."""
    if isinstance(value, Mapping):
        key = _plain(next(iter(value.values()), ""))
        for name, inner in value.items():
            yield from _facts(f"{path}.{name}", inner, f"{about}/{key}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _facts(path, inner, about)
    else:
        yield path, about, _plain(value)


def scores(read: Mapping[str, Value], gold: Mapping[str, Value]) -> dict[str, Score]:
    """The score of each field of the gold reading."""
    found = Counter(fact for name in gold for fact in _facts(name, read[name], ""))
    wanted = Counter(fact for name in gold for fact in _facts(name, gold[name], ""))
    both = found & wanted
    return {
        path: Score(
            sum(count for fact, count in both.items() if fact[0] == path),
            sum(count for fact, count in found.items() if fact[0] == path),
            sum(count for fact, count in wanted.items() if fact[0] == path),
        )
        for path in dict.fromkeys(fact[0] for fact in (*wanted, *found))
    }
