"""A meeting as a workbook to count with: agenda, questions, promises, evaluation, editions, topics.

It hides what fewer than five have answered, as the minutes do. No cell holds a formula.
"""

import io
from collections.abc import Iterator

from xlsxwriter import Workbook

from bot.reports.account import Account, asker, signature
from bot.reports.agenda import went
from bot.reports.charts import evaluation_sheet, minutes_chart
from bot.reports.editions_sheet import editions_sheet
from bot.reports.minutes import chairs, facts, subtitle
from bot.reports.promised import STANDINGS, promised
from bot.reports.sheets import LINE, Book, Column, Look, Value
from dialogs.telling import STATES
from meeting.history import history
from meeting.question import Got
from meeting.question_views import QuestionView

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FACTS = 80  # characters of a fact on a line
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(account: Account) -> bytes:
    out = io.BytesIO()
    with Workbook(out, OPTIONS) as made:
        made.set_properties(
            {
                "title": account.meeting.plan.title[:255],
                "subject": subtitle(account)[:255],
                "author": ", ".join(person.name or "" for person in chairs(account))[:255],
                "created": account.at.replace(tzinfo=None),
            }
        )
        _write(Book(made, account.words), account)
    return out.getvalue()


def _write(book: Book, account: Account) -> None:
    _overview(book, account)
    _agenda(book, account)
    _questions(book, account)
    _promises(book, account)
    if account.whose is None:
        evaluation_sheet(book, account)
        editions_sheet(book, account)
        _topics(book, account)


def _overview(book: Book, account: Account) -> None:
    words = account.words
    sheet = book.sheet(words("Overview"), (30, FACTS))
    book.put(sheet, 0, 0, account.meeting.plan.title, Look.TITLE)
    sheet.set_row(0, 2 * LINE)
    book.put(sheet, 1, 0, subtitle(account), Look.PLAIN)
    rows: list[tuple[str, Value]] = [*facts(account), *_figures(account)]
    for number, (label, value) in enumerate(rows, 3):
        book.put(sheet, number, 0, label, Look.STRONG)
        look = Look.TEXT if isinstance(value, str) else Look.COUNT
        book.put(sheet, number, 1, value, look)
        book.stretch(sheet, number, [(value, FACTS)])


def _figures(account: Account) -> Iterator[tuple[str, Value]]:
    words = account.words
    took = history(account.meeting, ())
    yield words("Minutes planned"), sum(one.planned for one in took)
    yield words("Minutes taken"), sum(one.actual or 0 for one in took)
    yield words("Questions"), len(account.questions)
    for state, said in STATES.items():
        number = sum(question.state is state for question in account.questions)
        if number:
            yield f"– {words(said)}", number  # noqa: RUF001
    yield words("Promises"), sum(one.standing is not None for one in promised(account))
    if account.whose is None:
        yield words("Responses to the evaluation"), account.view.evaluation.responses


def _agenda(book: Book, account: Account) -> None:
    words = account.words
    columns = (
        Column(words("No."), 7, Look.COUNT),
        Column(words("Item"), 46),
        Column(words("Speakers"), 34),
        Column(words("Planned start"), 11, Look.TIME),
        Column(words("Planned end"), 11, Look.TIME),
        Column(words("Actual start"), 11, Look.TIME),
        Column(words("Actual end"), 11, Look.TIME),
        Column(words("Minutes planned"), 12, Look.NUMBER),
        Column(words("Minutes taken"), 12, Look.NUMBER),
        Column(words("Difference"), 10, Look.SIGNED),
        Column(words("How it went"), 18),
        Column(words("Questions"), 11, Look.NUMBER),
        Column(words("Got their answer"), 9, Look.NUMBER),
        Column(words("Partly"), 9, Look.NUMBER),
        Column(words("Did not"), 9, Look.NUMBER),
    )
    rows = tuple(_agenda_rows(account))
    sheet = book.table(words("Agenda"), columns, rows)
    minutes_chart(book, sheet, len(rows))


def _agenda_rows(account: Account) -> Iterator[tuple[Value, ...]]:
    words = account.words
    for item, took in zip(account.view.agenda, history(account.meeting, ()), strict=True):
        yield (
            item.number,
            item.title,
            words.people(item.speakers) if item.speakers else "",
            item.planned.start,
            item.planned.end,
            item.actual.start,
            item.actual.end,
            took.planned,
            took.actual,
            None if took.actual is None else took.actual - took.planned,
            went(item, took, account),
            item.questions,
            *(item.got.get(word, 0) for word in Got),
        )


def _questions(book: Book, account: Account) -> None:
    words = account.words
    columns = (
        Column(words("No."), 7, Look.COUNT),
        Column(words("Item"), 9, Look.COUNT),
        Column(words("Question"), 46),
        Column(words("Asked by"), 19),
        Column(words("With"), 22),
        Column(words("State"), 13),
        Column(words("Votes"), 9, Look.NUMBER),
        Column(words("Answer"), 46),
        Column(words("Answered by"), 13),
        Column(words("Answered on"), 11, Look.DAY),
        Column(words("Source"), 16),
        Column(words("Who follows up"), 19),
        Column(words("By when"), 11, Look.DAY),
    )
    numbers: dict[str | None, int] = {item.id: item.number for item in account.view.agenda}
    rows = tuple(
        (question.number, numbers.get(question.item), *_question(question, account))
        for question in account.questions
    )
    book.table(words("Questions"), columns, rows)


def _question(question: QuestionView, account: Account) -> tuple[Value, ...]:
    words, answer = account.words, question.answer
    live = words("Answered live at {time}.", time=words.time(answer.at)) if answer else ""
    by_person = answer is not None and answer.by is not None
    return (
        question.text,
        asker(question, words),
        words.people(question.to) if question.to else "",
        words(STATES[question.state]),
        question.votes,
        (answer.text or live) if answer else question.declined or "",
        signature(question.answered_by, words) if by_person else "",
        answer.at if answer else None,
        (answer.source or "") if answer else "",
        words.person(question.owner) if question.owner else "",
        question.due,
    )


def _promises(book: Book, account: Account) -> None:
    words = account.words
    columns = (
        Column(words("No."), 7, Look.COUNT),
        Column(words("Question"), 60),
        Column(words("Who follows up"), 34),
        Column(words("By when"), 13, Look.DAY),
        Column(words("How it stands"), 24),
        Column(words("Answered on"), 13, Look.DAY),
    )
    rows = tuple(
        (
            one.question.number,
            one.question.text,
            words.people(one.people) if one.people else "",
            one.due,
            words(STANDINGS[one.standing]),
            one.kept,
        )
        for one in promised(account)
    )
    book.table(words("Promises"), columns, rows)


def _topics(book: Book, account: Account) -> None:
    words = account.words
    columns = (Column(words("Topic"), 90), Column(words("Votes"), 11, Look.NUMBER))
    rows = tuple((wish.text, wish.votes) for wish in account.view.wishes)
    book.table(words("Topics"), columns, rows)
