"""The agenda's steps: start, next, back, close; what steers beside them is in `steering`."""

from datetime import datetime, timedelta

from meeting import commands as c
from meeting import events as e
from meeting.agenda import following
from meeting.agenda_fold import agenda
from meeting.model import Meeting, Phase
from meeting.preparing import prepared
from meeting.promises import at_the_close
from meeting.refusals import Reason, RefusedError
from meeting.reopening import REOPENS_WITHIN, carried_on, reopens_until
from meeting.rules import polling, rights, steering
from meeting.rules.steering import begin, item_on
from meeting.signals import said_now
from meeting.tally import sums


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
    if meeting.phase is Phase.CLOSED and isinstance(deed, c.UndoStep):
        return _reopen(meeting, command.at)
    rights.not_closed(meeting)
    events = _rule(meeting, command, deed)
    if meeting.paused is not None and any(isinstance(event, ENDING) for event in events):
        events = (e.MeetingResumed(), *events)
    return (*events, *_said_with(meeting, command, events))


def _said_with(
    meeting: Meeting, command: c.Command, events: tuple[e.Event, ...]
) -> list[e.Signalled]:
    """Tell what a step makes due at once, who is next above all, in the step's own change."""
    change, state = e.Change(command.id, command.at, command.by, events), meeting
    for event in events:
        if isinstance(event, e.AgendaEvent):
            state = agenda(state, event, change)
    due = said_now(state, command.at) if state is not meeting else ()
    return [e.Signalled(one.index, one.mark) for one in due]


ENDING = (e.ItemEnded, e.ItemReopened)  # with these a pause is over too


def _rule(meeting: Meeting, command: c.Command, deed: c.Step) -> tuple[e.Event, ...]:
    match deed:
        case c.StartMeeting():
            return _start(meeting)
        case c.NextItem():
            return _next(meeting)
        case c.GoBack():
            return _back(meeting)
        case c.EndAgenda():
            return _end(meeting)
        case c.CloseMeeting():
            return _close(meeting, command.at)
        case _:
            return steering.steer(meeting, deed)


def _start(meeting: Meeting) -> tuple[e.Event, ...]:
    if meeting.phase in {Phase.RUNNING, Phase.CLOSING}:
        raise RefusedError(Reason.ALREADY_STARTED)
    first = following(meeting, -1)
    return begin(meeting, 0 if first is None else first)


def _next(meeting: Meeting) -> tuple[e.Event, ...]:
    on = item_on(meeting)
    after = following(meeting, on)
    if after is not None:
        return (e.ItemEnded(on), *begin(meeting, after))
    # Left out or gone to out of turn, the last item did not open it.
    return (e.ItemEnded(on), *steering.opening(meeting))


def _back(meeting: Meeting) -> tuple[e.Event, ...]:
    on = None if meeting.phase is Phase.CLOSING else item_on(meeting)
    before = steering.latest(meeting)
    if before is None:
        raise RefusedError(Reason.FIRST_ITEM)
    return (e.ItemReopened(before, left=on),)


def _end(meeting: Meeting) -> tuple[e.Event, ...]:
    """End it where it is; ended already, it stays so."""
    if meeting.phase is Phase.CLOSING:
        return ()
    return (e.ItemEnded(item_on(meeting)), *steering.opening(meeting))


def _close(meeting: Meeting, at: datetime) -> tuple[e.Event, ...]:
    """End it all: what has no answer yet gets an owner and a date, polls their sums."""
    ended = () if meeting.current is None else (e.ItemEnded(meeting.current),)
    counted = (*_evaluated(meeting), *polling.at_the_close(meeting))
    return (*ended, *counted, *at_the_close(meeting, at), e.MeetingClosed())


def _reopen(meeting: Meeting, at: datetime) -> tuple[e.Event, ...]:
    """Take a close back, as long as nothing else rests on it."""
    until = reopens_until(meeting)
    if carried_on(meeting):
        raise RefusedError(Reason.CARRIED_ON)
    if until is None or at > until:
        raise RefusedError(Reason.CLOSED_TOO_LONG, minutes=REOPENS_WITHIN // timedelta(minutes=1))
    return (e.MeetingReopened(),)


def _evaluated(meeting: Meeting) -> tuple[e.Event, ...]:
    """Give the poll its sums, or the time after the meeting that its plan has for it."""
    if meeting.plan.evaluation_open:
        return steering.opening(meeting)
    return (sums(meeting),) if meeting.evaluation.open else ()
