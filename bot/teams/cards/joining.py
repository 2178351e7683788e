"""Which meeting a chat is: the ones that fit, each with a button that a host may press."""

from collections.abc import Sequence

from bot.teams.cards import elements as el
from bot.teams.cards.elements import Element
from dialogs.words import Words
from meeting.model import Meeting

BIND = "chat.bind"


def choice_card(meetings: Sequence[Meeting], words: Words) -> Element:
    """Ask a host; the meetings are told by title and time, which Teams has shown here already."""
    asked = words.count(
        "Is this the chat of this meeting?", "{n} meetings fit this chat.", len(meetings)
    )
    who = words("A host of the meeting presses it; the others can wait.")
    body: list[Element] = [el.heading(asked), el.subtle(who)]
    lines = [when(meeting, words) for meeting in meetings]
    for meeting, line in zip(meetings, lines, strict=True):
        press = el.button(words("This one"), BIND, meeting=meeting.plan.meeting)
        body.append(el.group(el.line(el.run(line, weight="Bolder")), el.buttons(press)))
    return el.card(words.language, body, fallback="\n".join([asked, *lines]))


def when(meeting: Meeting, words: Words) -> str:
    plan = meeting.plan
    return f"{plan.title}, {words.date(plan.start)} {words.time(plan.start)}"
