"""What is still open after a meeting, what was promised, and which deadlines it told of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reports.account import Account
from bot.reports.paper import Block, Cell, Column, Note, Table
from dialogs.words import Words
from meeting.model import Person
from meeting.promises import KEPT, STILL_OPEN, Standing, standing
from meeting.question import QuestionState
from meeting.question_views import QuestionView

STANDINGS: dict[Standing | None, str] = {
    Standing.KEPT: "kept",
    Standing.KEPT_LATE: "kept after its date",
    Standing.OPEN: "open",
    Standing.LATE: "late",
    Standing.CARRIED: "goes on in the next meeting",
    None: "waiting",
}
SUMS = {
    Standing.KEPT: "{n} kept",
    Standing.KEPT_LATE: "{n} kept after its date",
    Standing.OPEN: "{n} open",
    Standing.LATE: "{n} late",
    Standing.CARRIED: "{n} for the next meeting",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A question that is open or was promised; `standing` is None while it merely waits."""

    question: QuestionView
    standing: Standing | None
    people: tuple[Person, ...]
    due: datetime | None
    kept: datetime | None

    @property
    def done(self) -> bool:
        return self.standing in KEPT


def promised(account: Account) -> tuple[Promise, ...]:
    """Give the earliest date first, what has none last; a merged question is told with its root."""
    found = [one for question in account.questions if (one := _promise(question, account))]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or account.at)))


def open_list(account: Account) -> tuple[Block, ...]:
    words = account.words
    rows = tuple(
        (
            Cell(str(one.question.number)),
            Cell(one.question.text),
            Cell(words.people(one.people) if one.people else ""),
            Cell(words.date(one.due) if one.due else "", words(STANDINGS[one.standing])),
        )
        for one in promised(account)
        if not one.done
    )
    if not rows:
        return (Note(words("Nothing is open.")),)
    columns = _columns(words, words("Who follows up"), words("By when"))
    return (Table(words("Open questions, with owner and date"), columns, rows),)


def kept_list(account: Account) -> tuple[Block, ...]:
    """Tell which promises were kept, and how all of them stand."""
    words, promises = account.words, [one for one in promised(account) if one.standing]
    if not promises:
        return ()
    rows = tuple(
        (
            Cell(str(one.question.number)),
            Cell(one.question.text),
            Cell(words.people(one.people) if one.people else ""),
            Cell(words.date(one.kept) if one.kept else "", words(STANDINGS[one.standing])),
        )
        for one in promises
        if one.done
    )
    columns = _columns(words, words("Who promised"), words("Answered on"))
    table = (Table(words("Promises that were kept"), columns, rows),) if rows else ()
    line = standings_line([one.standing for one in promises], words)
    return (Note(line), *table)


def deadlines(account: Account) -> tuple[Block, ...]:
    """List the deadlines that the meeting told of, with the days they were moved from."""
    words = account.words
    rows = tuple(
        (
            Cell(f"{task.id} {task.title}" if task.id else task.title),
            Cell(
                words.day(task.due),
                words("Moved from {date}.", date=words.day(task.before)) if task.before else "",
            ),
        )
        for task in account.meeting.plan.tasks
        if task.due is not None
    )
    columns = (Column(words("Task"), 70), Column(words("Deadline"), 30))
    return (Table(words("Deadlines"), columns, rows),) if rows else ()


def _columns(words: Words, who: str, when: str) -> tuple[Column, ...]:
    number, question = Column(words("No."), 7, number=True), Column(words("Question"), 45)
    return (number, question, Column(who, 28), Column(when, 20))


def standings_line(standings: Sequence[Standing | None], words: Words) -> str:
    """Say how many promises there are, and how many of them stand how."""
    counts = {said: sum(one is kind for one in standings) for kind, said in SUMS.items()}
    parts = (words(said, n=n) for said, n in counts.items() if n)
    total = words.count("{n} promise", "{n} promises", len(standings))
    return f"{total}: {', '.join(parts)}."


def _promise(question: QuestionView, account: Account) -> Promise | None:
    if question.state is QuestionState.MERGED:
        return None
    stands = standing(account.meeting.questions[question.id], account.at)
    if stands is None and question.state not in STILL_OPEN:
        return None
    answer = question.answer
    owner = (question.owner,) if question.owner else question.to
    kept = answer.at if answer and stands in KEPT else None
    return Promise(question, stands, owner, question.due, kept)
