"""What a person may see of a meeting, as values that every channel draws from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from immutables import Map

from meeting.agenda import Expected, delay, expected, planned_end
from meeting.masking import masked
from meeting.model import (
    Answer,
    EntryId,
    EvaluationQuestion,
    ItemId,
    Kind,
    Meeting,
    Person,
    PersonId,
    Phase,
    Question,
    QuestionId,
    QuestionState,
    Role,
    Route,
    Span,
)
from meeting.scales import values_of

FEWEST_RESPONDENTS = 5  # below this a result could point at persons, so others never see it
WAITING = frozenset({QuestionState.QUEUED, QuestionState.ON_NOW, QuestionState.FOLLOW_UP})


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom a view is drawn; without a person it is what all of a kind see alike."""

    person: PersonId | None = None
    host: bool = False

    @classmethod
    def of(cls, meeting: Meeting, person: PersonId | None) -> "Viewer":
        return cls(person, Role.HOST in meeting.roles(person))


@dataclass(frozen=True, slots=True)
class ItemView:
    id: ItemId
    number: int
    title: str
    speakers: tuple[Person, ...]
    protected: bool
    read_yourself: bool
    on: bool
    planned: Expected
    expected: Expected
    actual: Span
    questions: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """`to` is empty while a known answer is all that the question has needed."""

    id: QuestionId
    number: int
    text: str
    shown_as: str | None
    organisation: str | None
    item: ItemId | None
    to: tuple[Person, ...]
    route: Route
    state: QuestionState
    votes: int
    voted: bool
    mine: bool
    asked_at: datetime
    answer: Answer | None
    answered_by: Person | None
    offered: tuple[EntryId, ...]
    owner: Person | None
    due: datetime | None
    declined: str | None


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """`results` is evaluation question -> value -> count, None when this viewer may not see it."""

    open: bool
    closed: bool
    shown: bool
    questions: tuple[EvaluationQuestion, ...]
    responses: int
    answered: Mapping[str, int]
    results: Mapping[str, Mapping[str, int]] | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """`late_minutes` is how far behind plan the end is expected, negative when ahead."""

    version: int
    phase: Phase
    code: str
    title: str
    now: datetime
    late_minutes: int
    agenda: tuple[ItemView, ...]
    questions: tuple[QuestionView, ...]
    evaluation: EvaluationView
    proposals: tuple[str, ...]


def view(meeting: Meeting, viewer: Viewer, now: datetime) -> MeetingView:
    """Draw the whole meeting for one viewer; `now` is aware UTC."""
    return MeetingView(
        version=meeting.version,
        phase=meeting.phase,
        code=meeting.plan.code,
        title=meeting.plan.title,
        now=now,
        late_minutes=round(delay(meeting, now).total_seconds() / 60),
        agenda=agenda_view(meeting, now),
        questions=questions_view(meeting, viewer),
        evaluation=evaluation_view(meeting, viewer),
        proposals=meeting.proposals if viewer.host else (),
    )


def agenda_view(meeting: Meeting, now: datetime) -> tuple[ItemView, ...]:
    forecast = expected(meeting, now)
    counts = _questions_per_item(meeting)
    return tuple(
        ItemView(
            id=item.id,
            number=item.number,
            title=item.title,
            speakers=tuple(map(meeting.person, item.speakers)),
            protected=item.protected,
            read_yourself=item.read_yourself,
            on=index == meeting.current,
            planned=Expected(item.start, planned_end(item)),
            expected=forecast[index],
            actual=meeting.actual[index],
            questions=counts.get(item.id, 0),
        )
        for index, item in enumerate(meeting.plan.items)
    )


def questions_view(meeting: Meeting, viewer: Viewer) -> tuple[QuestionView, ...]:
    """Give the questions this viewer may see, in the order they were asked."""
    seen = (q for q in meeting.questions.values() if shown(q, viewer))
    return tuple(question_view(meeting, q, viewer) for q in sorted(seen, key=_number))


