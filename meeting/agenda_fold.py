"""The agenda's part of the fold: what each of its events makes of the state."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar, assert_never

from meeting import events as e
from meeting.ids import ItemId
from meeting.item import TIME_LEFT, Item, Span
from meeting.model import Meeting, Phase, Steps

UNDOABLE = (
    e.ItemStarted,
    e.ItemEnded,
    e.ItemReopened,
    e.ItemExtended,
    e.ItemLeftOut,
    e.MeetingPaused,
    e.MeetingResumed,
    e.ItemsSwapped,
    e.AutomaticSet,
)
MOST_UNDONE = 20  # steps


def remembering(state: Meeting) -> Meeting:
    """Keep how the agenda stands, before a step."""
    return replace(state, undoable=(*state.undoable, steps_of(state))[-MOST_UNDONE:])


def steps_of(state: Meeting) -> Steps:
    """Give how the agenda stands."""
    return Steps(
        phase=state.phase,
        current=state.current,
        items=state.plan.items,
        actual=state.actual,
        extended=state.extended,
        rested=state.rested,
        elsewhere=state.elsewhere,
        paused=state.paused,
        left_out=state.left_out,
        automatic=state.automatic,
    )


def agenda(state: Meeting, event: e.AgendaEvent, change: e.Change) -> Meeting:
    match event:
        case e.ItemStarted() | e.ItemEnded() | e.ItemReopened():
            return _stepped(state, event, change.at)
        case e.ItemExtended() | e.ItemLeftOut() | e.AutomaticSet() | e.ItemsSwapped():
            return _changed(state, event)
        case e.MeetingPaused():
            return replace(state, paused=change.at)
        case e.MeetingResumed():
            return _resumed(state, change.at)
        case e.StepUndone():
            return _undone(state)
        case _:
            assert_never(event)


def _stepped(
    state: Meeting, event: e.ItemStarted | e.ItemEnded | e.ItemReopened, at: datetime
) -> Meeting:
    at = _not_before(state, at)
    match event:
        case e.ItemStarted(index):
            started = _ran(_untold(state, index), index, Span(start=at))
            return replace(started, phase=Phase.RUNNING, current=index)
        case e.ItemEnded(index):
            ended = _ran(state, index, replace(state.actual[index], end=at))
            return replace(ended, phase=Phase.CLOSING, current=None)
        case e.ItemReopened(index, left):
            undone = _gone(state, index, at) if left is None else _ran(state, left, Span())
            reopened = _ran(undone, index, replace(undone.actual[index], end=None))
            return replace(reopened, phase=Phase.RUNNING, current=index)


def _changed(
    state: Meeting, event: e.ItemExtended | e.ItemLeftOut | e.AutomaticSet | e.ItemsSwapped
) -> Meeting:
    match event:
        case e.ItemExtended(index, minutes):
            more = state.extended[index] + timedelta(minutes=minutes)
            longer = replace(state, extended=_with(state.extended, index, more))
            return _untold(longer, index)
        case e.ItemLeftOut(index, left_out):
            return replace(state, left_out=_in(state.left_out, state, index, left_out))
        case e.AutomaticSet(index, automatic):
            return replace(state, automatic=_in(state.automatic, state, index, automatic))
        case e.ItemsSwapped(index, other):
            return _swapped(state, index, other)


def _not_before(state: Meeting, at: datetime) -> datetime:
    """Give the moment of a step: never before what has happened, should a clock be put back."""
    known = [moment for span in state.actual for moment in (span.start, span.end) if moment]
    return max([at, *known])


def _gone(state: Meeting, index: int, at: datetime) -> Meeting:
    """Count the time that an item was not on as away, neither its own nor a pause."""
    end = state.actual[index].end
    if end is None:
        return state
    return replace(
        state, elsewhere=_with(state.elsewhere, index, state.elsewhere[index] + at - end)
    )


def _ran(state: Meeting, index: int, span: Span) -> Meeting:
    ran = replace(state, actual=_with(state.actual, index, span))
    if span.start is not None:
        return ran
    none = timedelta()
    return replace(
        ran, rested=_with(ran.rested, index, none), elsewhere=_with(ran.elsewhere, index, none)
    )


def _untold(state: Meeting, index: int) -> Meeting:
    """Forget what was said of the time left, as there is other time left now."""
    id_ = state.plan.items[index].id
    told = frozenset(one for one in state.told if one[0] != id_ or one[1] not in TIME_LEFT)
    return state if told == state.told else replace(state, told=told)


def _in(known: frozenset[ItemId], state: Meeting, index: int, wanted: bool) -> frozenset[ItemId]:
    item = frozenset({state.plan.items[index].id})
    return known | item if wanted else known - item


def _resumed(state: Meeting, at: datetime) -> Meeting:
    on, since = state.current, state.paused
    if on is None or since is None:
        return replace(state, paused=None)
    rest = state.rested[on] + max(at - since, timedelta())
    return replace(state, paused=None, rested=_with(state.rested, on, rest))


def _swapped(state: Meeting, index: int, other: int) -> Meeting:
    """Let two items change places; those from the first to the second follow one another."""
    items = list(state.plan.items)
    start = items[index].start
    items[index], items[other] = items[other], items[index]
    for place in range(index, other + 1):
        items[place] = replace(items[place], number=place + 1, start=start)
        start += items[place].duration
    extended = _with(state.extended, index, state.extended[other])
    extended = _with(extended, other, state.extended[index])
    return replace(_with_items(state, tuple(items)), extended=extended)


def _with_items(state: Meeting, items: tuple[Item, ...]) -> Meeting:
    return replace(state, plan=replace(state.plan, items=items))


def _undone(state: Meeting) -> Meeting:
    *earlier, before = state.undoable
    return replace(put_back(state, before), undoable=tuple(earlier))


def put_back(state: Meeting, before: Steps) -> Meeting:
    """Let the agenda stand as it did."""
    put = state if state.plan.items is before.items else _with_items(state, before.items)
    return replace(
        put,
        phase=before.phase,
        current=before.current,
        actual=before.actual,
        extended=before.extended,
        rested=before.rested,
        elsewhere=before.elsewhere,
        paused=before.paused,
        left_out=before.left_out,
        automatic=before.automatic,
    )


T = TypeVar("T")


def _with(row: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    return (*row[:index], value, *row[index + 1 :])
