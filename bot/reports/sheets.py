"""Sheets of a workbook: every text is a text, numbers, days and times are themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from xlsxwriter.chart import Chart
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.chart_line import ChartLine
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.cells import risky
from dialogs.words import Words

LINE, HIGHEST = 16.0, 400.0  # points of a line, and of the highest row there can be
LONGEST = 32_767  # characters in a cell; what is longer would be left out whole
BUTTON = 3  # characters that the filter's button covers
A4 = 9
LABELS = {"name": "Calibri", "size": 10, "color": "#454545"}
FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}

Value = str | int | float | datetime | None


class Look(StrEnum):
    """What a column's values are, and so how they are shown."""

    TEXT = "text"
    NUMBER = "number"
    SIGNED = "signed"
    SHARE = "share"
    DAY = "day"
    TIME = "time"
    HEAD = "head"
    TITLE = "title"
    STRONG = "strong"
    PLAIN = "plain"
    COUNT = "count"
    MEAN = "mean"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters."""

    title: str
    width: float
    look: Look = Look.TEXT


class Book:
    """A workbook being written, with its looks."""

    def __init__(self, workbook: Workbook, words: Words) -> None:
        self.words = words
        self._workbook = workbook
        time = 'hh"."mm' if words.language == "da" else "hh:mm"
        day = self._day = 'd"/"m"-"yyyy' if words.language == "da" else "d mmm yyyy"
        shapes: dict[Look, dict[str, object]] = {
            Look.TEXT: {"text_wrap": True},
            Look.NUMBER: {"num_format": "0", "align": "center"},
            Look.SIGNED: {"num_format": "+0;-0;0", "align": "center"},
            Look.SHARE: {"num_format": "0%", "align": "center"},
            Look.DAY: {"num_format": day, "align": "left"},
            Look.TIME: {"num_format": time, "align": "left"},
            Look.HEAD: {
                "bold": True,
                "text_wrap": True,
                "font_color": "#0B2A4A",
                "bg_color": "#E9F1F9",
                "valign": "vcenter",
            },
            Look.TITLE: {"bold": True, "font_size": 18, "font_color": "#0B2A4A"},
            Look.STRONG: {"bold": True, "text_wrap": True},
            Look.PLAIN: {"font_color": "#454545"},
            Look.COUNT: {"num_format": "0", "align": "left"},
            Look.MEAN: {"num_format": "0.0", "align": "center"},
            Look.SCORE: {"num_format": "0;-0;0", "align": "center"},
        }
        self._looks = {look: self._format(shape) for look, shape in shapes.items()}
        # Whoever edits such a cell would make it a formula, if it were not marked as text.
        self._as_text = self._format({"text_wrap": True, "quote_prefix": True})

    def sheet(self, name: str, widths: Sequence[float], *, repeat: int = 0) -> Worksheet:
        """Add a sheet, ready for printing; `repeat` is the row that heads every page."""
        sheet = self._workbook.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&A&R{self.words('Page {n} of {all}', n='&P', all='&N')}")
        sheet.repeat_rows(repeat)
        sheet.hide_gridlines(2)
        sheet.set_default_row(LINE)
        return sheet

    def table(
        self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
    ) -> Worksheet:
        """Add a sheet with a table that can be sorted and filtered, its head always in sight."""
        sheet = self.sheet(name, [column.width for column in columns])
        for place, column in enumerate(columns):
            self.put(sheet, 0, place, column.title, Look.HEAD)
        self.stretch(sheet, 0, [(column.title, column.width - BUTTON) for column in columns])
        for number, row in enumerate(rows, 1):
            pairs = zip(row, columns, strict=True)
            self.stretch(sheet, number, [(value, column.width) for value, column in pairs])
            for place, (value, column) in enumerate(zip(row, columns, strict=True)):
                self.put(sheet, number, place, value, column.look)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.freeze_panes(1, 0)
        return sheet

    def stretch(self, sheet: Worksheet, row: int, cells: Sequence[tuple[Value, float]]) -> None:
        """Make a row high enough for its texts: not every program does so by itself."""
        lines = max((_lines(value, width) for value, width in cells), default=1)
        if lines > 1:
            sheet.set_row(row, min(LINE * lines, HIGHEST))

    def chart(self) -> Chart:
        """Make a chart of bars that lie, the first on top."""
        chart = self._workbook.add_chart({"type": "bar"})
        if not isinstance(chart, ChartBar):
            raise TypeError(chart)
        axis = {"num_font": LABELS, "line": {"color": "#D9DEE3"}}
        chart.set_x_axis({**axis, "major_gridlines": {"visible": False}, "visible": False})
        chart.set_y_axis({**axis, "reverse": True, "major_tick_mark": "none"})
        chart.set_chartarea({"border": {"none": True}})
        return chart

    def line_chart(self) -> Chart:
        """Make a chart of a line over days; where there is no figure, there is a gap."""
        chart = self._workbook.add_chart({"type": "line"})
        if not isinstance(chart, ChartLine):
            raise TypeError(chart)
        axis = {"num_font": LABELS, "line": {"color": "#D9DEE3"}}
        days = {"text_axis": True, "num_format": self._day, "label_position": "low"}
        chart.set_x_axis({**axis, **days, "major_tick_mark": "none"})
        chart.set_chartarea({"border": {"none": True}})
        return chart

    def lay(
        self,
        sheet: Worksheet,
        row: int,
        place: int,
        chart: Chart,
        said: str,
        size: tuple[int, int],
    ) -> None:
        """Put a chart on a sheet; `said` is what it shows, for those who cannot see it."""
        chart.set_size({"width": size[0], "height": size[1]})
        sheet.insert_chart(row, place, chart, {"description": said, "object_position": 2})

    def put(self, sheet: Worksheet, row: int, place: int, value: Value, look: Look) -> None:
        shape = self._looks[look]
        match value:
            case None | "":
                sheet.write_blank(row, place, None, shape)
            case str():
                plain = look is Look.TEXT and risky(value)
                sheet.write_string(row, place, shortened(value), self._as_text if plain else shape)
            case datetime():
                local = value.astimezone(self.words.zone).replace(tzinfo=None)
                sheet.write_datetime(row, place, local, shape)
            case _:
                sheet.write_number(row, place, value, shape)

    def _format(self, shape: dict[str, object]) -> Format:
        return self._workbook.add_format({**FONT, **shape})


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _lines(value: Value, width: float) -> int:
    """Guess how many lines a text takes in a column of so many characters."""
    if not isinstance(value, str):
        return 1
    return sum(ceil((len(line) + 1) / (width * 1.05)) or 1 for line in value.split("\n"))
