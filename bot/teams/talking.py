"""Messages: what is said becomes a turn of the conversation, and the reply becomes messages."""

from dataclasses import dataclass, replace

from bot.conversation import Told, Turn
from bot.teams.cards.elements import as_line
from bot.teams.cards.showing import card_of
from bot.teams.heard import Heard, without_mentions
from bot.teams.parts import Parts
from bot.teams.sending import Content, Living
from dialogs import replies as r
from dialogs import understand as u
from dialogs.telling import tell
from meeting.model import Meeting, PersonId, QuestionId
from meeting.refusals import RefusedError

# Seconds that an acknowledgement among people may wait for others to join it.
TOGETHER = 1.5
PARAGRAPH = "\n\n"  # what parts lines in a message for every client
DOES = (u.Ask, u.Remark, u.Propose)
AMONG_PEOPLE = (u.Remark, u.Nothing)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, which may be put together with others."""

    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """The living card, posted anew at the end of the chat."""

    kind: Living


Message = Line | Content | Again


async def talk(
    parts: Parts, heard: Heard, meeting: Meeting, person: PersonId
) -> tuple[Message, ...]:
    """Do what was said and give what to say back; nothing for what was said among people.

    What is no question and not said to the bot is neither stored nor answered.
    """
    intent = u.understand(heard.text, meeting).intent
    if not heard.direct and isinstance(intent, AMONG_PEOPLE):
        return ()
    if isinstance(intent, DOES):
        await parts.people.join(person, heard.sender, meeting.plan.meeting)
    turn = parts.turn(heard, meeting, person)
    if isinstance(intent, u.Ask | u.Remark):
        turn = replace(turn, command=parts.first_of_same(turn, heard, heard.text))
    repeated = turn_id(heard) in parts.heard
    told = await _say(parts, turn, heard.text)
    if (question := asked_in(told)) is not None:
        await parts.rooms.asked(question, heard.conversation)
    parts.heard.first(turn_id(heard), value=True)
    return () if repeated else messages(parts, told, heard, meeting.evaluation.open)


def turn_id(heard: Heard) -> str:
    return f"{heard.conversation}\n{heard.activity}"


async def _say(parts: Parts, turn: Turn, text: str) -> Told:
    try:
        return await parts.conversation.say(turn, text)
    except RefusedError as refused:
        return parts.conversation.refused(turn, refused)


def asked_in(told: Told) -> QuestionId | None:
    """Give the question whose answer must find its way back here; never an anonymous one."""
    match told.reply:
        case r.Queued(question) if question.mine:
            return question.id
        case r.Known(question=id_) | r.DidYouMean(question=id_):
            return id_
        case _:
            return None


def messages(parts: Parts, told: Told, heard: Heard, was_open: bool) -> tuple[Message, ...]:
    """Make the reply: cards for what is looked at, lines for what is acknowledged."""
    words, reply = told.words, told.reply
    whole = heard.conversation == heard.base and not heard.personal
    match reply:
        case r.Unspoken():
            return ()
        case r.Timeline(note=None):
            return (Again(Living.AGENDA),) if whole else (_agenda(parts, told, heard),)
        case r.Poll() if whole:
            # Opened just now: the drawing posts the card. Said again: shown again.
            return (Again(Living.EVALUATION),) if was_open else ()
        case r.Known() | r.DidYouMean() | r.Mine() | r.Poll():
            card = card_of(reply, parts.drawing.frame(told.meeting, words))
            return (Content(card=card, summary=_summary(told)),)
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


def send(parts: Parts, heard: Heard, told: tuple[Message, ...]) -> None:
    """Hand the messages to the outbox; it sends them outside the turn."""
    for message in told:
        match message:
            case Line(text):
                within = 0.0 if heard.personal else TOGETHER
                parts.outbox.say(heard.conversation, text, within)
            case Content():
                parts.outbox.send(heard.conversation, message)
            case Again(kind):
                parts.outbox.repost(heard.conversation, kind)


def contents(parts: Parts, heard: Heard, told: tuple[Message, ...]) -> list[Content]:
    """Give the messages for the answer to the request itself."""
    found: list[Content] = []
    for message in told:
        match message:
            case Line(text):
                found.append(Content(text=text))
            case Content():
                found.append(message)
            case Again(kind):
                drawn = parts.drawing.draw(heard.conversation, kind)
                found += [drawn] if drawn is not None else []
    return found
