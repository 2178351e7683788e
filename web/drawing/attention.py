"""What needs the host's attention now, most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.words import Words
from meeting.model import QuestionState, RouteKind
from meeting.views import QuestionView
from web.drawing.timeline import Stage, Standing


@dataclass(frozen=True, slots=True)
class Notice:
    """One line; `link` is where on the page it is dealt with."""

    kind: str
    text: str
    link: str


def notices(place: Standing, questions: Sequence[QuestionView], words: Words) -> tuple[Notice, ...]:
    """Give what to see to; nothing hurries once the meeting is closed."""
    if place.closed:
        return ()
    return (*_time(place, words), *_questions(place, questions, words))


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
