"""The statistics go: what is left is that the meeting was held, and what the base learned in it."""

from collections.abc import Sequence
from dataclasses import replace

from meeting import events as e
from meeting.erasure.texts import Taught
from meeting.erasure.traces import question_of
from meeting.question import Show

HELD = (
    e.MeetingPlanned,
    e.MeetingClosed,
    e.MeetingReopened,
    e.EntryWritten,
    e.EntryTakenOut,
    e.EntryDropped,
)
MADE = (e.PersonErased, e.DataErased, e.AnswerLearned)
# What a question was answered with, and what it says; not how often or how well it was liked.
TEACHING = (
    e.QuestionAsked,
    e.QuestionEdited,
    e.QuestionQueued,
    e.AnswerOffered,
    e.QuestionAnswered,
)


def remaining(log: Sequence[e.Change], known: Taught) -> tuple[e.Change, ...]:
    """Leave of each change what teaches; the others are empty and tell no time any more."""
    return tuple(_left(change, log[0], known) for change in log)


def _left(change: e.Change, first: e.Change, known: Taught) -> e.Change:
    events = tuple(
        _unasked(event) if isinstance(event, e.QuestionAsked) else event
        for event in change.events
        if _stays(event, known)
    )
    if not events:
        return e.Change(change.id, first.at, None, ())
    return replace(change, events=events)


def _stays(event: e.Event, known: Taught) -> bool:
    if isinstance(event, (*HELD, *MADE)):
        return True
    return isinstance(event, TEACHING) and question_of(event) in known.questions


def _unasked(event: e.QuestionAsked) -> e.QuestionAsked:
    """Let nobody have asked it."""
    nobody = replace(event.question, asker=None, show=Show.ANONYMOUS, shown_as=None)
    return e.QuestionAsked(replace(nobody, organisation=None))
