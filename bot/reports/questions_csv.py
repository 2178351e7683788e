"""The questions as CSV that opens in a spreadsheet; people's text never becomes a formula."""

import csv
import io
from collections.abc import Sequence

from bot.cells import safe
from dialogs.telling import STATES, because
from dialogs.words import Words
from meeting.question_views import QuestionView

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
