"""A series looked back at: editions, promises, core questions and wishes, for who may see them."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from meeting.erasure.marks import is_mark
from meeting.ids import MeetingId, QuestionId
from meeting.item import Item
from meeting.model import Meeting, Person, Phase
from meeting.promises import KEPT, STILL_OPEN, Standing, standing
from meeting.question import HIDDEN, Question, QuestionState, plain
from meeting.trend import Trend, shown_to_all, trends
from meeting.turnout import participants
from meeting.wishes import WishView, wishes

HELD = frozenset({Phase.RUNNING, Phase.CLOSING, Phase.CLOSED})
URGENCY = (Standing.LATE, Standing.OPEN, Standing.CARRIED, Standing.KEPT_LATE, Standing.KEPT)

# A question's copy in a later meeting, by where it was before.
Copies = Mapping[tuple[MeetingId, QuestionId], tuple[Meeting, Question]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks back: the meetings of the series that they `know`, and those that they `chair`.

    A host knows all that were held; of the others, a host gets no evaluation that is open.
    """

    known: tuple[Meeting, ...]
    chaired: frozenset[MeetingId] = frozenset()

    @property
    def held(self) -> tuple[Meeting, ...]:
        """The meetings that there is something to tell of, latest first."""
        found = (meeting for meeting in self.known if meeting.phase in HELD)
        return tuple(sorted(found, key=_begins, reverse=True))

    def compares(self, meeting: Meeting) -> bool:
        """Tell whether the reader may have a meeting's figures, which are exact."""
        if meeting.plan.meeting in self.chaired:
            return True
        host = bool(self.chaired)
        return not meeting.evaluation.open if host else shown_to_all(meeting)


@dataclass(frozen=True, slots=True)
class RunView:
    """A meeting in figures; questions are those that everybody may see."""

    meeting: Meeting
    participants: int
    asked: int
    answered: int
    open: int


@dataclass(frozen=True, slots=True)
class EditionView:
    """A programme and its runs, the latest first."""

    title: str
    runs: tuple[RunView, ...]


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise in the `meeting` in which it was given, and what has become of it since.

    `due` and `kept` are aware UTC; `owner` is None for somebody who is known no more. `overdue` is
    what is not kept though its date has passed, also where it goes on in a later meeting. `again`
    is the latest meeting in which it was promised once more.
    """

    meeting: Meeting
    question: Question
    standing: Standing
    owner: Person | None
    due: datetime | None
    kept: datetime | None
    overdue: bool
    again: Meeting | None = None


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic that was wished for; `item` is what it became, in the meeting `on`."""

    text: str
    votes: int
    editions: tuple[str, ...]
    item: Item | None = None
    on: Meeting | None = None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """`hidden` says that among the figures are some that only hosts see."""

    editions: tuple[EditionView, ...]
    promises: tuple[PromiseView, ...]
    trends: tuple[Trend, ...]
    hidden: bool
    topics: tuple[TopicView, ...]


def series_view(reader: Reader, now: datetime) -> SeriesView:
    """Draw the series for one reader; `now` is aware UTC."""
    told = [meeting for meeting in reader.held if reader.compares(meeting)]
    return SeriesView(
        editions=_editions(reader.held),
        promises=tuple(sorted(_promises(reader.held, now), key=_urgency)),
        trends=trends(told[0], told) if told else (),
        hidden=any(one.evaluation.responses and not shown_to_all(one) for one in told),
        topics=_topics(reader),
    )


def _begins(meeting: Meeting) -> tuple[datetime, MeetingId]:
    return meeting.plan.start, meeting.plan.meeting


def _editions(held: Iterable[Meeting]) -> tuple[EditionView, ...]:
    found: dict[str, list[RunView]] = {}
    for meeting in held:
        found.setdefault(meeting.plan.title, []).append(run_view(meeting))
    return tuple(EditionView(title, tuple(runs)) for title, runs in found.items())


def run_view(meeting: Meeting) -> RunView:
    states = [q.state for q in meeting.questions.values() if q.state not in HIDDEN]
    return RunView(
        meeting=meeting,
        participants=len(participants(meeting)),
        asked=len(states),
        answered=sum(state is QuestionState.ANSWERED for state in states),
        open=sum(state in STILL_OPEN for state in states),
    )


def _promises(held: tuple[Meeting, ...], now: datetime) -> Iterator[PromiseView]:
    """Give each promise once, where it was first given as far as the reader knows."""
    asked = [(meeting, one) for meeting in held for one in meeting.questions.values()]
    there = {(meeting.plan.meeting, question.id) for meeting, question in asked}
    copies = {
        (question.origin.meeting, question.origin.question): (meeting, question)
        for meeting, question in asked
        if question.origin is not None
    }
    for meeting, question in asked:
        first = question.origin
        goes_on = first is not None and (first.meeting, first.question) in there
        if not goes_on and standing(question, now) is not None:
            yield _promise(meeting, question, _latest(meeting, question, copies, now), now)


def _latest(
    meeting: Meeting, question: Question, copies: Copies, now: datetime
) -> tuple[Meeting, Question]:
    """Follow a question that goes on to the latest meeting in which it was promised again."""
    found = at = meeting, question
    while at[1].state is QuestionState.CARRIED:
        copy = copies.get((at[0].plan.meeting, at[1].id))
        if copy is None:
            break
        at = copy[0], copy[0].root(copy[1])
        if standing(at[1], now) is not None:
            found = at
    return found


def _promise(
    given: Meeting, question: Question, latest: tuple[Meeting, Question], now: datetime
) -> PromiseView:
    meeting, last = latest
    stands = standing(last, now) or Standing.OPEN
    kept = last.answer.at if last.answer and stands in KEPT else None
    owner = meeting.people.get(last.owner) if last.owner else None
    overdue = stands not in KEPT and last.due is not None and last.due < now
    again = None if meeting is given else meeting
    return PromiseView(given, question, stands, owner, last.due, kept, overdue, again)


def _urgency(promise: PromiseView) -> tuple[int, float]:
    """Put what is late first, then by date; of those kept the latest first."""
    rank = -1 if promise.overdue else URGENCY.index(promise.standing)
    if promise.kept is not None:
        return rank, -promise.kept.timestamp()
    return rank, promise.due.timestamp() if promise.due else math.inf


def _topics(reader: Reader) -> tuple[TopicView, ...]:
    """Add up over the meetings what was wished for, the most wanted first."""
    items = [(item, one) for one in reader.known for item in one.plan.items]
    wished: dict[str, list[tuple[Meeting, WishView]]] = {}
    for meeting in reader.held:
        for wish in wishes(meeting, None):
            if not is_mark(wish.text):
                wished.setdefault(plain(wish.text), []).append((meeting, wish))
    found = [_topic(words, runs, items) for words, runs in wished.items()]
    return tuple(sorted(found, key=lambda topic: -topic.votes))


def _topic(
    words: str, runs: list[tuple[Meeting, WishView]], items: list[tuple[Item, Meeting]]
) -> TopicView:
    """Find the first item of a later edition that is called what was wished for, word by word."""
    first = min((meeting for meeting, _ in runs), key=_begins)
    became = [
        (item, meeting)
        for item, meeting in items
        if meeting.plan.start > first.plan.start
        and meeting.plan.title != first.plan.title
        and plain(item.title) == words
    ]
    item, on = min(became, key=lambda one: _begins(one[1]), default=(None, None))
    return TopicView(
        text=runs[0][1].text,
        votes=sum(wish.votes for _, wish in runs),
        editions=tuple(dict.fromkeys(meeting.plan.title for meeting, _ in runs)),
        item=item,
        on=on,
    )
