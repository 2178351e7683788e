"""A poll's sums as a result: lines in their order, with shares, places and averages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from meeting.pictures import Sums
from meeting.polls import PollKind, PollQuestion


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a result.

    `count` is how many said it, in a ranking its points. `place` is 1 for the most; who has the
    same has the same place.
    """

    value: str
    title: str
    count: int
    place: int


@dataclass(frozen=True, slots=True)
class PollResult:
    """`responses` is how many have answered what is counted here; `average` is a scale's."""

    responses: int
    lines: tuple[Line, ...]
    average: float | None = None


def result_of(
    question: PollQuestion, sums: Sums, struck: Collection[str] = frozenset()
) -> PollResult:
    """Give choices in the order they were offered, the rest by how much was said of them."""
    counts = {said: n for said, n in sums.counts.items() if said.casefold() not in struck}
    lines = _lines(question, counts)
    if question.kind in {PollKind.RANKING, PollKind.WORDS}:
        lines = tuple(sorted(lines, key=lambda line: line.place))
    scale = question.kind is PollKind.SCALE and sums.responses > 0
    return PollResult(sums.responses, lines, _average(sums.counts) if scale else None)


def _lines(question: PollQuestion, counts: Mapping[str, int]) -> tuple[Line, ...]:
    match question.kind:
        case PollKind.WORDS:
            return _placed([(word, word, count) for word, count in _folded(counts).items()])
        case PollKind.RANKING:
            points = borda(question, counts)
        case PollKind.SCALE:
            return _placed([(value, value, counts.get(value, 0)) for value in question.values])
        case PollKind.CHOICE | PollKind.MULTIPLE:
            points = {value: counts.get(value, 0) for value in question.values}
    titled = zip(points.items(), question.options, strict=True)
    return _placed([(value, title, count) for (value, count), title in titled])


def borda(question: PollQuestion, counts: Mapping[str, int]) -> dict[str, int]:
    """Give the points of a ranking by Borda's count.

    J.-C. de Borda, "Mémoire sur les élections au scrutin", Histoire de l'Académie Royale des
    Sciences, 1781: with k places to give, the first is worth k points, the last one. What somebody
    leaves out gets none; other ways to count it are compared in P. Emerson, "The original Borda
    count and partial voting", Social Choice and Welfare 40, 2013. Equal points are a tie and stay
    one: nothing here breaks it.
    """
    return {
        value: sum(
            (question.places - place + 1) * counts.get(f"{value}:{place}", 0)
            for place in range(1, question.places + 1)
        )
        for value in question.values
    }


def _folded(counts: Mapping[str, int]) -> dict[str, int]:
    """Put spellings of a word together, under the one that most people wrote."""
    spelt: dict[str, list[tuple[int, str]]] = {}
    for word, count in sorted(counts.items()):
        spelt.setdefault(word.casefold(), []).append((-count, word))
    return {min(found)[1]: -sum(count for count, _ in found) for _, found in sorted(spelt.items())}


def _placed(lines: list[tuple[str, str, int]]) -> tuple[Line, ...]:
    """Give each its place by its count; after a tie of two for the second comes the fourth."""
    ordered = sorted((count for _, _, count in lines), reverse=True)
    places: dict[int, int] = {}
    for place, count in enumerate(ordered, 1):
        places.setdefault(count, place)
    return tuple(Line(value, title, count, places[count]) for value, title, count in lines)


def _average(counts: Mapping[str, int]) -> float:
    total = sum(counts.values())
    return sum(int(value) * count for value, count in counts.items()) / total if total else 0.0
