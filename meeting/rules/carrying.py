"""What goes from one meeting of a series to the next, and what comes back; the clock does it."""

from dataclasses import replace

from meeting import commands as c
from meeting import events as e
from meeting.ids import QuestionId
from meeting.model import Meeting
from meeting.promises import reminder_due
from meeting.question import Answer, Question, QuestionState
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.answers import from_base

STAYS_OPEN = frozenset({QuestionState.FOLLOW_UP, QuestionState.CARRIED})


def take_up(meeting: Meeting, command: c.Command, deed: c.CarryIn) -> tuple[e.Event, ...]:
    """Take up questions of an earlier meeting, each once, numbered after those that are here."""
    rights.clock_only(command)
    rights.not_closed(meeting)
    new = [question for question in deed.questions if question.id not in meeting.questions]
    first = len(meeting.questions) + 1
    return tuple(
        e.QuestionAsked(replace(question, number=number))
        for number, question in enumerate(new, first)
    )


def hand_on(meeting: Meeting, command: c.Command, deed: c.CarryOut) -> tuple[e.Event, ...]:
    """Note that a follow-up goes on elsewhere; its owner and date stay what they are."""
    rights.clock_only(command)
    question = _known(meeting, deed.question)
    if question.state is not QuestionState.FOLLOW_UP:
        return ()
    return (e.QuestionCarried(question.id, deed.to),)


def pass_back(meeting: Meeting, command: c.Command, deed: c.PassBack) -> tuple[e.Event, ...]:
    """Give a question what it got in a later meeting; what was answered here stands."""
    rights.clock_only(command)
    question = _known(meeting, deed.question)
    if question.state not in STAYS_OPEN:
        return ()
    if deed.answer is not None:
        return (e.QuestionAnswered(question.id, _from(deed.answer, deed.where)),)
    if deed.declined is not None:
        return (e.QuestionDeclined(question.id, deed.declined),)
    promised = (question.owner, question.due)
    if promised == (deed.owner, deed.due) or deed.owner is None:
        return ()
    moved = e.FollowUpPromised(question.id, deed.owner, deed.due)
    if question.state is QuestionState.CARRIED:
        return (moved, e.QuestionCarried(question.id, deed.meeting))
    return (moved,)


def correct(meeting: Meeting, command: c.Command, deed: c.CorrectKnown) -> tuple[e.Event, ...]:
    """Give who was answered from the base what it says now; what a person answered stands."""
    rights.clock_only(command)
    question = _known(meeting, deed.question)
    before = question.answer
    if before is None or before.by is not None or before.text == deed.known.text:
        return ()
    now = replace(from_base(deed.known, command), corrected=True)
    if question.state is QuestionState.SUGGESTED:
        return (e.AnswerOffered(question.id, now),)
    answered = question.state is QuestionState.ANSWERED
    return (e.QuestionAnswered(question.id, now),) if answered else ()


def remind(meeting: Meeting, command: c.Command, deed: c.RemindOwner) -> tuple[e.Event, ...]:
    rights.clock_only(command)
    at = reminder_due(_known(meeting, deed.question))
    return () if at is None or at > command.at else (e.OwnerReminded(deed.question),)


def _from(answer: Answer, where: str) -> Answer:
    return replace(answer, source=answer.source or where)


def _known(meeting: Meeting, question: QuestionId) -> Question:
    found = meeting.questions.get(question)
    if found is None:
        raise RefusedError(Reason.UNKNOWN_QUESTION)
    return found
