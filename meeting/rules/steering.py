"""Steering beside the steps: longer, shorter, elsewhere, left out, cut, and all of it undone."""

from datetime import datetime, timedelta

from meeting import commands as c
from meeting import events as e
from meeting.ids import ItemId
from meeting.model import Meeting, Phase
from meeting.refusals import Reason, RefusedError

LONGEST_EXTENSION = 60  # minutes in one word; a longer meeting is a new plan
SHORTEST = 1  # minutes that an item keeps when others are taken from it


def steer(meeting: Meeting, deed: c.Steering) -> tuple[e.Event, ...]:
    match deed:
        case c.ExtendItem() | c.ShortenItem() | c.CutAgenda():
            return _minutes(meeting, deed)
        case c.JumpTo(item):
            return _jump(meeting, index_of(meeting, item))
        case c.LeaveOut() | c.SwapItems() | c.SetAutomatic():
            return _arrange(meeting, deed)
        case c.PauseMeeting() | c.ResumeMeeting():
            return _pause(meeting, wanted=isinstance(deed, c.PauseMeeting))
        case c.UndoStep():
            if not meeting.undoable:
                raise RefusedError(Reason.NOTHING_TO_UNDO)
            return (e.StepUndone(),)


def _minutes(
    meeting: Meeting, deed: c.ExtendItem | c.ShortenItem | c.CutAgenda
) -> tuple[e.Event, ...]:
    match deed:
        case c.ExtendItem(minutes):
            _check_minutes(minutes)
            return (e.ItemExtended(item_on(meeting), minutes),)
        case c.ShortenItem(minutes):
            return (_shortened(meeting, item_on(meeting), minutes),)
        case c.CutAgenda(cuts):
            return _cut(meeting, cuts)


def _arrange(
    meeting: Meeting, deed: c.LeaveOut | c.SwapItems | c.SetAutomatic
) -> tuple[e.Event, ...]:
    match deed:
        case c.LeaveOut(item, left_out):
            return _leave_out(meeting, index_of(meeting, item), left_out=left_out)
        case c.SwapItems(item, other):
            return _swap(meeting, index_of(meeting, item), index_of(meeting, other))
        case c.SetAutomatic(item, automatic):
            index = index_of(meeting, item)
            same = (meeting.plan.items[index].id in meeting.automatic) is automatic
            return () if same else (e.AutomaticSet(index, automatic),)


def _pause(meeting: Meeting, *, wanted: bool) -> tuple[e.Event, ...]:
    item_on(meeting)
    if (meeting.paused is not None) is wanted:
        return ()
    return (e.MeetingPaused() if wanted else e.MeetingResumed(),)


def begin(meeting: Meeting, index: int) -> tuple[e.Event, ...]:
    """Begin an item; the evaluation opens with the last one, so that it always gets its time."""
    last = index == len(meeting.plan.items) - 1
    return (e.ItemStarted(index), *(opening(meeting) if last else ()))


def opening(meeting: Meeting) -> tuple[e.Event, ...]:
    """Open the evaluation unless it is or was open."""
    poll = meeting.evaluation
    return () if poll.open or poll.closed else (e.EvaluationOpened(),)


def item_on(meeting: Meeting) -> int:
    """Index of the item that is on, or why there is none."""
    if meeting.current is not None:
        return meeting.current
    ended = meeting.phase is Phase.CLOSING
    raise RefusedError(Reason.AGENDA_ENDED if ended else Reason.NOT_STARTED)


def index_of(meeting: Meeting, item: ItemId) -> int:
    """Find an item by its id, or by its number as people say it."""
    items = meeting.plan.items
    for index, one in enumerate(items):
        if item in {one.id, str(one.number)}:
            return index
    raise RefusedError(Reason.UNKNOWN_ITEM, field="item", most=len(items))


def latest(meeting: Meeting) -> int | None:
    """Give the item that ended last."""
    ended = [(span.end, n) for n, span in enumerate(meeting.actual) if span.end is not None]
    found: list[tuple[datetime, int]] = [(end, n) for end, n in ended if n != meeting.current]
    return max(found)[1] if found else None


def _check_minutes(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST_EXTENSION:
        raise RefusedError(Reason.WRONG_MINUTES, field="minutes", most=LONGEST_EXTENSION)


def _shortened(meeting: Meeting, index: int, minutes: int) -> e.Event:
    _check_minutes(minutes)
    item = meeting.plan.items[index]
    left = (item.duration + meeting.extended[index]) // timedelta(minutes=1) - SHORTEST
    if minutes > left:
        left = max(0, left)
        raise RefusedError(Reason.TOO_SHORT, field="minutes", n=item.number, left=left)
    return e.ItemExtended(index, -minutes)


def _jump(meeting: Meeting, index: int) -> tuple[e.Event, ...]:
    if meeting.phase in {Phase.PLANNED, Phase.OPEN}:
        raise RefusedError(Reason.NOT_STARTED)
    on = meeting.current
    if index == on:
        return ()
    ended = () if on is None else (e.ItemEnded(on),)
    if meeting.actual[index].start is not None:
        return (*ended, e.ItemReopened(index, left=None))
    out = meeting.plan.items[index].id in meeting.left_out
    taken_in = (e.ItemLeftOut(index, left_out=False),) if out else ()
    return (*ended, *taken_in, *begin(meeting, index))


def _leave_out(meeting: Meeting, index: int, *, left_out: bool) -> tuple[e.Event, ...]:
    item = meeting.plan.items[index]
    if (item.id in meeting.left_out) is left_out:
        return ()
    _check_cuttable(meeting, index)
    return (e.ItemLeftOut(index, left_out),)


def _swap(meeting: Meeting, one: int, other: int) -> tuple[e.Event, ...]:
    if one == other:
        return ()
    for index in (one, other):
        _check_cuttable(meeting, index)
    return (e.ItemsSwapped(min(one, other), max(one, other)),)


def _cut(meeting: Meeting, cuts: tuple[c.Cut, ...]) -> tuple[e.Event, ...]:
    item_on(meeting)
    wanted = {index_of(meeting, cut.item): cut.minutes for cut in cuts}
    found: list[e.Event] = []
    for index, minutes in sorted(wanted.items()):
        whole = minutes is None
        if whole or index != meeting.current:
            _check_cuttable(meeting, index)
        found.append(e.ItemLeftOut(index) if whole else _shortened(meeting, index, minutes or 0))
    return tuple(found)


def _check_cuttable(meeting: Meeting, index: int) -> None:
    item = meeting.plan.items[index]
    if item.protected:
        raise RefusedError(Reason.PROTECTED_ITEM, n=item.number)
    if meeting.actual[index].start is not None:
        raise RefusedError(Reason.ITEM_BEGUN, n=item.number)
