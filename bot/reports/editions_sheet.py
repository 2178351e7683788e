"""The workbook's sheet of the core questions over the editions, with a line for each of them."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from bot.reports.account import Account
from bot.reports.charts import FONT, STRONG
from bot.reports.developed import notes
from bot.reports.sheets import Book, Column, Look, Value
from dialogs.development import FEWEST_EDITIONS, HIGHEST, LOWEST
from dialogs.evaluating import SHORT
from meeting.trend import Point, Trend

LOOKS = {"useful": Look.MEAN, "recommend": Look.SCORE, "got_answer": Look.SHARE}
BEFORE = 3  # columns before the first question's: edition, day, runs
EACH = 3  # columns of a question: its figure, how many answered, and a mark
PLACES = (0, 3, 8)  # the columns at which the charts begin, side by side
SIZE = (380, 260)  # pixels of a chart
STEPS = {"useful": (1, "0"), "recommend": (50, "0"), "got_answer": (0.25, "0%")}  # of an axis


def editions_sheet(book: Book, account: Account) -> None:
    """Write the editions oldest first, as the lines need them; nothing before there are two."""
    trends = account.trends
    editions = list(zip(*(trend.points for trend in trends), strict=True))
    if len(editions) < FEWEST_EDITIONS:
        return
    words = book.words
    columns = [
        Column(words("Edition"), 34),
        Column(words("Day"), 12, Look.DAY),
        Column(words("Runs"), 9, Look.NUMBER),
    ]
    for trend in trends:
        columns += [
            Column(words(SHORT[trend.question.id]), 15, LOOKS[trend.question.id]),
            Column(words("Answers"), 9, Look.NUMBER),
            Column(words("Note"), 13),
        ]
    rows = [tuple(_row(points, book)) for points in editions]
    sheet = book.table(words("Over the editions"), columns, rows)
    lines = [*notes(account), words("In the charts figures of few answers are in italics.")]
    for number, line in enumerate(lines, len(rows) + 2):
        book.put(sheet, number, 0, line, Look.PLAIN)
    under = len(rows) + 3 + len(lines)
    for place, trend in enumerate(trends):
        _draw(book, sheet, trend, place, under)


def _row(points: tuple[Point, ...], book: Book) -> Iterator[Value]:
    yield points[0].title
    yield points[0].start
    yield max(point.runs for point in points) or None
    for point in points:
        told = point.value is not None
        yield point.value
        yield point.answers if told else None
        yield _mark(point, book)


def _mark(point: Point, book: Book) -> str:
    if point.value is None:
        return book.words("too few answers")
    return book.words("few answers") if point.few else ""


def _draw(book: Book, sheet: Worksheet, trend: Trend, place: int, row: int) -> None:
    """Draw a question's line; a figure of few answers is in italics, a missing one is a gap."""
    last, column = len(trend.points), BEFORE + EACH * place
    chart = book.line_chart()
    chart.add_series(
        {
            "name": [sheet.name, 0, column],
            "categories": [sheet.name, 1, 1, last, 1],
            "values": [sheet.name, 1, column, last, column],
            "line": {"color": STRONG, "width": 2},
            "marker": {"type": "circle", "size": 8, "fill": {"color": STRONG}},
            "data_labels": {
                "value": True,
                "position": "above",
                "font": FONT,
                "custom": [_label(point) for point in trend.points],
            },
        }
    )
    chart.set_title({"name": [sheet.name, 0, column], "name_font": {**FONT, "size": 12}})
    chart.set_legend({"none": True})
    question = trend.question.id
    step, shape = STEPS[question]
    chart.set_y_axis(
        {
            "min": LOWEST[question],
            "max": HIGHEST[question],
            "major_unit": step,
            "num_format": shape,
            "num_font": FONT,
            "crossing": "min",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EC"}},
        }
    )
    said = book.words("{question}, edition by edition", question=book.words(SHORT[question]))
    book.lay(sheet, row, PLACES[place], chart, said, SIZE)


def _label(point: Point) -> dict[str, object] | None:
    return {"font": {**FONT, "italic": True}} if point.few else None
