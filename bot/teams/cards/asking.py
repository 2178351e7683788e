"""What somebody is asked before anything is done: to word a question anew, to be deleted."""

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element
from dialogs import replies as r
from dialogs.erasing import IN_TEAMS


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


def erasing_card(reply: r.AskedToErase, frame: Frame) -> Element:
    """Say what goes and what stays, with the one button that does it to whoever presses."""
    words = frame.words
    body = [el.note(reply.text), el.subtle(words(IN_TEAMS))]
    button = el.button(reply.button, "person.erase-me")
    return el.card(words.language, body, (button,), fallback=reply.text)
