"""What an event means to the one who asked: one line, in the own chat with a word back."""

from datetime import datetime

from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import as_line
from bot.teams.cards.rating import rating_card
from bot.teams.outbox.sending import Content
from dialogs.words import Words
from meeting import events as e
from meeting.ids import PersonId, QuestionId
from meeting.model import Meeting
from meeting.question import Answer, Question


def about(event: e.Event) -> QuestionId | None:
    """Say which question's asker must hear of this."""
    match event:
        case e.QuestionAsked(question):
            return question.id
        case e.QuestionAnswered(question, answer) if answer.by is not None or answer.corrected:
            return question
        case e.AnswerOffered(question, answer) if answer.corrected:
            return question
        case e.FollowUpPromised(question) | e.QuestionDeclined(question):
            return question
        case e.QuestionMerged(question) | e.QuestionCarried(question):
            return question
        case _:
            return None


def concerned(event: e.Event, meeting: Meeting) -> tuple[Question, ...]:
    """Give the questions whose askers must hear of an event: also those that were merged."""
    id_ = about(event)
    if id_ is None or id_ not in meeting.questions:
        return ()
    if meeting.questions[id_].origin is not None:
        return ()  # they hear of it from the meeting in which they asked
    if isinstance(event, e.QuestionAsked | e.QuestionMerged):
        return (meeting.questions[id_],)
    return meeting.group(id_)


def told(
    event: e.Event, question: Question, meeting: Meeting, frame: Frame, *, personal: bool
) -> Content | None:
    """Tell it; what is only the asker's business stays out of the common chat."""
    words = frame.words
    match event:
        case e.QuestionAnswered(_, answer) | e.AnswerOffered(_, answer) if answer.corrected:
            number, text = question.number, answer.text or ""
            line = words("Question {n}, the answer is corrected: {text}", n=number, text=text)
        case e.QuestionAnswered(_, answer) if personal or answer.text is not None:
            line = _answer(question, answer, meeting, words)
        case e.FollowUpPromised(_, owner, due) if owner is not None:
            line = _promise(question, owner, due, meeting, words)
        case e.QuestionMerged(_, into) if personal:
            line = words(
                "Question {n} asks the same as question {other} and goes on as that one.",
                n=question.number,
                other=meeting.questions[into].number,
            )
        case e.QuestionCarried() if personal:
            line = words("Question {n} goes on in the next meeting.", n=question.number)
        case e.QuestionDeclined(_, reason) if personal:
            line = words("Question {n} is not taken up: {reason}", n=question.number, reason=reason)
        case _:
            return None
    rated = personal and isinstance(event, e.QuestionAnswered)
    return Content(text=as_line(line), card=rating_card(question, frame) if rated else None)


def _promise(
    question: Question, owner: PersonId, due: datetime | None, meeting: Meeting, words: Words
) -> str:
    person = meeting.people.get(owner)
    name = words.person(person) if person is not None else ""
    if due is None:
        return words("Question {n}: {name} will follow up.", n=question.number, name=name)
    return words(
        "Question {n}: {name} will follow up by {date}.",
        n=question.number,
        name=name,
        date=words.date(due),
    )


def _answer(question: Question, answer: Answer, meeting: Meeting, words: Words) -> str:
    by = meeting.people.get(answer.by) if answer.by is not None else None
    name = words.person(by) if by is not None else answer.source or ""
    if answer.text is None:
        at = words.time(answer.at)
        return words(
            "Question {n} was answered live at {time} by {name}.",
            n=question.number,
            time=at,
            name=name,
        )
    return words(
        "Question {n}, answer from {name}: {text}",
        n=question.number,
        name=name,
        text=answer.text,
    )
