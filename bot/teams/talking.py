"""Messages: what is said becomes a turn of the conversation, and the reply becomes messages."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.conversation import Told, Turn, question_id
from bot.teams.cards.elements import as_line
from bot.teams.cards.showing import card_of
from bot.teams.heard import Heard, without_mentions
from bot.teams.outbox.sending import Content, Living
from bot.teams.parts import Parts
from bot.teams.repeats import Said
from bot.teams.rooms import Asked
from dialogs import replies as r
from dialogs import understand as u
from dialogs.telling import tell
from meeting.model import Meeting, MeetingId, PersonId, Question, QuestionId
from meeting.refusals import RefusedError

# Seconds that an acknowledgement among people may wait for others to join it.
TOGETHER = 1.5
# So long after something was said Teams may deliver it again under a new id; until then what was
# acknowledged stands right above in the chat.
TEAMS_REPEATS = timedelta(seconds=60)
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

    What is no question and not said to the bot is neither stored nor answered. A question's
    acknowledgement is not among it: the log's follower tells it, so that it is never lost.
    """
    understood = u.understand(heard.text, meeting)
    intent = understood.intent
    if not heard.direct and isinstance(intent, AMONG_PEOPLE):
        return ()
    if isinstance(intent, DOES):
        await parts.people.join(person, heard.sender, meeting.plan.meeting)
    turn = await parts.turn(heard, meeting, person)
    match intent:
        case u.Ask() | u.Remark():
            return await _ask(parts, turn, heard, understood)
        case u.Steer() | u.Propose():
            said = await _said(parts, turn, heard, relative=isinstance(intent, u.Steer))
            told = await _say(parts, replace(turn, command=said.command), heard.text)
            parts.roster.aside(parts.repeats.answered(said))
            if said.again and turn.command != said.command:
                return ()
        case _:
            told = await _say(parts, turn, heard.text)
    if not await parts.repeats.first_time(heard):
        return ()
    return messages(parts, told, heard, meeting.evaluation.open)


async def _ask(
    parts: Parts, turn: Turn, heard: Heard, understood: u.Understood
) -> tuple[Message, ...]:
    """Ask; where the answer is to be told is noted first, so that the log's follower finds it."""
    said = await parts.repeats.said(heard, turn.person, heard.text)
    question = question_id(said.command)
    if not said.again:
        named = unknown_name(understood.intent)
        how = Asked(heard.conversation, heard.wants_replies, understood.language, named)
        await parts.rooms.asked(question, how)
    told = await _say(parts, replace(turn, command=said.command), heard.text)
    came = question in told.meeting.questions
    if not came:
        await parts.rooms.not_asked(question)
    parts.roster.aside(parts.repeats.answered(said))
    from_here = not came or heard.wants_replies or await _person_repeats(parts, turn, heard, said)
    return messages(parts, told, heard, False) if from_here else ()


def unknown_name(intent: u.Intent) -> str | None:
    """Give the word that was meant to address somebody and fits nobody."""
    return intent.addressed_as if isinstance(intent, u.Ask) and not intent.addressed else None


async def _person_repeats(parts: Parts, turn: Turn, heard: Heard, said: Said) -> bool:
    """Tell whether the person says it once more, and not Teams, which has given up by then."""
    new = said.again and said.answered and turn.command != said.command
    if not new or turn.at - said.at < TEAMS_REPEATS:
        return False
    return await parts.repeats.first_time(heard)


async def _said(parts: Parts, turn: Turn, heard: Heard, *, relative: bool) -> Said:
    """Find what was said first; a step said again after its answer is one more step."""
    said = await parts.repeats.said(heard, turn.person, heard.text)
    if relative and said.again and said.answered and turn.command != said.command:
        return await parts.repeats.again(said, heard)
    return said


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
        case r.Poll() if whole:
            # Opened just now: the drawing posts the card. Said again: shown again.
            return (Again(Living.EVALUATION),) if was_open else ()
        case _:
            return drawn(parts, told)


def drawn(parts: Parts, told: Told) -> tuple[Message, ...]:
    """Draw what looks the same in every chat."""
    words, reply = told.words, told.reply
    match reply:
        case r.Unspoken():
            return ()
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
