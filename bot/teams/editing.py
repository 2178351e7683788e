"""Messages that are changed or taken away again: the questions made of them follow."""

import hashlib
from dataclasses import replace

from bot.conversation import Turn
from bot.keys import part_of, question_id
from bot.teams.heard import Heard
from bot.teams.parts import Parts
from bot.teams.saying import Message, messages
from bot.teams.talking import talk
from dialogs import understand as u
from meeting import commands as c
from meeting.ids import CommandId, PersonId
from meeting.model import Meeting
from meeting.question import Question, QuestionState
from meeting.refusals import RefusedError

MOST_PARTS = 20  # questions of one message that are looked for


async def edited(
    parts: Parts, heard: Heard, meeting: Meeting, person: PersonId
) -> tuple[Message, ...]:
    """Word the questions of a message anew; what is no question any more is taken back.

    A message that was none and now asks is asked; nothing else is done by editing, least of all a
    step. A refusal is told where the bot was spoken to.
    """
    turn = await parts.turn(heard, meeting, person)
    known, texts = _asked(meeting, turn.command), _texts(heard.text, meeting)
    if not known:
        return await talk(parts, heard, meeting, person) if texts else ()
    told: tuple[Message, ...] = ()
    for number, question in enumerate(known):
        deed: c.Deed = (
            c.EditQuestion(question.id, texts[number])
            if number < len(texts)
            else c.WithdrawQuestion(question.id)
        )
        told += await _done(parts, heard, _own(turn, number, heard.text), deed)
    return told


async def deleted(parts: Parts, heard: Heard, meeting: Meeting, person: PersonId) -> None:
    """Take back the questions of a message that is gone."""
    turn = await parts.turn(heard, meeting, person)
    for number, question in enumerate(_asked(meeting, turn.command)):
        if question.state is not QuestionState.WITHDRAWN:
            deed = c.WithdrawQuestion(question.id)
            await _done(parts, heard, _own(turn, number, "deleted"), deed)


def _asked(meeting: Meeting, command: CommandId) -> tuple[Question, ...]:
    """Find the questions that were made of a message, in its order."""
    ids = (question_id(part_of(command, number)) for number in range(MOST_PARTS))
    found = (meeting.question(id_) for id_ in ids)
    return tuple(question for question in found if question is not None)


def _texts(text: str, meeting: Meeting) -> tuple[str, ...]:
    match u.understand(text, meeting).intent:
        case u.Ask(asked):
            return (asked,)
        case u.AskAll(texts):
            return texts
        case _:
            return ()


def _own(turn: Turn, number: int, what: str) -> Turn:
    """Give each change of a message an id of its own; the same change twice is one."""
    digest = hashlib.sha256(f"{turn.command}\n{number}\n{what}".encode()).hexdigest()[:32]
    return replace(turn, command=CommandId(digest))


async def _done(parts: Parts, heard: Heard, turn: Turn, deed: c.Deed) -> tuple[Message, ...]:
    try:
        await parts.conversation.do(turn, deed)
    except RefusedError as error:
        told = parts.conversation.refused(turn, error)
        return messages(parts, told, heard, was_open=False) if heard.direct else ()
    return ()
