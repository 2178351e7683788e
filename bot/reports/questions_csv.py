"""The questions as CSV that opens in a spreadsheet; people's text never becomes a formula."""

import csv
import io
from collections.abc import Sequence

from dialogs.telling import STATES, because
from dialogs.words import Words
from meeting.question_views import QuestionView

# A cell that begins with one of these is a formula to some spreadsheet, full-width ones included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", *"\uff1d\uff0b\uff0d\uff20")
COLUMNS = (
    "Number",
    "Question",
    "Asked by",
    "Organisation",
    "With",
    "Reason",
    "State",
    "Votes",
    "Answer",
    "Answered by",
)


def questions_csv(questions: Sequence[QuestionView], words: Words) -> bytes:
    """Write one question a row, UTF-8 with a mark that spreadsheets know it by."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([words(column) for column in COLUMNS])
    for question in questions:
        writer.writerow([safe(cell) for cell in _row(question, words)])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str | int) -> str | int:
    """Give a cell that no spreadsheet takes for a formula."""
    text = str(cell)
    risky = text.lstrip().startswith(FORMULA) or text.startswith(FORMULA)
    return f"'{text}" if isinstance(cell, str) and risky else cell


def _row(question: QuestionView, words: Words) -> tuple[str | int, ...]:
    answer = question.answer
    live = words("Answered live at {time}.", time=words.time(answer.at)) if answer else ""
    return (
        question.number,
        question.text,
        question.shown_as or "",
        question.organisation or "",
        words.people(question.to) if question.to else "",
        because(question.route, words) if question.to else "",
        words(STATES[question.state]),
        question.votes,
        (answer.text or live) if answer else question.declined or "",
        words.person(question.answered_by) if question.answered_by else "",
    )
