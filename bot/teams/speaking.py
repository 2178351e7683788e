"""What hosts and speakers are told in their own chats: what the time and what hosts say."""

from collections.abc import Iterator
from datetime import datetime

from bot.teams.cards import elements as el
from bot.teams.cards.agenda import Frame
from bot.teams.cards.elements import Element, as_line
from bot.teams.outbox.sending import Content
from dialogs.signalling import signalled
from meeting import events as e
from meeting.agenda import following
from meeting.ids import PersonId
from meeting.item import Mark, Message
from meeting.model import Meeting, Phase
from meeting.signals import missing


def told(
    event: e.Signalled | e.SpeakerMessaged, meeting: Meeting, now: datetime, frame: Frame
) -> Iterator[tuple[PersonId, Content]]:
    """Give whom to tell what; what is no longer so, after a long break, is told to nobody."""
    match event:
        case e.Signalled(index, mark):
            if not still(meeting, index, mark):
                return
            line = as_line(signalled(meeting, index, mark, now, frame.words))
            for person in told_of(meeting, index, mark):
                yield person, Content(text=line)
        case e.SpeakerMessaged(id_, to):
            said = next(one for one in meeting.messages if one.id == id_)
            if said.seen is None:
                card = message_card(said, meeting, frame)
                yield to, Content(card=card, summary=said.text)


def told_of(meeting: Meeting, index: int, mark: Mark) -> tuple[PersonId, ...]:
    """Give whom a mark is for."""
    match mark:
        case Mark.SOUND_CHECK:
            speakers = (person for item in meeting.plan.items for person in item.speakers)
            return tuple(dict.fromkeys((*meeting.plan.hosts, *speakers)))
        case Mark.MISSING:
            return meeting.plan.hosts
        case _:
            return meeting.plan.items[index].speakers


def still(meeting: Meeting, index: int, mark: Mark) -> bool:
    """Tell whether a mark is still true."""
    on = meeting.current
    match mark:
        case Mark.SOUND_CHECK:
            return meeting.phase is Phase.OPEN
        case Mark.NEXT:
            return on is not None and following(meeting, on) == index
        case Mark.MISSING:
            return meeting.actual[index].start is None and bool(missing(meeting, index))
        case _:
            return on == index


def message_card(said: Message, meeting: Meeting, frame: Frame) -> Element:
    """Show a speaker what a host says, with a button by which the host knows it was seen."""
    words = frame.words
    by = words.person(meeting.person(said.by))
    body = [
        el.subtle(words("From the host: {name}", name=by)),
        el.words_block(said.text, size="Large", weight="Bolder"),
    ]
    button = el.button(words("Seen"), "speaker.seen", message=said.id)
    return el.card(words.language, body, (button,), fallback=said.text)
