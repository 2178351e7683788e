"""Coming into a chat and leaving it, meetings that begin and end, and chats of no meeting yet."""

from botbuilder.schema import Activity

from bot.hub import UnknownMeetingError
from bot.teams.heard import Heard, room_of
from bot.teams.parts import RIGHTS, Parts
from bot.teams.talking import turn_id
from dialogs.i18n import words
from dialogs.telling import HELP
from meeting.model import Meeting, Role

HELLO, EVENT = "teams/hello/", "teams/event/"
INSTALLED = frozenset({"add", "add-upgrade"})
EVENTS = {
    "application/vnd.microsoft.meetingStart": "start",
    "application/vnd.microsoft.meetingEnd": "end",
}
NO_MEETING_ZONE = "Europe/Copenhagen"


async def installed(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting) -> None:
    """Welcome: the agenda card among people; in one's own chat a hello, or the desk.

    Who installs the app in the own chat is that person, so a host or speaker gets the desk.
    """
    if (activity.action or "add") not in INSTALLED:
        await parts.rooms.forget(heard.conversation)
        return
    room = room_of(activity, heard)
    if not heard.personal:
        await parts.rooms.keep(room)
        parts.outbox.heard_from(room.id)
        parts.redrawing.room(room)
        return
    person = parts.people.identify(heard.sender, meeting)
    await parts.enter(room, heard, meeting, person)
    if not meeting.roles(person) & RIGHTS:
        await _hello(parts, heard, meeting)


async def changed(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting) -> None:
    """Note who came and went. Nobody's rights come from this: `from` may be the organiser."""
    bot = activity.recipient.id if activity.recipient else None
    if any(member.id == bot for member in activity.members_removed or ()):
        await parts.rooms.forget(heard.conversation)
    elif any(member.id == bot for member in activity.members_added or ()):
        await _found(parts, heard, activity)
        if heard.personal:
            await _hello(parts, heard, meeting)


async def _found(parts: Parts, heard: Heard, activity: Activity) -> None:
    room = room_of(activity, heard)
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    if not room.personal:
        parts.redrawing.room(room)


async def happened(parts: Parts, heard: Heard, activity: Activity) -> None:
    """Note that the Teams meeting began or ended; the agenda waits for a host."""
    what = EVENTS.get(activity.name or "")
    if what is None or heard.personal:
        return
    await _found(parts, heard, activity)
    await parts.notes.put(f"{EVENT}{heard.base}/{what}", parts.clock.now().isoformat())


async def _hello(parts: Parts, heard: Heard, meeting: Meeting) -> None:
    """Greet once a chat, however many events say that it was opened."""
    if not await parts.notes.claim(HELLO + heard.conversation, parts.clock.now().isoformat()):
        return
    speech = words(heard.language or meeting.plan.language, meeting.plan.zone)
    told = speech("Hello! This is {title}.", title=meeting.plan.title)
    parts.outbox.say(heard.conversation, "\n".join([told, *map(speech.text, HELP)]))


async def unbound(parts: Parts, heard: Heard, activity: Activity) -> None:
    """Tie a chat to the meeting whose code is written there: a common one only by a host."""
    if not heard.direct or turn_id(heard) in parts.heard:
        return
    parts.heard.first(turn_id(heard), value=True)
    room = room_of(activity, heard)
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    meeting = _by_code(parts, heard)
    if meeting is None:
        speech = words("en" if heard.locale.casefold().startswith("en") else "da", NO_MEETING_ZONE)
        told = speech("Write the meeting's code here, and this chat belongs to it.")
        parts.outbox.say(heard.conversation, told)
        return
    await parts.rooms.bind(heard.base, meeting.plan.meeting)
    await parts.enter(room, heard, meeting, parts.people.identify(heard.sender, meeting))
    parts.redrawing.room(room)
    await _hello(parts, heard, meeting)


def _by_code(parts: Parts, heard: Heard) -> Meeting | None:
    try:
        meeting = parts.hub.by_code(heard.text.strip())
    except UnknownMeetingError:
        return None
    host = Role.HOST in meeting.roles(parts.people.identify(heard.sender, meeting))
    return meeting if heard.personal or host else None
