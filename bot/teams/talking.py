"""Messages: what is said becomes a turn of the conversation."""

from dataclasses import replace
from datetime import timedelta

from bot.conversation import Told, Turn
from bot.keys import part_of, question_id
from bot.teams.heard import Heard
from bot.teams.parts import Parts
from bot.teams.repeats import Said
from bot.teams.room import Asked
from bot.teams.saying import Message, messages
from dialogs import understand as u
from dialogs.poll_words import AskRoom
from meeting.ids import CommandId, PersonId, QuestionId
from meeting.model import Meeting
from meeting.refusals import RefusedError

# So long after something was said Teams may deliver it again under a new id; until then what was
# acknowledged stands right above in the chat.
TEAMS_REPEATS = timedelta(seconds=60)
DOES = (u.Ask, u.AskAll, u.Report, u.Remark, u.Propose)
AMONG_PEOPLE = (u.Remark, u.Nothing)


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
    turn = await parts.turn(heard, meeting, person)
    if isinstance(intent, DOES) and question_id(turn.command) not in meeting.questions:
        await parts.people.join(person, heard.sender, meeting.plan.meeting)
    match intent:
        case u.Ask() | u.AskAll() | u.Remark():
            return await _ask(parts, turn, heard, understood)
        case u.Steer() | u.Propose() | AskRoom():
            said = await _said(parts, turn, heard, relative=not isinstance(intent, u.Propose))
            told = await _say(parts, replace(turn, command=said.command), understood)
            parts.roster.aside(parts.repeats.answered(said))
            if said.again and turn.command != said.command:
                return ()
        case _:
            told = await _say(parts, turn, understood)
    if not await parts.repeats.first_time(heard):
        return ()
    return messages(parts, told, heard, meeting.evaluation.open)


async def _ask(
    parts: Parts, turn: Turn, heard: Heard, understood: u.Understood
) -> tuple[Message, ...]:
    """Ask; where the answer is to be told is noted first, so that the log's follower finds it."""
    said = await parts.repeats.said(heard, turn.person, heard.text)
    questions = _questions(said.command, understood.intent)
    if not said.again:
        named = unknown_name(understood.intent)
        how = Asked(heard.conversation, heard.wants_replies, understood.language, named)
        for question in questions:
            await parts.rooms.asked(question, how)
    told = await _say(parts, replace(turn, command=said.command), understood)
    missing = [question for question in questions if question not in told.meeting.questions]
    for question in missing:
        await parts.rooms.not_asked(question)
    came = not missing
    parts.roster.aside(parts.repeats.answered(said))
    from_here = not came or heard.wants_replies or await _person_repeats(parts, turn, heard, said)
    return messages(parts, told, heard, False) if from_here else ()


def _questions(command: CommandId, intent: u.Intent) -> tuple[QuestionId, ...]:
    """Name the questions that a message will be, one or several."""
    count = len(intent.texts) if isinstance(intent, u.AskAll) else 1
    return tuple(question_id(part_of(command, number)) for number in range(count))


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


async def _say(parts: Parts, turn: Turn, understood: u.Understood) -> Told:
    try:
        return await parts.conversation.answer(turn, understood)
    except RefusedError as refused:
        return parts.conversation.refused(turn, refused)
