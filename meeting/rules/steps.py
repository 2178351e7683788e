"""The agenda's steps: start, next, back, extend, close."""

from datetime import datetime

from meeting import commands as c
from meeting import events as e
from meeting.model import Meeting, Phase
from meeting.preparing import prepared
from meeting.promises import at_the_close
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.tally import sums

LONGEST_EXTENSION = 60  # minutes in one word; a longer meeting is a new plan


def plan(meeting: Meeting, command: c.Command, deed: c.PlanMeeting) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    if meeting.phase not in {Phase.PLANNED, Phase.OPEN}:
        raise RefusedError(Reason.ALREADY_STARTED)
    if deed.plan == meeting.plan:
        return ()
    asked = prepared(deed.plan, command.at, meeting.questions)
    return (e.MeetingPlanned(deed.plan), *asked)


def open_(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    return (e.MeetingOpened(),) if meeting.phase is Phase.PLANNED else ()


def step(meeting: Meeting, command: c.Command, deed: c.Step) -> tuple[e.Event, ...]:
    """Check rights and freshness once for all steps, then the step's own rule."""
    rights.host_or_clock(meeting, command)
    version = command.version
    if version is not None and not meeting.stepped <= version <= meeting.version:
        raise RefusedError(Reason.STALE)
    rights.not_closed(meeting)
    match deed:
        case c.StartMeeting():
            return _start(meeting)
        case c.NextItem():
            return _next(meeting)
        case c.GoBack():
            return _back(meeting)
        case c.ExtendItem(minutes):
            return _extend(meeting, minutes)
        case c.CloseMeeting():
            return _close(meeting, command.at)


def _start(meeting: Meeting) -> tuple[e.Event, ...]:
    if meeting.phase in {Phase.RUNNING, Phase.CLOSING}:
        raise RefusedError(Reason.ALREADY_STARTED)
    return _begin(meeting, 0)


def _begin(meeting: Meeting, index: int) -> tuple[e.Event, ...]:
    """Begin an item; the evaluation opens with the last one, so that it always gets its time."""
    last = index == len(meeting.plan.items) - 1
    poll = meeting.evaluation
    opens = last and not poll.open and not poll.closed
    return (e.ItemStarted(index), e.EvaluationOpened()) if opens else (e.ItemStarted(index),)


def _next(meeting: Meeting) -> tuple[e.Event, ...]:
    on = _on(meeting)
    if on == len(meeting.plan.items) - 1:
        return (e.ItemEnded(on),)
    return (e.ItemEnded(on), *_begin(meeting, on + 1))


def _back(meeting: Meeting) -> tuple[e.Event, ...]:
    if meeting.phase is Phase.CLOSING:
        return (e.ItemReopened(len(meeting.plan.items) - 1, left=None),)
    on = _on(meeting)
    if on == 0:
        raise RefusedError(Reason.FIRST_ITEM)
    return (e.ItemReopened(on - 1, left=on),)


def _extend(meeting: Meeting, minutes: int) -> tuple[e.Event, ...]:
    if not 1 <= minutes <= LONGEST_EXTENSION:
        raise RefusedError(Reason.WRONG_MINUTES, field="minutes", most=LONGEST_EXTENSION)
    return (e.ItemExtended(_on(meeting), minutes),)


def _close(meeting: Meeting, at: datetime) -> tuple[e.Event, ...]:
    """End it all: what has no answer yet gets an owner and a date, the poll its sums."""
    ended = () if meeting.current is None else (e.ItemEnded(meeting.current),)
    counted = (sums(meeting.evaluation),) if meeting.evaluation.open else ()
    return (*ended, *counted, *at_the_close(meeting, at), e.MeetingClosed())


def _on(meeting: Meeting) -> int:
    """Index of the item that is on, or why there is none."""
    if meeting.current is not None:
        return meeting.current
    ended = meeting.phase is Phase.CLOSING
    raise RefusedError(Reason.AGENDA_ENDED if ended else Reason.NOT_STARTED)
