"""What askers do with their own questions: send them again, word them anew, take them back."""

from meeting import commands as c
from meeting import events as e
from meeting.ids import PersonId
from meeting.model import Meeting
from meeting.promises import due_by, owner_of
from meeting.question import OPEN, Got, Question, QuestionState, holder, plain
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.texts import check_text

CHANGEABLE = OPEN | {QuestionState.SUGGESTED, QuestionState.FOLLOW_UP}


def sent_before(meeting: Meeting, asker: PersonId, deed: c.AskQuestion) -> Question | None:
    """Find the same question of the same person, unless it was taken back."""
    wanted = plain(deed.text)
    for id_ in reversed(meeting.own.get(asker, ())):
        question = meeting.questions[id_]
        stands = question.state is not QuestionState.WITHDRAWN and question.show is deed.show
        if stands and plain(question.text) == wanted:
            return question
    return None


def repeat(
    meeting: Meeting, known: Question, deed: c.AskQuestion, *, offered: bool
) -> tuple[e.Event, ...]:
    """Count one more try; a known answer asked past goes to the speakers."""
    again = e.QuestionRepeated(known.id, deed.question)
    if known.state is not QuestionState.SUGGESTED or offered:
        return (again,)
    return (again, passed_on(meeting, known))


def passed_on(meeting: Meeting, question: Question) -> e.Event:
    """Send a question to its speakers, or to a host first while hosts look at all."""
    if meeting.moderated:
        return e.QuestionHeld(question.id)
    return e.QuestionQueued(question.id, question.route)


def edit(meeting: Meeting, command: c.Command, deed: c.EditQuestion) -> tuple[e.Event, ...]:
    """Change the words while nobody has answered; a host looks again where hosts look at all."""
    question = rights.own_question(meeting, command, deed.question, deed.token)
    rights.not_closed(meeting)
    check_text(deed.text)
    withdrawn = question.state is QuestionState.WITHDRAWN
    if not withdrawn and question.state not in CHANGEABLE:
        raise RefusedError(Reason.ALREADY_ANSWERED)
    edited = () if question.text == deed.text else (e.QuestionEdited(question.id, deed.text),)
    if withdrawn or (edited and question.state is QuestionState.SUGGESTED):
        return (*edited, passed_on(meeting, question))
    if edited and meeting.moderated and question.state in OPEN:
        return (*edited, e.QuestionHeld(question.id))
    return edited


def withdraw(meeting: Meeting, command: c.Command, deed: c.WithdrawQuestion) -> tuple[e.Event, ...]:
    question = rights.own_question(meeting, command, deed.question, deed.token)
    if question.state is QuestionState.WITHDRAWN:
        return ()
    if question.state not in CHANGEABLE | {QuestionState.MERGED}:
        raise RefusedError(Reason.ALREADY_ANSWERED)
    parted = (e.QuestionParted(question.id),) if question.into is not None else ()
    return (*parted, e.QuestionWithdrawn(question.id))


def rater(meeting: Meeting, command: c.Command, deed: c.RateAnswer) -> tuple[PersonId, Question]:
    """Find who says whether they got an answer, and to which question: asker or voter of any."""
    found = meeting.question(deed.question)
    if deed.token is not None and found is not None and found.token == deed.token:
        return holder(found.id), meeting.root(found)
    person = rights.joined(meeting, command)
    root = meeting.root(rights.seen_question(meeting, command, deed.question))
    group = meeting.group(root.id)
    concerned = any(
        person.id == one.asker or person.id in meeting.votes.get(one.id, ()) for one in group
    )
    if not concerned:
        raise RefusedError(Reason.NOT_YOURS)
    return person.id, root


def rate(meeting: Meeting, command: c.Command, deed: c.RateAnswer) -> tuple[e.Event, ...]:
    """Note whether somebody got an answer; a no keeps the question open, with owner and date."""
    person, question = rater(meeting, command, deed)
    if question.answer is None:
        raise RefusedError(Reason.NOT_ANSWERED)
    before = meeting.ratings.get(question.id)
    if before is not None and before.get(person) is deed.got:
        return ()
    rated = e.AnswerRated(question.id, person, deed.got)
    if deed.got is not Got.NO or question.state is not QuestionState.ANSWERED:
        return (rated,)
    owner = question.answer.by or owner_of(meeting, question)
    due = question.due if question.due and question.due > command.at else None
    promised = e.FollowUpPromised(question.id, owner, due or due_by(meeting, command.at))
    return (rated, promised)
