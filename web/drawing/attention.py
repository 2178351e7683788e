"""What needs the host's attention now, most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogs.signalling import missed
from dialogs.telling import troubles
from dialogs.words import Words
from meeting.model import Meeting
from meeting.question import QuestionState, RouteKind
from meeting.question_views import QuestionView
from web.drawing.timeline import Stage, Standing


@dataclass(frozen=True, slots=True)
class Notice:
    """One line; `link` is where on the page it is dealt with, or a `verb` settles it here."""

    kind: str
    text: str
    link: str
    verb: str = ""
    done: str = ""


def notices(
    place: Standing,
    questions: Sequence[QuestionView],
    meeting: Meeting,
    now: datetime,
    words: Words,
) -> tuple[Notice, ...]:
    """Give what to see to; nothing hurries once the meeting is closed."""
    if place.closed:
        return ()
    return (
        *_trouble(meeting, words),
        *_missing(meeting, now, words),
        *_time(place, words),
        *_new(questions, words),
        *_questions(place, questions, words),
    )


def _trouble(meeting: Meeting, words: Words) -> list[Notice]:
    settle = words("Dealt with")
    return [
        Notice("error", text, "#attention", "trouble.settled", settle)
        for text in troubles(meeting, words)
    ]


def _missing(meeting: Meeting, now: datetime, words: Words) -> list[Notice]:
    return [Notice("warning", text, "#room") for text in missed(meeting, now, words)]


def _new(questions: Sequence[QuestionView], words: Words) -> list[Notice]:
    new = [q for q in questions if q.state is QuestionState.NEW]
    if not new:
        return []
    text = words.count(
        "1 new question waits for you to see it.", "{n} new questions wait for you.", len(new)
    )
    return [Notice("info", text, f"#q-{new[0].id}")]


def _time(place: Standing, words: Words) -> list[Notice]:
    if place.on is None or place.left > 0:
        return []
    if place.left == 0:
        text = words("The time for item {n} is up.", n=place.on.number)
    else:
        text = words("Item {n} is {m} min. over time.", n=place.on.number, m=-place.left)
    return [Notice("warning", text, "#steps")]


def _questions(place: Standing, questions: Sequence[QuestionView], words: Words) -> list[Notice]:
    waiting = [q for q in questions if q.state is QuestionState.QUEUED]
    with_host = [q for q in waiting if q.route.kind is RouteKind.HOST]
    over = {row.id for row in place.rows if row.stage is Stage.DONE}
    late = [q for q in waiting if q.item in over and q not in with_host]
    found = [(with_host, _lost(len(with_host), words)), (late, _late(len(late), words))]
    return [Notice("info", text, f"#q-{them[0].id}") for them, text in found if them]


def _lost(number: int, words: Words) -> str:
    return words.count(
        "1 question found no speaker and is with the host.",
        "{n} questions found no speaker and are with the host.",
        number,
    )


def _late(number: int, words: Words) -> str:
    return words.count(
        "1 question from an item that has ended still waits.",
        "{n} questions from items that have ended still wait.",
        number,
    )
