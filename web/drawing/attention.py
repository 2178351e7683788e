"""What needs the host's attention now, most pressing first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.words import Words
from meeting.model import Meeting, Phase, QuestionState, RouteKind
from meeting.views import QuestionView
from web.drawing.timeline import Stage, Standing

MOST = 4  # more than this is no longer a list one looks at while chairing


@dataclass(frozen=True, slots=True)
class Notice:
    """One line; `link` is where on the page it is dealt with."""

    kind: str
    text: str
    link: str


def notices(
    meeting: Meeting, place: Standing, questions: Sequence[QuestionView], words: Words
) -> tuple[Notice, ...]:
    found = [*_time(place, words), *_questions(place, questions, words), *_poll(meeting, words)]
    return tuple(found[:MOST])


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
    found: list[Notice] = []
    if with_host:
        text = words.count(
            "1 question found no speaker and is with the host.",
            "{n} questions found no speaker and are with the host.",
            len(with_host),
        )
        found.append(Notice("info", text, f"#q-{with_host[0].id}"))
    if late:
        text = words.count(
            "1 question from an item that has ended still waits.",
            "{n} questions from items that have ended still wait.",
            len(late),
        )
        found.append(Notice("info", text, f"#q-{late[0].id}"))
    return found


def _poll(meeting: Meeting, words: Words) -> list[Notice]:
    poll = meeting.evaluation
    if meeting.phase is Phase.CLOSING and not poll.open and not poll.closed:
        return [Notice("warning", words("The evaluation is not open yet."), "#steps")]
    return []
