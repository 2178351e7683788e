"""What is said back in a chat: a reply becomes lines, messages and living cards, and is sent."""

from dataclasses import dataclass, replace

from bot.conversation import Told
from bot.teams.cards.asking import erasing_card, held_back_card
from bot.teams.cards.elements import as_line
from bot.teams.cards.showing import card_of
from bot.teams.heard import Heard, without_mentions
from bot.teams.outbox.sending import Content, Living
from bot.teams.parts import Parts
from bot.teams.room import Asked
from dialogs import replies as r
from dialogs.telling import tell
from meeting.ids import MeetingId
from meeting.question import Question

# Seconds that an acknowledgement among people may wait for others to join it.
TOGETHER = 1.5
PARAGRAPH = "\n\n"  # what parts lines in a message for every client


@dataclass(frozen=True, slots=True)
class Line:
    """One line, which may be put together with others."""

    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """The living card, posted anew at the end of the chat."""

    kind: Living


Message = Line | Content | Again


def acknowledged(
    parts: Parts, meeting: MeetingId, question: Question, asked: Asked
) -> list[Content]:
    """Draw what tells an asker what became of the question; nothing when it was told already."""
    if asked.told:
        return []
    told = parts.conversation.asked(meeting, question.id, asked.language, asked.named)
    contents = [content for one in drawn(parts, told) if (content := _content(one)) is not None]
    return [replace(one, brief=_brief(question, told)) if one.card else one for one in contents]


def _brief(question: Question, told: Told) -> str:
    """Say in a line what the card says, for a chat too busy for a card each."""
    said = " ".join(tell(told.reply, told.words).split())
    return as_line(
        told.words(
            'Question {n}: {text} Write "my questions" to pass it on to a speaker.',
            n=question.number,
            text=said,
        )
    )


def _content(message: Message) -> Content | None:
    match message:
        case Line(text):
            return Content(text=text)
        case Content():
            return message
        case Again():
            return None


def messages(parts: Parts, told: Told, heard: Heard, was_open: bool) -> tuple[Message, ...]:
    """Make the reply: cards for what is looked at, lines for what is acknowledged."""
    whole = heard.conversation == heard.base and not heard.personal
    match told.reply:
        case r.Timeline(note=None):
            return (Again(Living.AGENDA),) if whole else (_agenda(parts, told, heard),)
        case r.Evaluation() if whole:
            # Opened just now: the drawing posts the card. Said again: shown again.
            return (Again(Living.EVALUATION),) if was_open else ()
        case r.RoomPoll(poll, note) if whole:
            # Asked just now: the drawing posts its card. Else it is shown at the end of the chat.
            return () if poll.open and note else (Again(Living.POLL),)
        case _:
            return drawn(parts, told)


def drawn(parts: Parts, told: Told) -> tuple[Message, ...]:
    """Draw what looks the same in every chat."""
    words, reply = told.words, told.reply
    match reply:
        case r.Unspoken():
            return ()
        case r.Known() | r.DidYouMean() | r.Mine() | r.Wishes() | r.Evaluation() | r.RoomPoll():
            card = card_of(reply, parts.drawing.frame(told.meeting, words))
            return (Content(card=card, summary=_summary(told)),)
        case r.Refused(text=text, without=str() as without):
            frame = parts.drawing.frame(told.meeting, words)
            return (Content(card=held_back_card(text, without, frame), summary=as_line(text)),)
        case r.AskedToErase(text):
            card = erasing_card(reply, parts.drawing.frame(told.meeting, words))
            return (Content(card=card, summary=as_line(text)),)
        case r.Help():
            return (Content(text=PARAGRAPH.join(tell(reply, words).splitlines())),)
        case _:
            line = reply.note if isinstance(reply, r.Timeline) else tell(reply, words)
            return (Line(as_line(line or "")),)


def _agenda(parts: Parts, told: Told, heard: Heard) -> Content:
    person = parts.people.identify(heard.sender, told.meeting)
    card = parts.drawing.agenda(told.meeting, told.words, person)
    return Content(card=card, summary=told.meeting.plan.title)


def _summary(told: Told) -> str:
    return without_mentions(tell(told.reply, told.words).partition("\n")[0])[:200]


async def send(parts: Parts, heard: Heard, told: tuple[Message, ...]) -> None:
    """Have the messages sent, outside the turn."""
    for message in told:
        match message:
            case Line(text):
                within = 0.0 if heard.personal else TOGETHER
                await parts.errands.say(heard.conversation, text, within)
            case Content():
                await parts.errands.send(heard.conversation, message)
            case Again(kind):
                await parts.errands.repost(heard.conversation, kind)


def contents(parts: Parts, heard: Heard, told: tuple[Message, ...]) -> list[Content]:
    """Give the messages for the answer to the request itself."""
    found: list[Content | None] = []
    for message in told:
        if isinstance(message, Again):
            found.append(parts.drawing.draw(heard.conversation, message.kind))
        else:
            found.append(_content(message))
    return [content for content in found if content is not None]
