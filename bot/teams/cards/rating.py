"""The asker's word on an answer: did you get it?"""

from collections.abc import Sequence

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from dialogs.telling import answer_line
from meeting.ids import QuestionId
from meeting.question import Question
from meeting.question_views import QuestionView

LISTED = 6  # answers on one card


def ratings_card(questions: Sequence[QuestionView], frame: Frame) -> Element:
    """Ask about several answers at once, a row of buttons each."""
    words = frame.words
    asked = words("Did you get your answer?")
    listed = questions[:LISTED]

    def build(count: int) -> Element:
        body = [el.words_block(asked, size="Large", weight="Bolder", style="heading")]
        for question in listed[:count]:
            text = el.line(el.run(f"{question.number}. ", weight="Bolder"), el.run(question.text))
            lines = [text]
            if answer := answer_line(question, words):
                lines.append(el.subtle(answer))
            body.append(el.group(*lines, el.buttons(*_buttons(question.id, frame)), separator=True))
        return el.card(words.language, body, fallback=asked)

    return el.fitted(build, len(listed))


def _buttons(id_: QuestionId, frame: Frame) -> tuple[Element, ...]:
    words = frame.words
    return (
        el.button(words("Yes"), "answered.yes", question=id_),
        el.button(words("Partly"), "answered.partly", question=id_),
        el.button(words("No"), "answered.no", question=id_),
    )


def rating_card(question: Question, frame: Frame) -> Element:
    words, id_ = frame.words, question.id
    asked = words("Did you get your answer?")
    body = [
        el.subtle(f"{question.number}. {question.text}"),
        el.words_block(asked, weight="Bolder"),
    ]
    return el.card(words.language, body, _buttons(id_, frame), fallback=asked)
