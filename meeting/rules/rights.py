"""Who may do what: each check refuses with its reason and gives back what it found."""

from meeting.commands import Command
from meeting.model import (
    Meeting,
    Person,
    PersonId,
    Phase,
    Question,
    QuestionId,
    QuestionState,
    Role,
)
from meeting.refusals import Reason, RefusedError

HIDDEN = frozenset({QuestionState.SUGGESTED, QuestionState.DECLINED})


def host_or_clock(meeting: Meeting, command: Command) -> None:
    """Let a host or the clock (nobody) through."""
    if command.by is not None and Role.HOST not in meeting.roles(command.by):
        raise RefusedError(Reason.HOST_ONLY)


def joined(meeting: Meeting, command: Command) -> Person:
    person = None if command.by is None else meeting.people.get(command.by)
    if person is None:
        raise RefusedError(Reason.NOT_JOINED)
    return person


def not_closed(meeting: Meeting) -> None:
    if meeting.phase is Phase.CLOSED:
        raise RefusedError(Reason.MEETING_CLOSED)


def visible(meeting: Meeting, person: PersonId | None, question: Question) -> bool:
    """Say whether the person may know of the question at all."""
    if question.state not in HIDDEN:
        return True
    asked = person is not None and person == question.asker
    return asked or Role.HOST in meeting.roles(person) or person in question.route.to


def seen_question(meeting: Meeting, command: Command, question: QuestionId) -> Question:
    """Find a question that this person may know of; others do not exist for them."""
    found = meeting.questions.get(question)
    if found is None or not visible(meeting, command.by, found):
        raise RefusedError(Reason.UNKNOWN_QUESTION)
    return found


def own_question(meeting: Meeting, command: Command, question: QuestionId) -> Question:
    """Find a question that this person asked."""
    found = seen_question(meeting, command, question)
    if found.asker is None or found.asker != command.by:
        raise RefusedError(Reason.NOT_YOURS)
    return found


def handled_question(meeting: Meeting, command: Command, question: QuestionId) -> Question:
    """Find a question that this person answers for: hosts for all, speakers for their own."""
    joined(meeting, command)
    found = seen_question(meeting, command, question)
    mine = command.by in found.route.to or (found.owner is not None and command.by == found.owner)
    if not mine and Role.HOST not in meeting.roles(command.by):
        raise RefusedError(Reason.SPEAKER_ONLY)
    return found
