"""Between the meetings of a series: what goes on in the next one, and what comes back from it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from meeting import commands as c
from meeting.ids import MeetingId, QuestionId
from meeting.model import Meeting, Phase
from meeting.question import Answer, Origin, Question, QuestionState, Route, RouteKind
from meeting.question_views import QuestionView, backers, mine_view
from meeting.reopening import is_over
from meeting.viewer import Viewer

STAYS_OPEN = frozenset({QuestionState.FOLLOW_UP, QuestionState.CARRIED})


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be done in a meeting; the same `key` is the same errand, done once."""

    meeting: MeetingId
    key: str
    deed: c.SeriesDeed


# Where a question of a meeting goes on.
Copied = Mapping[tuple[MeetingId, QuestionId], MeetingId]


def errands(meetings: Iterable[Meeting], now: datetime) -> tuple[Errand, ...]:
    """Say what is to be done now among these meetings, so that nothing open is forgotten.

    An open question of a meeting that is over goes on in the series' next one; what becomes of it
    there comes back to where it was asked. A close that may still be taken back hands nothing on.
    """
    ordered = sorted(meetings, key=lambda one: (one.plan.start, one.plan.meeting))
    by_id = {meeting.plan.meeting: meeting for meeting in ordered}
    copied = {
        (question.origin.meeting, question.origin.question): meeting.plan.meeting
        for meeting in ordered
        for question in meeting.questions.values()
        if question.origin is not None
    }
    found: list[Errand] = []
    for meeting in ordered:
        found += _back(meeting, by_id)
        later = next_of(meeting, ordered) if is_over(meeting, now) else None
        if later is not None:
            found += _onward(meeting, later, copied)
    return tuple(found)


def next_of(meeting: Meeting, ordered: Sequence[Meeting]) -> Meeting | None:
    """Find the series' next meeting that is not over, by planned start."""
    for other in ordered:
        later = other.plan.start > meeting.plan.start and other.phase is not Phase.CLOSED
        if later and other.plan.series == meeting.plan.series:
            return other
    return None


def earlier_runs(meeting: Meeting, meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Give the series' earlier meetings, the latest first."""
    earlier = (
        other
        for other in meetings
        if other.plan.series == meeting.plan.series and other.plan.start < meeting.plan.start
    )
    return tuple(sorted(earlier, key=lambda one: one.plan.start, reverse=True))


def beside(meeting: Meeting, meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Give the series' other meetings, the latest first."""
    found = (other for other in meetings if other.plan.series == meeting.plan.series)
    rest = (other for other in found if other.plan.meeting != meeting.plan.meeting)
    return tuple(sorted(rest, key=lambda other: other.plan.start, reverse=True))


def asked_elsewhere(
    meeting: Meeting, others: Iterable[Meeting], viewer: Viewer
) -> tuple[tuple[Meeting, tuple[QuestionView, ...]], ...]:
    """Give what the viewer asked in other meetings, newest first, but what goes on in this one."""
    here, found = meeting.plan.meeting, []
    for other in others:
        held = frozenset(question for question in viewer.held if question in other.questions)
        asked = mine_view(other, Viewer(viewer.person, held=held))
        own = (q for q in reversed(asked) if q.origin is None or q.origin.meeting != here)
        if rest := tuple(q for q in own if copy_id(q.id, here) not in meeting.questions):
            found.append((other, rest))
    return tuple(found)


def copy_id(question: QuestionId, later: MeetingId) -> QuestionId:
    """Name a question's copy in a later meeting, the same however often it is carried."""
    return QuestionId("q" + hashlib.sha256(f"{later}\n{question}".encode()).hexdigest()[:20])


def _onward(meeting: Meeting, later: Meeting, copied: Copied) -> Iterator[Errand]:
    """Carry what is open, unless it goes on elsewhere already: then it is carried from there."""
    here, id_ = meeting.plan.meeting, later.plan.meeting
    left = [
        question
        for question in meeting.questions.values()
        if question.state is QuestionState.FOLLOW_UP and copied.get((here, question.id), id_) == id_
    ]
    left.sort(key=lambda question: question.number)
    copies = [_copy(meeting, question, later) for question in left]
    new = tuple(copy for copy in copies if copy.id not in later.questions)
    if new:
        yield Errand(id_, f"carry {' '.join(copy.id for copy in new)}", c.CarryIn(new))
    if later.plan.title != meeting.plan.title:  # another run of the same programme goes on with it
        there = (q for q in left if copy_id(q.id, id_) in later.questions)
        for question in there:
            yield Errand(here, f"hand on {question.id}", c.CarryOut(question.id, id_))


def _copy(meeting: Meeting, question: Question, later: Meeting) -> Question:
    first = question.origin
    people = len({*backers(meeting, question), question.asker})
    origin = Origin(
        meeting.plan.meeting,
        question.id,
        first.title if first else meeting.plan.title,
        first.asked_at if first else question.asked_at,
        people + (first.people - 1 if first else 0),
    )
    return Question(
        id=copy_id(question.id, later.plan.meeting),
        number=question.number,
        text=question.text,
        asker=question.asker,
        show=question.show,
        shown_as=question.shown_as,
        organisation=question.organisation,
        item=None,
        route=_route(question, later),
        state=QuestionState.QUEUED,
        asked_at=question.asked_at,
        topic=question.topic,
        token=question.token,
        origin=origin,
    )


def _route(question: Question, later: Meeting) -> Route:
    """Give it to who promised, else to who had it, else to a host, as far as they are here."""
    here = {person.id for person in later.plan.people}
    owner = (question.owner,) if question.owner and question.owner in here else ()
    to = owner or tuple(person for person in question.route.to if person in here)
    return Route(to or later.plan.hosts[:1], RouteKind.PROMISED)


def _back(meeting: Meeting, by_id: dict[MeetingId, Meeting]) -> Iterator[Errand]:
    """Bring home what carried questions got here, each time that it has changed."""
    for question in meeting.questions.values():
        before = by_id.get(question.origin.meeting) if question.origin else None
        if question.origin is None or before is None:
            continue
        original = before.questions.get(question.origin.question)
        if original is not None and original.state in STAYS_OPEN:
            yield from _news(meeting, question, original, before.plan.meeting)


def _news(
    meeting: Meeting, question: Question, original: Question, home: MeetingId
) -> Iterator[Errand]:
    where = meeting.plan.title
    deed = c.PassBack(original.id, meeting.plan.meeting, where)
    root = meeting.root(question)
    match root.state:
        case QuestionState.ANSWERED if root.answer is not None:
            deed = replace(deed, answer=root.answer)
        case QuestionState.DECLINED:
            deed = replace(deed, declined=root.declined)
        case QuestionState.FOLLOW_UP if (root.owner, root.due) != (original.owner, original.due):
            deed = replace(deed, owner=root.owner, due=root.due)
        case _:
            return
    said: Answer | None = deed.answer
    version = f"{root.state.value} {root.owner} {root.due} {said.at if said else ''}"
    yield Errand(home, f"back {question.id} {version}", deed)
