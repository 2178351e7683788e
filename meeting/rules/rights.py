"""Who may do what: each check refuses with its reason and gives back what it found."""

from meeting.commands import Command
from meeting.ids import PersonId, QuestionId
from meeting.model import Meeting, Person, Phase, Role
from meeting.question import HIDDEN, Question, QuestionState
from meeting.refusals import Reason, RefusedError


def clock_only(command: Command) -> None:
    """Let the clock (nobody) through alone."""
    if command.by is not None:
        raise RefusedError(Reason.CLOCK_ONLY)


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
    if (person is not None and person == question.asker) or Role.HOST in meeting.roles(person):
        return True
    return question.state is QuestionState.DECLINED and person in question.route.to


def seen_question(meeting: Meeting, command: Command, question: QuestionId) -> Question:
    """Find a question that this person may know of; others do not exist for them.

    One that was merged is known to all, since it goes on in another.
    """
    found = meeting.question(question)
    if found is not None and found.state is QuestionState.WITHDRAWN:
        raise RefusedError(Reason.WITHDRAWN)
    merged = found is not None and found.state is QuestionState.MERGED
    if found is None or not (merged or visible(meeting, command.by, found)):
        raise RefusedError(Reason.UNKNOWN_QUESTION)
    return found


def own_question(
    meeting: Meeting, command: Command, question: QuestionId, token: str | None = None
) -> Question:
    """Find a question that this person asked, or whose secret this person holds."""
    found = meeting.question(question)
    if token is not None and found is not None and found.token == token:
        return found
    if found is None or not visible(meeting, command.by, found):
        raise RefusedError(Reason.UNKNOWN_QUESTION)
    if found.asker is None or found.asker != command.by:
        raise RefusedError(Reason.NOT_YOURS)
    return found


def handled_question(meeting: Meeting, command: Command, question: QuestionId) -> Question:
    """Find a question that this person answers for: hosts for all, speakers for their own.

    What is done to a merged question is done to the one that stands for it.
    """
    joined(meeting, command)
    found = meeting.root(seen_question(meeting, command, question))
    mine = command.by in found.route.to or (found.owner is not None and command.by == found.owner)
    if not mine and Role.HOST not in meeting.roles(command.by):
        raise RefusedError(Reason.SPEAKER_ONLY)
    return found
