"""What a record tells of: the meeting as its reader may see it, and whose questions it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dialogs.words import Words
from meeting.ids import PersonId
from meeting.model import Meeting, Person
from meeting.question import HIDDEN, QuestionState
from meeting.question_views import QuestionView
from meeting.trend import Trend, final_trends
from meeting.viewer import Viewer
from meeting.views import MeetingView, view


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose questions alone a record holds: an organisation's, or those that a speaker deals with.

    An organisation has no question that was asked anonymously.
    """

    organisation: str | None = None
    speaker: Person | None = None

    def has(self, question: QuestionView) -> bool:
        if self.speaker is not None:
            return _deals(self.speaker.id, question)
        asked_for = (question.organisation or "").casefold()
        return asked_for == (self.organisation or "").strip().casefold()


@dataclass(frozen=True, slots=True)
class Account:
    """`at` is the moment that it is true of (aware UTC), `questions` are those it is about.

    `public` is for all who took part, otherwise it is a host's. `trends` compare the series'
    editions; those who took part have that on the series' page, of the meetings they were in.
    """

    meeting: Meeting
    view: MeetingView
    questions: tuple[QuestionView, ...]
    words: Words
    at: datetime
    whose: Whose | None = None
    public: bool = False
    trends: tuple[Trend, ...] = ()


def account(
    meeting: Meeting,
    words: Words,
    at: datetime,
    *,
    whose: Whose | None = None,
    public: bool = False,
    others: Iterable[Meeting] = (),
) -> Account:
    """Take a meeting's account; `others` are the series' other meetings."""
    drawn = view(meeting, Viewer(host=not public), at)
    held = tuple(q for q in drawn.questions if whose is None or whose.has(q))
    begun = meeting.evaluation.open or meeting.evaluation.closed
    whole = begun and whose is None and not public
    over = final_trends(meeting, others) if whole else ()
    return Account(meeting, drawn, held, words, at, whose, public, over)


def asker(question: QuestionView, words: Words) -> str:
    """Say who asked, as they chose to be shown."""
    shown, organisation = question.shown_as, question.organisation
    if shown and organisation and shown != organisation:
        return f"{shown}, {organisation}"
    return shown or organisation or words("Anonymous")


def signature(person: Person | None, words: Words) -> str:
    """Say who stands by an answer: the organisation it was given for, if there is one."""
    if person is None:
        return words("Participant")
    return person.organisation or person.name or words("Participant")


def _deals(speaker: PersonId, question: QuestionView) -> bool:
    if question.state in HIDDEN and question.state is not QuestionState.DECLINED:
        return False
    others = {question.owner, question.answered_by} - {None}
    return speaker in question.route.to or any(one and one.id == speaker for one in others)
