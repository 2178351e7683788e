"""A meeting's code written in a chat, or one of the meetings pressed that fit it."""

from datetime import timedelta

from bot.teams.cards.elements import as_line
from bot.teams.heard import Heard
from bot.teams.joining import binding
from bot.teams.joining.rights import by_code, may_tie
from bot.teams.joining.tying import tie
from bot.teams.joining.welcoming import welcome
from bot.teams.parts import Parts
from bot.teams.room import Room
from bot.teams.talking import TEAMS_REPEATS
from dialogs.codes import code_alone, code_named
from dialogs.words import Words
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting


async def unbound(parts: Parts, heard: Heard, room: Room) -> None:
    """Answer what is said to the bot in a chat of no meeting yet."""
    if not heard.direct or not await parts.repeats.first_time(heard):
        return
    if await parts.presence.left_since(room.id, heard.sent):
        return
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    speech = binding.no_meeting_words(heard.locale)
    code = code_alone(heard.text)
    if code is not None:
        if not await _repeated(parts, heard):
            await _by_code(parts, heard, room, code, speech)
    elif heard.personal:
        told = speech("Write the meeting's code here, and this chat belongs to it.")
        await parts.errands.say(room.id, told)
    else:
        parts.roster.aside(binding.look(parts, room, speech, asked=True))


async def moved(parts: Parts, heard: Heard, room: Room, meeting: Meeting) -> bool:
    """Deal with a code that is written in the chat of a meeting: True when it was one.

    Said to be one it is always taken so, whether there is such a meeting or not. Alone it is one
    where that tells nobody anything: for its host, in one's own chat, in its own meeting's.
    """
    if not heard.direct or parts.rooms.fixed:
        return False
    code = code_named(heard.text) or _alone(parts, heard, meeting)
    if code is None:
        return False
    if await parts.repeats.first_time(heard) and not await _repeated(parts, heard):
        await _by_code(parts, heard, room, code, parts.drawing.words(meeting))
    return True


def _alone(parts: Parts, heard: Heard, before: Meeting) -> str | None:
    code = code_alone(heard.text)
    meeting = None if code is None else by_code(parts, code)
    if meeting is None:
        return None
    own = heard.personal or _same(meeting, before)
    return code if own or may_tie(parts, heard.sender, meeting, None) else None


async def _repeated(parts: Parts, heard: Heard) -> bool:
    """Tell whether Teams delivers it once more under another id: it says the same a moment ago."""
    said = await parts.repeats.said(heard, PersonId(heard.sender.id), heard.text)
    parts.roster.aside(parts.repeats.answered(said))
    return said.again and parts.clock.now() - said.at < TEAMS_REPEATS


async def pressed(parts: Parts, heard: Heard, room: Room, chosen: str) -> str | Meeting:
    """Tie the chat to the meeting whose button was pressed; or say why not."""
    before = parts.meeting(heard)
    meeting = _known(parts, chosen)
    if parts.rooms.fixed and before is not None:
        return before
    same = meeting is not None and before is not None and _same(meeting, before)
    if same and before is not None:
        return before
    if heard.personal or meeting is None or not may_tie(parts, heard.sender, meeting, before):
        speech = binding.no_meeting_words(heard.locale)
        return speech("Only a host of that meeting can choose it.")
    await _tie(parts, heard, room, meeting)
    return meeting


async def _by_code(parts: Parts, heard: Heard, room: Room, code: str, speech: Words) -> None:
    meeting = by_code(parts, code)
    before = parts.meeting(heard)
    if heard.personal:
        refused = _refused(parts, heard, meeting, speech)
    else:
        may = meeting is not None and may_tie(parts, heard.sender, meeting, before)
        refused = None if may else _not_tied(speech)
    if refused is not None or meeting is None:
        await parts.errands.say(room.id, refused or "")
    elif before is not None and _same(meeting, before):
        speech = parts.drawing.words(meeting)
        told = speech("This chat belongs to {title}.", title=meeting.plan.title)
        await parts.errands.say(room.id, as_line(told))
    else:
        await _tie(parts, heard, room, meeting)


def _refused(parts: Parts, heard: Heard, meeting: Meeting | None, speech: Words) -> str | None:
    """Say why a code in one's own chat leads nowhere; whoever only tries codes must wait."""
    now, who = parts.clock.now(), heard.sender.id
    if held := parts.guesses.held(who, now):
        seconds = max(1, round(held / timedelta(seconds=1)))
        return speech("Too many wrong codes. Try again in {n} seconds.", n=seconds)
    if meeting is None:
        parts.guesses.wrong(who, now)
        return speech("No meeting has that code. Look at it again, and write it once more.")
    parts.guesses.right(who)
    return None


def _not_tied(speech: Words) -> str:
    """Say the same of a code that is nobody's and of a meeting that one does not host."""
    return speech(
        "Only a host of the meeting who is signed in can tie this chat to it, with the meeting's "
        "code."
    )


async def _tie(parts: Parts, heard: Heard, room: Room, meeting: Meeting) -> None:
    await tie(parts, room, meeting)
    person = parts.people.identify(heard.sender, meeting)
    entered = await parts.enter(room, heard, meeting, person)
    await welcome(parts, entered, meeting)
    parts.redrawing.room(entered)


def _known(parts: Parts, meeting: str) -> Meeting | None:
    id_ = MeetingId(meeting)
    return parts.hub.state(id_) if parts.hub.knows(id_) else None


def _same(one: Meeting, other: Meeting) -> bool:
    return one.plan.meeting == other.plan.meeting
