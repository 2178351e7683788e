"""The workbook's charts: native ones, drawn from its cells, so that they can be changed.

Names and titles are references to cells: a text of people's would be taken for a formula.
"""

from xlsxwriter.worksheet import Worksheet

from bot.reports.account import Account
from bot.reports.rated import Rated, rated
from bot.reports.sheets import LINE, Book, Look
from dialogs.evaluating import turnout_line
from meeting.evaluation import Kind

TITLE, PLANNED, TAKEN = 1, 7, 8  # columns of the agenda
PALE, STRONG, GREY = "#B9CFE6", "#004D99", "#454545"
ROW = 20  # pixels
WIDE = 560
BESIDE = 4  # the column at which an evaluation's charts stand
FONT = {"name": "Calibri", "size": 10, "color": GREY}
WIDTHS = (56, 10, 10, 3, 12, 12, 12, 12, 12, 12)


def minutes_chart(book: Book, sheet: Worksheet, items: int) -> None:
    """Draw planned beside actual minutes under the agenda, in its order."""
    if not items:
        return
    chart = book.chart()
    for column, colour in ((PLANNED, PALE), (TAKEN, STRONG)):
        chart.add_series(
            {
                "name": [sheet.name, 0, column],
                "categories": [sheet.name, 1, TITLE, items, TITLE],
                "values": [sheet.name, 1, column, items, column],
                "fill": {"color": colour},
                "gap": 60,
                "overlap": 0,
                "data_labels": {"value": True, "font": FONT},
            }
        )
    said = book.words("Planned and actual minutes")
    chart.set_title({"name": said, "name_font": {**FONT, "size": 13, "bold": True}})
    chart.set_legend({"position": "top", "font": FONT})
    book.lay(sheet, items + 2, 1, chart, said, (900, 120 + 44 * items))


def evaluation_sheet(book: Book, account: Account) -> None:
    """Write each question with its distribution, and the chart of it beside."""
    words = account.words
    sheet = book.sheet(words("Evaluation"), WIDTHS)
    said = turnout_line(account.view.evaluation.turnout, words)
    book.put(sheet, 0, 0, words("Evaluation"), Look.TITLE)
    sheet.set_row(0, 2 * LINE)
    book.put(sheet, 1, 0, said, Look.PLAIN)
    row = 3
    for one in rated(account):
        row = _question(book, sheet, one, row)


def _question(book: Book, sheet: Worksheet, one: Rated, row: int) -> int:
    """Write one question from a row on, and give the row at which the next may begin."""
    words = book.words
    book.put(sheet, row, 0, one.text, Look.STRONG)
    book.stretch(sheet, row, [(one.text, WIDTHS[0])])
    if one.hidden:
        book.put(sheet, row + 1, 0, words("Too few answers to be shown."), Look.TEXT)
        return row + 3
    book.put(sheet, row + 1, 0, words.count("{n} answer", "{n} answers", one.answers), Look.TEXT)
    if one.average is not None:
        book.put(sheet, row + 1, 1, one.average, Look.MEAN)
        book.put(sheet, row + 1, 2, words("average"), Look.PLAIN)
    if one.kind is Kind.TEXT:
        return _texts(book, sheet, one, row + 2)
    columns = (words("Answer"), words("Count"), words("Share"))
    for place, title in enumerate(columns):
        book.put(sheet, row + 2, place, title, Look.HEAD)
    for number, of in enumerate(one.shares, row + 3):
        book.put(sheet, number, 0, of.label, Look.TEXT)
        book.put(sheet, number, 1, of.count, Look.NUMBER)
        book.put(sheet, number, 2, of.share, Look.SHARE)
    end = row + 2 + len(one.shares)
    return max(_distribution(book, sheet, one, row, end), end + 2)


def _texts(book: Book, sheet: Worksheet, one: Rated, row: int) -> int:
    for number, (text, count) in enumerate(one.texts, row):
        book.put(sheet, number, 0, text, Look.TEXT)
        book.stretch(sheet, number, [(text, WIDTHS[0])])
        book.put(sheet, number, 1, count, Look.NUMBER)
    return row + len(one.texts) + 1


def _distribution(book: Book, sheet: Worksheet, one: Rated, row: int, end: int) -> int:
    """Draw a question's bars beside its table, and give the row under them."""
    first, high = row + 3, max(9, len(one.shares) + 4)
    chart = book.chart()
    chart.add_series(
        {
            "name": [sheet.name, row, 0],
            "categories": [sheet.name, first, 0, end, 0],
            "values": [sheet.name, first, 1, end, 1],
            "fill": {"color": STRONG},
            "gap": 40,
            "data_labels": {"value": True, "font": FONT},
        }
    )
    chart.set_title({"name": [sheet.name, row, 0], "name_font": {**FONT, "size": 12}})
    chart.set_legend({"none": True})
    book.lay(sheet, row, BESIDE, chart, one.text, (WIDE, high * ROW))
    return row + high + 1
