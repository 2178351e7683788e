"""The asker's word on an answer: did you get it?"""

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from meeting.question import Question


def rating_card(question: Question, frame: Frame) -> Element:
    words, id_ = frame.words, question.id
    asked = words("Did you get your answer?")
    body = [
        el.subtle(f"{question.number}. {question.text}"),
        el.words_block(asked, weight="Bolder"),
    ]
    actions = (
        el.button(words("Yes"), "answered.yes", question=id_),
        el.button(words("Partly"), "answered.partly", question=id_),
        el.button(words("No"), "answered.no", question=id_),
    )
    return el.card(words.language, body, actions, fallback=asked)
