"""The close's part of the fold: what is kept of the moment before it, and how it comes back."""

from dataclasses import replace

from immutables import Map

from meeting import events as e
from meeting.agenda_fold import put_back, steps_of
from meeting.ids import QuestionId
from meeting.model import BeforeClose, Meeting
from meeting.question import Question, QuestionState


def keeping_close(before: Meeting, state: Meeting, change: e.Change) -> Meeting:
    """Keep how the meeting stood when a change closes it, and forget what is dealt with since."""
    if any(isinstance(event, e.MeetingClosed) for event in change.events):
        ended = {id_: before.questions[id_] for id_ in _dealt_with(change)}
        kept = BeforeClose(steps_of(before), before.undoable, Map(ended))
        return replace(state, before_close=kept)
    if state.before_close is None:
        return state
    mine = state.before_close.questions
    for id_ in _dealt_with(change):
        mine = mine.delete(id_) if id_ in mine else mine
    if mine is state.before_close.questions:
        return state
    return replace(state, before_close=replace(state.before_close, questions=mine))


def reopened(state: Meeting) -> Meeting:
    """Take the close back. Ballots that were counted stay counted: they are destroyed."""
    before = state.before_close
    if before is None:
        return state
    questions = state.questions
    on = any(one.state is QuestionState.ON_NOW for one in questions.values())
    for id_, was in before.questions.items():
        questions = questions.set(id_, _as_it_was(was, questions[id_], another_on=on))
    return replace(
        put_back(state, before.steps),
        undoable=before.undoable,
        questions=questions,
        closed=None,
        before_close=None,
    )


def _as_it_was(was: Question, now: Question, *, another_on: bool) -> Question:
    """Give it back, but for being on where another is, and with the reminders that were sent."""
    on = was.state is QuestionState.ON_NOW and another_on
    state = QuestionState.QUEUED if on else was.state
    return replace(was, state=state, reminded=was.reminded + now.reminded)


def _dealt_with(change: e.Change) -> list[QuestionId]:
    """Give the questions that a change moves; a reminder moves none."""
    found = (getattr(ev, "question", None) for ev in change.events if not _reminds(ev))
    return [QuestionId(id_) for id_ in found if isinstance(id_, str)]


def _reminds(event: e.Event) -> bool:
    return isinstance(event, e.OwnerReminded)
