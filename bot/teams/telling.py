"""What an event means to the one who asked: one line, in the own chat with a word back."""

from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import as_line
from bot.teams.cards.rating import rating_card
from bot.teams.outbox.sending import Content
from dialogs.words import Words
from meeting import events as e
from meeting.model import Answer, Meeting, Question, QuestionId


def about(event: e.Event) -> QuestionId | None:
    """Say which question's asker must hear of this."""
    match event:
        case e.QuestionAsked(question):
            return question.id
        case e.QuestionAnswered(question, answer) if answer.by is not None:
            return question
        case e.FollowUpPromised(question) | e.QuestionDeclined(question):
            return question
        case _:
            return None


def told(
    event: e.Event, question: Question, meeting: Meeting, frame: Frame, *, personal: bool
) -> Content | None:
    """Tell it; what is only the asker's business stays out of the common chat."""
    words = frame.words
    match event:
        case e.QuestionAnswered(_, answer) if personal or answer.text is not None:
            line = _answer(question, answer, meeting, words)
        case e.FollowUpPromised(_, owner) if owner is not None:
            name = words.person(meeting.people[owner])
            line = words("Question {n}: {name} will follow up.", n=question.number, name=name)
        case e.QuestionDeclined(_, reason) if personal:
            line = words("Question {n} is not taken up: {reason}", n=question.number, reason=reason)
        case _:
            return None
    rated = personal and isinstance(event, e.QuestionAnswered)
    return Content(text=as_line(line), card=rating_card(question, frame) if rated else None)


def _answer(question: Question, answer: Answer, meeting: Meeting, words: Words) -> str:
    by = meeting.people.get(answer.by) if answer.by is not None else None
    name = words.person(by) if by is not None else ""
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
