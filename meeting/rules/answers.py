"""What becomes of a question: routed on, taken up, answered, promised, declined, solved, rated."""

from collections.abc import Iterator

from meeting import commands as c
from meeting import events as e
from meeting.entry import learned_id
from meeting.ids import PersonId, QuestionId
from meeting.model import ANSWERERS, Meeting
from meeting.promises import due_by
from meeting.question import Answer, Lesson, QuestionState, Route, RouteKind
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.own import passed_on
from meeting.rules.texts import check_text


def move(meeting: Meeting, command: c.Command, deed: c.RouteQuestion) -> tuple[e.Event, ...]:
    question = rights.handled_question(meeting, command, deed.question)
    if not deed.to:
        raise RefusedError(Reason.UNKNOWN_PERSON, field="to")
    for person in deed.to:
        _answerer(meeting, person, "to")
    if question.state is QuestionState.QUEUED and question.route.to == deed.to:
        return ()
    return (e.QuestionQueued(question.id, Route(deed.to, RouteKind.MOVED)),)


def put_on(meeting: Meeting, command: c.Command, deed: c.PutOn) -> tuple[e.Event, ...]:
    """One question is on at a time, so the one before goes back to its queue."""
    question = rights.handled_question(meeting, command, deed.question)
    if question.state is QuestionState.ON_NOW:
        return ()
    before = [q.id for q in meeting.questions.values() if q.state is QuestionState.ON_NOW]
    return (*map(e.QuestionTakenOff, before), e.QuestionPutOn(question.id))


def answer(meeting: Meeting, command: c.Command, deed: c.AnswerQuestion) -> tuple[e.Event, ...]:
    """Answer, or correct an earlier answer; the same again changes nothing."""
    question = rights.handled_question(meeting, command, deed.question)
    if deed.text is not None:
        check_text(deed.text)
    before = question.answer if question.state is QuestionState.ANSWERED else None
    if before is not None and (before.text, before.by) == (deed.text, command.by):
        return ()
    return (e.QuestionAnswered(question.id, Answer(deed.text, command.at, command.by)),)


def follow_up(meeting: Meeting, command: c.Command, deed: c.FollowUp) -> tuple[e.Event, ...]:
    question = rights.handled_question(meeting, command, deed.question)
    owner = deed.owner if deed.owner is not None else command.by
    if owner is not None:
        _answerer(meeting, owner, "owner")
    if deed.due is not None and deed.due <= command.at:
        raise RefusedError(Reason.PAST_DATE, field="due")
    same = question.state is QuestionState.FOLLOW_UP and question.owner == owner
    due = deed.due or (question.due if same else None) or due_by(meeting, command.at)
    if same and question.due == due:
        return ()
    return (e.FollowUpPromised(question.id, owner, due),)


def decline(meeting: Meeting, command: c.Command, deed: c.Decline) -> tuple[e.Event, ...]:
    question = rights.handled_question(meeting, command, deed.question)
    check_text(deed.reason, field="reason")
    declined = (question.state, question.declined)
    same = declined == (QuestionState.DECLINED, deed.reason)
    return () if same else (e.QuestionDeclined(question.id, deed.reason),)


def choose(meeting: Meeting, command: c.Command, deed: c.ChooseEntry) -> tuple[e.Event, ...]:
    question = rights.own_question(meeting, command, deed.question)
    if question.offer is None or deed.known.entry not in question.offer.entries:
        raise RefusedError(Reason.NOTHING_OFFERED)
    if question.state is not QuestionState.SUGGESTED:
        return ()
    known = from_base(deed.known, command)
    chosen = question.answer is not None and question.answer.text == known.text
    return () if chosen else (e.AnswerOffered(question.id, known),)


def from_base(known: c.KnownAnswer, command: c.Command) -> Answer:
    """Make an answer of what the base says."""
    return Answer(known.text, command.at, None, known.source, known.basis)


def solve(meeting: Meeting, command: c.Command, deed: c.SolveQuestion) -> tuple[e.Event, ...]:
    question = rights.own_question(meeting, command, deed.question)
    if question.answer is None:
        raise RefusedError(Reason.NOTHING_OFFERED)
    if question.state is not QuestionState.SUGGESTED:
        return ()
    return (e.QuestionAnswered(question.id, question.answer),)


def ask_speaker(meeting: Meeting, command: c.Command, deed: c.AskSpeaker) -> tuple[e.Event, ...]:
    """Pass the question on, also after "it helped" while the known answer is all there is."""
    question = rights.own_question(meeting, command, deed.question)
    rights.not_closed(meeting)
    known_only = question.answer is None or question.answer.by is None
    if question.offer is None or not known_only:
        return ()
    waits = question.state in {QuestionState.SUGGESTED, QuestionState.ANSWERED}
    live = question.answer is not None and question.answer.text is None
    return (passed_on(meeting, question),) if waits and not live else ()


def learn(meeting: Meeting, command: c.Command, deed: c.LearnAnswer) -> tuple[e.Event, ...]:
    """Let those who answer for the question make its answer known to the whole series, or undo it.

    Only a written answer by a person can be one; a closed meeting's as well. As a way to ask for
    an entry that is there already, any question will do that people may read.
    """
    question = rights.handled_question(meeting, command, deed.question)
    answer = question.answer if question.state is QuestionState.ANSWERED else None
    written = answer is not None and answer.by is not None and answer.text
    if deed.learned and deed.entry is None and not written:
        raise RefusedError(Reason.NOT_ANSWERED)
    entry = deed.entry or learned_id(question.id)
    also = (rights.handled_question(meeting, command, other).id for other in deed.also)
    found = [
        *_lesson(meeting, question.id, Lesson(deed.entry) if deed.learned else None),
        *(event for other in also for event in _lesson(meeting, other, Lesson(entry))),
    ]
    return tuple(found)


def _lesson(meeting: Meeting, id_: QuestionId, wanted: Lesson | None) -> Iterator[e.Event]:
    if meeting.learned.get(id_) != wanted:
        yield e.AnswerLearned(id_, wanted is not None, wanted.entry if wanted else None)


def _answerer(meeting: Meeting, person: PersonId, field: str) -> None:
    if not meeting.roles(person) & ANSWERERS:
        raise RefusedError(Reason.UNKNOWN_PERSON, field=field)
