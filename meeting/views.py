"""What a person may see of a meeting, as values that every channel draws from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from meeting.agenda import Expected, delay, due, expected, is_left_out, is_passed_over, planned_end
from meeting.comments import blotted_counts
from meeting.evaluation import EvaluationQuestion, Kind
from meeting.ids import ItemId
from meeting.item import Material, Span
from meeting.model import Meeting, Person, Phase
from meeting.pictures import Sums
from meeting.poll_views import PollView, polls_view
from meeting.question import Got, QuestionState
from meeting.question_views import QuestionView, questions_view
from meeting.reopening import reopens_until
from meeting.scales import values_of
from meeting.tally import for_all, open_until, sums_of
from meeting.turnout import Turnout, turnout
from meeting.viewer import Viewer
from meeting.wishes import WishView, wishes

UNCOUNTED = frozenset(
    {QuestionState.SUGGESTED, QuestionState.WITHDRAWN, QuestionState.MERGED, QuestionState.NEW}
)


@dataclass(frozen=True, slots=True)
class ItemView:
    """`due` is when it should end, as long as it was given; aware UTC."""

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
    got: Mapping[Got, int]
    left_out: bool
    passed_over: bool
    due: datetime
    approximate: bool
    automatic: bool
    material: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """`results` is evaluation question -> value -> count, None when this viewer may not see it.

    `answered` is how many people's answers are in the results of a question.

    `until` is when it closes by itself after the meeting, `stays` how long it will once the meeting
    is closed.
    """

    open: bool
    closed: bool
    shown: bool
    questions: tuple[EvaluationQuestion, ...]
    responses: int
    answered: Mapping[str, int]
    results: Mapping[str, Mapping[str, int]] | None
    turnout: Turnout
    until: datetime | None = None
    stays: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class MeetingView:
    """`late_minutes` is how far behind plan the end is expected, negative when ahead.

    `reopens` is until when (aware UTC) a host can take a close back.
    """

    version: int
    phase: Phase
    code: str
    title: str
    now: datetime
    late_minutes: int
    agenda: tuple[ItemView, ...]
    questions: tuple[QuestionView, ...]
    evaluation: EvaluationView
    polls: tuple[PollView, ...]
    proposals: tuple[str, ...]
    wishes: tuple[WishView, ...]
    reopens: datetime | None = None


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
        polls=polls_view(meeting, viewer),
        proposals=meeting.proposals if viewer.host else (),
        wishes=wishes(meeting, viewer.person),
        reopens=reopens_until(meeting),
    )


def agenda_view(meeting: Meeting, now: datetime) -> tuple[ItemView, ...]:
    forecast = expected(meeting, now)
    counts, got = _questions_per_item(meeting), got_per_item(meeting)
    return tuple(
        ItemView(
            id=item.id,
            number=item.number,
            title=item.title,
            speakers=tuple(map(meeting.person, item.speakers)),
            protected=item.protected,
            read_yourself=item.read_yourself or is_left_out(meeting, index),
            on=index == meeting.current,
            planned=Expected(item.start, planned_end(item)),
            expected=forecast[index],
            actual=meeting.actual[index],
            questions=counts.get(item.id, 0),
            got=got.get(item.id, {}),
            left_out=is_left_out(meeting, index),
            passed_over=is_passed_over(meeting, index),
            due=due(meeting, index, forecast[index].start, now),
            approximate=item.approximate,
            automatic=item.id in meeting.automatic,
            material=item.material,
        )
        for index, item in enumerate(meeting.plan.items)
    )


def evaluation_view(meeting: Meeting, viewer: Viewer) -> EvaluationView:
    poll = meeting.evaluation
    seen = _seen(meeting, viewer)
    nothing = not (viewer.host or poll.shown)
    return EvaluationView(
        open=poll.open,
        closed=poll.closed,
        shown=poll.shown,
        questions=meeting.plan.evaluation,
        responses=poll.responses,
        answered={question.id: sums.responses for question, sums in seen.items()},
        results=None if nothing else {q.id: _counted(meeting, q, n) for q, n in seen.items()},
        turnout=turnout(meeting),
        until=open_until(meeting),
        stays=meeting.plan.evaluation_open,
    )


def _seen(meeting: Meeting, viewer: Viewer) -> Mapping[EvaluationQuestion, Sums]:
    """Give what this viewer may see of each question: a host all, others what is for all."""
    poll, questions = meeting.evaluation, meeting.plan.evaluation
    if viewer.host:
        return {question: sums_of(poll, question.id) for question in questions}
    seen = {q: for_all(poll, q.id) for q in questions if q.kind is not Kind.TEXT}
    return {question: sums for question, sums in seen.items() if sums is not None}


def _counted(meeting: Meeting, question: EvaluationQuestion, sums: Sums) -> Mapping[str, int]:
    """Give every value's count, in the values' own order; texts are masked and sorted."""
    if question.kind is Kind.TEXT:
        return blotted_counts(sums.counts, meeting.plan)
    return {value: sums.counts.get(value, 0) for value in values_of(question)}


def got_per_item(meeting: Meeting) -> Mapping[ItemId, Mapping[Got, int]]:
    """Count per item what askers and voters said of their answers: yes, partly, no."""
    found: dict[ItemId, Counter[Got]] = {}
    for id_, ratings in meeting.ratings.items():
        if (item := meeting.questions[id_].item) is not None:
            found.setdefault(item, Counter()).update(ratings.values())
    return found


def _questions_per_item(meeting: Meeting) -> Mapping[ItemId, int]:
    counts: dict[ItemId, int] = {}
    for question in meeting.questions.values():
        if question.item is not None and question.state not in UNCOUNTED:
            counts[question.item] = counts.get(question.item, 0) + 1
    return counts
