"""What the clock does between a series' meetings: reminds, carries on, brings answers back.

`meeting.commands` gives these on together with all other deeds.
"""

from dataclasses import dataclass
from datetime import datetime

from meeting.ids import MeetingId, PersonId, QuestionId
from meeting.question import Answer, KnownAnswer, Question


@dataclass(frozen=True, slots=True)
class RemindOwner:
    """Have the owner of a follow-up reminded; only the clock does it."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class CarryIn:
    """Take up what an earlier meeting of the series left open; only the clock does it."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Note that an open question goes on in a later meeting; only the clock does it."""

    question: QuestionId
    to: MeetingId


@dataclass(frozen=True, slots=True)
class PassBack:
    """Bring what became of a question in a later meeting back to where it was asked.

    Only the clock does it. `meeting` is the later one and `where` its title. One is given: the
    `answer`, why it was `declined`, or the `owner` with the date that it is `due`.
    """

    question: QuestionId
    meeting: MeetingId
    where: str
    answer: Answer | None = None
    owner: PersonId | None = None
    due: datetime | None = None
    declined: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectKnown:
    """Give who was answered from the knowledge base what it says now; only the clock does it."""

    question: QuestionId
    known: KnownAnswer


SeriesDeed = RemindOwner | CarryIn | CarryOut | PassBack | CorrectKnown