def queue_view(meeting: Meeting, speaker: PersonId) -> tuple[QuestionView, ...]:
    """Give a speaker's own questions: waiting ones first, most votes first, then the rest."""
    own = (q for q in questions_view(meeting, Viewer(speaker)) if speaker in q.route.to)
    queued = (q for q in own if q.state is not QuestionState.SUGGESTED)
    return tuple(sorted(queued, key=lambda q: (q.state not in WAITING, -q.votes, q.number)))


def shown(question: Question, viewer: Viewer) -> bool:
    """Tell whether a viewer sees a question; suggested and declined ones are the asker's affair."""
    if viewer.host or question.state not in {QuestionState.SUGGESTED, QuestionState.DECLINED}:
        return True
    if viewer.person is None:
        return False
    routed = question.state is QuestionState.DECLINED and viewer.person in question.route.to
    return viewer.person == question.asker or routed


def question_view(meeting: Meeting, question: Question, viewer: Viewer) -> QuestionView:
    votes = meeting.votes.get(question.id, Map[PersonId, bool]())
    answer = question.answer
    # While the asker looks at a known answer, or was helped by it, nobody has the question.
    by_base = question.state is QuestionState.ANSWERED and answer is not None and answer.by is None
    nobody = by_base or question.state is QuestionState.SUGGESTED
    return QuestionView(
        id=question.id,
        number=question.number,
        text=question.text,
        shown_as=question.shown_as,
        organisation=question.organisation,
        item=question.item,
        to=() if nobody else tuple(map(meeting.person, question.route.to)),
        route=question.route,
        state=question.state,
        votes=len(votes),
        voted=viewer.person in votes,
        mine=viewer.person is not None and viewer.person == question.asker,
        asked_at=question.asked_at,
        answer=answer,
        answered_by=meeting.people.get(answer.by) if answer and answer.by else None,
        offered=question.offer.entries if question.offer else (),
        owner=meeting.people.get(question.owner) if question.owner else None,
        due=question.due,
        declined=question.declined,
    )


def evaluation_view(meeting: Meeting, viewer: Viewer) -> EvaluationView:
    poll = meeting.evaluation
    return EvaluationView(
        open=poll.open,
        closed=poll.closed,
        shown=poll.shown,
        questions=meeting.plan.evaluation,
        responses=poll.responses,
        answered=dict(poll.answered) if viewer.host else {},
        results=_results(meeting, viewer),
    )


def _results(meeting: Meeting, viewer: Viewer) -> Mapping[str, Mapping[str, int]] | None:
    poll = meeting.evaluation
    if viewer.host:
        return {q.id: _counted(meeting, q) for q in meeting.plan.evaluation}
    if not poll.shown:
        return None
    return {
        q.id: _counted(meeting, q)
        for q in meeting.plan.evaluation
        if q.kind is not Kind.TEXT and poll.answered.get(q.id, 0) >= FEWEST_RESPONDENTS
    }


def _counted(meeting: Meeting, question: EvaluationQuestion) -> Mapping[str, int]:
    """Give every value's count, in the values' own order; texts are masked and sorted."""
    counts = meeting.evaluation.counts.get(question.id, Map[str, int]())
    if question.kind is Kind.TEXT:
        found: dict[str, int] = {}
        for text, count in sorted(counts.items()):
            found[masked(text)] = found.get(masked(text), 0) + count
        return found
    return {value: counts.get(value, 0) for value in values_of(question)}


def _questions_per_item(meeting: Meeting) -> Mapping[ItemId, int]:
    counts: dict[ItemId, int] = {}
    for question in meeting.questions.values():
        if question.item is not None and question.state is not QuestionState.SUGGESTED:
            counts[question.item] = counts.get(question.item, 0) + 1
    return counts


def _number(question: Question) -> int:
    return question.number
