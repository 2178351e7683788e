"""What hosts do with the ledger: look first, put together, take apart, say who is away."""

from meeting import commands as c
from meeting import events as e
from meeting.model import Meeting, Role
from meeting.question import OPEN, Question, QuestionState, RouteKind
from meeting.refusals import Reason, RefusedError
from meeting.routing import present, without
from meeting.rules import rights


def moderate(meeting: Meeting, command: c.Command, deed: c.SetModeration) -> tuple[e.Event, ...]:
    """Look at questions first, or no longer; those that wait for a look go on waiting for it."""
    rights.host_or_clock(meeting, command)
    rights.not_closed(meeting)
    return () if meeting.moderated is deed.on else (e.ModerationSet(deed.on),)


def approve(meeting: Meeting, command: c.Command, deed: c.ApproveQuestion) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    question = rights.seen_question(meeting, command, deed.question)
    if question.state is not QuestionState.NEW:
        return ()
    route = present(meeting, question.route, question.topic)
    return (e.QuestionQueued(question.id, route),)


def merge(meeting: Meeting, command: c.Command, deed: c.MergeQuestions) -> tuple[e.Event, ...]:
    """Let one question stand for another; both must still be open or have the same to say."""
    rights.host_or_clock(meeting, command)
    question = rights.seen_question(meeting, command, deed.question)
    into = meeting.root(rights.seen_question(meeting, command, deed.into))
    if question.into is not None and meeting.root(question) is into:
        return ()
    question = meeting.root(question)
    if question is into:
        raise RefusedError(Reason.SAME_QUESTION, field="into")
    if question.state not in OPEN | {QuestionState.FOLLOW_UP}:
        raise RefusedError(Reason.ALREADY_ANSWERED)
    if into.state not in OPEN | {QuestionState.FOLLOW_UP, QuestionState.ANSWERED}:
        raise RefusedError(Reason.UNKNOWN_QUESTION, field="into")
    return (e.QuestionMerged(question.id, into.id),)


def part(meeting: Meeting, command: c.Command, deed: c.PartQuestion) -> tuple[e.Event, ...]:
    """Let a merged question stand for itself again; its asker may say so, and a host."""
    if Role.HOST in meeting.roles(command.by):
        question = rights.seen_question(meeting, command, deed.question)
    else:
        question = rights.own_question(meeting, command, deed.question, deed.token)
    if question.into is None:
        raise RefusedError(Reason.NOT_MERGED)
    return (e.QuestionParted(question.id),)


def mark(meeting: Meeting, command: c.Command, deed: c.MarkAbsent) -> tuple[e.Event, ...]:
    """Note who is away; what waits for them goes to those who stand in for them."""
    rights.host_or_clock(meeting, command)
    if Role.SPEAKER not in meeting.roles(deed.person):
        raise RefusedError(Reason.UNKNOWN_PERSON, field="person")
    if (deed.person in meeting.absent) is deed.absent:
        unseen = not deed.absent and deed.person not in meeting.here
        return (e.PersonArrived(deed.person),) if unseen else ()
    marked = e.SpeakerMarked(deed.person, deed.absent)
    if not deed.absent:
        return (marked,)
    return (marked, *_moved(meeting, deed))


def _moved(meeting: Meeting, deed: c.MarkAbsent) -> list[e.Event]:
    away = meeting.away(deed.person)
    waiting = [q for q in meeting.questions.values() if _waits_for(q, deed)]
    return [
        e.QuestionQueued(q.id, present(away, q.route, q.topic))
        for q in sorted(waiting, key=lambda q: q.number)
    ]


def _waits_for(question: Question, deed: c.MarkAbsent) -> bool:
    return question.state is QuestionState.QUEUED and deed.person in question.route.to


def give_back(meeting: Meeting, command: c.Command, deed: c.ReturnQuestion) -> tuple[e.Event, ...]:
    """Take a question from a speaker who says that it is not theirs."""
    question = rights.handled_question(meeting, command, deed.question)
    if command.by is None or command.by not in question.route.to:
        raise RefusedError(Reason.SPEAKER_ONLY)
    if question.state not in OPEN:
        raise RefusedError(Reason.ALREADY_ANSWERED)
    route = without(meeting, question, command.by)
    if route.to == question.route.to and question.route.kind is RouteKind.RETURNED:
        return ()
    return (e.QuestionQueued(question.id, route),)


def report(meeting: Meeting, command: c.Command, deed: c.ReportTrouble) -> tuple[e.Event, ...]:
    """Count each person once; saying it again says that it goes on."""
    person = rights.joined(meeting, command)
    rights.not_closed(meeting)
    return (e.TroubleReported(person.id, deed.kind),)


def settle(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    return (e.TroubleSettled(),) if meeting.troubles else ()
