"""A question that was held back, with a box to send it anew."""

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element


def held_back_card(note: str, text: str, frame: Frame) -> Element:
    """Offer the text without what points at a private person, to be changed and sent."""
    words = frame.words
    box = {
        "type": "Input.Text",
        "id": "text",
        "label": words("Your question"),
        "isMultiline": True,
        "maxLength": 2000,
        "value": el.shortened(text, el.LONG),
    }
    send = el.button(words("Send"), "question.ask")
    return el.card(words.language, [el.note(note), box], (send,), fallback=note)
