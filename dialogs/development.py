"""How the core questions have developed over the series' editions, in words: a table's cells."""

from dataclasses import dataclass

from dialogs.evaluating import SHORT, few_text, point_text, runs_text
from dialogs.words import Words
from meeting.trend import Point, Trend

FEWEST_EDITIONS = 2
LOWEST = {"useful": 1.0, "recommend": -100.0, "got_answer": 0.0}
HIGHEST = {"useful": 5.0, "recommend": 100.0, "got_answer": 1.0}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of so many answers; `share` is how far it is from the lowest to the highest, in
    percent.
    """

    text: str
    answers: int
    share: int | None
    mark: str


@dataclass(frozen=True, slots=True)
class Edition:
    title: str
    mark: str
    answers: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Development:
    """`editions` the newest first; empty with fewer than two, where nothing develops."""

    columns: tuple[str, ...]
    editions: tuple[Edition, ...]


def development(trends: tuple[Trend, ...], words: Words) -> Development:
    columns = tuple(words(SHORT[trend.question.id]) for trend in trends)
    rows = list(zip(*(trend.points for trend in trends), strict=True))
    if len(rows) < FEWEST_EDITIONS:
        return Development(columns, ())
    editions = [
        Edition(
            row[0].title,
            runs_text(max(row, key=_runs), words),
            max(point.answers for point in row),
            tuple(_cell(one, at, words) for one, at in zip(trends, row, strict=True)),
        )
        for row in reversed(rows)
    ]
    return Development(columns, tuple(editions))


def _cell(trend: Trend, point: Point, words: Words) -> Cell:
    return Cell(
        point_text(trend.question, point, words),
        point.answers,
        _share(trend, point),
        few_text(point, words),
    )


def _runs(point: Point) -> int:
    return point.runs


def _share(trend: Trend, point: Point) -> int | None:
    share = share_of(trend, point)
    return None if share is None else round(100 * share)


def share_of(trend: Trend, point: Point) -> float | None:
    """Say how far a figure is from the lowest to the highest there can be, 0 to 1."""
    if point.value is None:
        return None
    low, high = LOWEST[trend.question.id], HIGHEST[trend.question.id]
    return (point.value - low) / (high - low)
