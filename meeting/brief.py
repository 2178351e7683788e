"""What a speaker should know from earlier meetings before going on: five lines at most."""

from collections.abc import Iterable
from dataclasses import dataclass

from meeting.ids import PersonId
from meeting.model import Meeting
from meeting.question import Got, Question, QuestionState
from meeting.question_views import backers

LINES = 5
OPEN = frozenset({QuestionState.FOLLOW_UP, QuestionState.CARRIED})


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One question that was theirs in an earlier meeting, and what came of it.

    `people` is how many stood behind it, `unhelped` how many said that they got no full answer.
    """

    title: str
    number: int
    text: str
    people: int
    unhelped: int
    open: bool
    answer: str | None


def brief(earlier: Iterable[Meeting], speaker: PersonId) -> tuple[BriefLine, ...]:
    """Give what weighs most: left open, then not helped, then asked by many."""
    found = [
        _line(meeting, question)
        for meeting in earlier
        for question in meeting.questions.values()
        if _theirs(question, speaker)
    ]
    found.sort(key=lambda one: (not one.open, -one.unhelped, -one.people, one.number))
    return tuple(found[:LINES])


def _theirs(question: Question, speaker: PersonId) -> bool:
    told = question.state in OPEN | {QuestionState.ANSWERED}
    by = question.answer.by if question.answer is not None else None
    return told and speaker in {*question.route.to, question.owner, by}


def _line(meeting: Meeting, question: Question) -> BriefLine:
    ratings = meeting.ratings.get(question.id)
    words = () if ratings is None else tuple(ratings.values())
    answer = question.answer
    return BriefLine(
        title=meeting.plan.title,
        number=question.number,
        text=question.text,
        people=len({*backers(meeting, question), question.asker} - {None}) or 1,
        unhelped=sum(word is not Got.YES for word in words),
        open=question.state in OPEN,
        answer=answer.text if answer is not None else None,
    )
