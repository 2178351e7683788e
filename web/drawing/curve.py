"""A core question over the editions as a line with dots, drawn here so that it needs no script."""

from dataclasses import dataclass

from dialogs.development import HIGHEST, LOWEST, share_of
from dialogs.evaluating import SHORT, few_text, figure_text, point_text
from dialogs.words import Words
from meeting.trend import Point, Trend

MOST_DOTS = 12  # the latest editions; the table has all
LEFT, STEP, RIGHT = 56, 56, 8  # pixels, as all that follow
TOP, PLOT = 24, 88
ROWS = (24, 42, 58)  # how far under the plot the number of answers, the day and the year stand


@dataclass(frozen=True, slots=True)
class Dot:
    """An edition; `y` is None where too few answered for a figure."""

    x: int
    y: int | None
    figure: str
    answers: int
    day: str
    year: str
    few: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """`lines` are stretches without a gap, as points; `said` is all of it in words."""

    title: str
    said: str
    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    highest: str
    lowest: str
    rows: tuple[int, ...]
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]


def curves(trends: tuple[Trend, ...], words: Words) -> tuple[Curve, ...]:
    return tuple(_curve(trend, words) for trend in trends)


def _curve(trend: Trend, words: Words) -> Curve:
    points = trend.points[-MOST_DOTS:]
    question, bottom = trend.question, TOP + PLOT
    dots = _dots(trend, points, words)
    width = LEFT + STEP * len(points) + RIGHT
    return Curve(
        title=words(SHORT[question.id]),
        said="; ".join(_said(trend, point, words) for point in points),
        width=width,
        height=bottom + ROWS[-1] + 6,
        top=TOP,
        bottom=bottom,
        left=LEFT - 8,
        right=width - RIGHT,
        highest=_plain(figure_text(question, HIGHEST[question.id], words)),
        lowest=_plain(figure_text(question, LOWEST[question.id], words)),
        rows=tuple(bottom + row for row in ROWS),
        lines=_lines(dots),
        dots=dots,
    )


def _dots(trend: Trend, points: tuple[Point, ...], words: Words) -> tuple[Dot, ...]:
    found: list[Dot] = []
    year = ""
    for place, point in enumerate(points):
        local = point.start.astimezone(words.zone)
        share = share_of(trend, point)
        found.append(
            Dot(
                x=LEFT + STEP * place + STEP // 2,
                y=None if share is None else round(TOP + PLOT * (1 - share)),
                figure=_figure(trend, point, words),
                answers=point.answers,
                day=f"{local.day}/{local.month}",
                year=str(local.year) if str(local.year) != year else "",
                few=point.few,
            )
        )
        year = str(local.year)
    return tuple(found)


def _figure(trend: Trend, point: Point, words: Words) -> str:
    if point.value is None:
        return ""
    return _plain(figure_text(trend.question, point.value, words))


def _plain(figure: str) -> str:
    """Leave out what the picture's title says already."""
    return figure.removeprefix("NPS ").removesuffix(",0").removesuffix(".0")


def _lines(dots: tuple[Dot, ...]) -> tuple[str, ...]:
    """Join neighbours; where an edition has no figure nothing is drawn that could pass for one."""
    stretches: list[list[str]] = [[]]
    for dot in dots:
        if dot.y is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{dot.x},{dot.y}")
    return tuple(" ".join(stretch) for stretch in stretches if len(stretch) > 1)


def _said(trend: Trend, point: Point, words: Words) -> str:
    text = point_text(trend.question, point, words)
    marks = [f"n = {point.answers}", few_text(point, words)] if point.value is not None else []
    about = ", ".join(filter(None, marks))
    return f"{point.title}: {text} ({about})" if about else f"{point.title}: {text}"
