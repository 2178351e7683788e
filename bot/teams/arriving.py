"""Coming into a chat and leaving it, meetings that begin and end, and chats of no meeting yet."""

import logging
from dataclasses import replace

from botbuilder.schema import Activity

from bot.hub import UnknownMeetingError
from bot.teams.heard import Heard, room_of
from bot.teams.parts import RIGHTS, Parts
from bot.teams.rooms import Room
from bot.teams.saying import PARAGRAPH
from dialogs.i18n import words
from dialogs.telling import HELP
from dialogs.words import Words
from meeting.commands import Command, EndAgenda, StartMeeting
from meeting.model import Meeting, Phase, Role
from meeting.refusals import RefusedError

log = logging.getLogger(__name__)

HELLO, EVENT = "teams/hello/", "teams/event/"
INSTALLED = frozenset({"add", "add-upgrade"})
EVENTS = {
    "application/vnd.microsoft.meetingStart": "start",
    "application/vnd.microsoft.meetingEnd": "end",
}
NO_MEETING_ZONE = "Europe/Copenhagen"


async def installed(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting) -> None:
    if (activity.action or "add") in INSTALLED:
        await _welcome(parts, heard, room_of(activity, heard), meeting)
    else:
        await _left(parts, heard)


async def changed(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting) -> None:
    """Note that the bot came or went. Rights never come from this: `from` may be the organiser."""
    bot = activity.recipient.id if activity.recipient else None
    if any(member.id == bot for member in activity.members_removed or ()):
        await _left(parts, heard)
    elif any(member.id == bot for member in activity.members_added or ()):
        await _welcome(parts, heard, room_of(activity, heard), meeting)


async def happened(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting) -> None:
    """Note that the Teams meeting began or ended; the agenda follows where the file says so.

    Otherwise it waits for a host. A call that begins again after it ended changes nothing, and one
    that ends leaves everything open that people answer afterwards.
    """
    what = EVENTS.get(activity.name or "")
    if what is None or heard.personal:
        return
    room = room_of(activity, heard)
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    parts.redrawing.room(room)
    await parts.notes.put(f"{EVENT}{heard.base}/{what}", parts.clock.now().isoformat())
    deed = _following(what, meeting)
    if deed is not None:
        id_ = parts.keys.command("teams event", meeting.plan.meeting, activity.id or what)
        await _do(parts, meeting, Command(id_, parts.clock.now(), None, deed))


def _following(what: str, meeting: Meeting) -> StartMeeting | EndAgenda | None:
    """Say what a call that begins or ends means for the agenda."""
    early = meeting.phase in {Phase.PLANNED, Phase.OPEN}
    if what == "start" and meeting.plan.begins_with_call and early:
        return StartMeeting()
    running = meeting.phase is Phase.RUNNING
    return EndAgenda() if what == "end" and meeting.plan.ends_with_call and running else None


async def _do(parts: Parts, meeting: Meeting, command: Command) -> None:
    try:
        await parts.hub.send(meeting.plan.meeting, command)
    except RefusedError:
        log.info("the agenda had moved already", extra={"meeting": meeting.plan.meeting})


async def _welcome(parts: Parts, heard: Heard, room: Room, meeting: Meeting) -> None:
    """Show the agenda among people; in one's own chat the desk, or help for a participant.

    However many events say that the chat was opened, it is greeted once. Events seldom say who
    somebody is, so Teams is asked who is in the chat.
    """
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    if not room.personal:
        parts.redrawing.room(room)
    now = parts.clock.now().isoformat()
    if await parts.notes.claim(HELLO + room.id, now):
        greet = _greet_person if room.personal else _meet_hosts
        parts.roster.aside(greet(parts, heard, room, meeting))


async def _greet_person(parts: Parts, heard: Heard, room: Room, meeting: Meeting) -> None:
    for member in await parts.roster.members(room):
        person = parts.people.identify(member, meeting)
        if meeting.roles(person) & RIGHTS:
            await parts.enter(room, heard, meeting, person)
            return
        # Whose chat it is must be known, so that answers reach them there.
        await parts.rooms.keep(replace(room, owner=person))
    speech = words(meeting.plan.language, meeting.plan.zone)
    hello = speech("Hello! This is {title}.", title=meeting.plan.title)
    await parts.errands.say(room.id, PARAGRAPH.join([hello, *map(speech.text, HELP)]))


async def _meet_hosts(parts: Parts, _: Heard, room: Room, meeting: Meeting) -> None:
    """Learn under which ids Teams knows the hosts, so that their cards have their buttons."""
    for member in await parts.roster.members(room):
        person = parts.people.identify(member, meeting)
        if Role.HOST in meeting.roles(person):
            await parts.rooms.met(person, member.id)
    parts.redrawing.room(room)


async def _left(parts: Parts, heard: Heard) -> None:
    await parts.rooms.forget(heard.conversation)
    await parts.notes.put(HELLO + heard.conversation, None)


def no_meeting_words(heard: Heard) -> Words:
    return words("en" if heard.locale.casefold().startswith("en") else "da", NO_MEETING_ZONE)


async def unbound(parts: Parts, heard: Heard, activity: Activity) -> None:
    """Tie a chat to the meeting whose code is written there: a common one only by a host."""
    if not heard.direct or not await parts.repeats.first_time(heard):
        return
    room = room_of(activity, heard)
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    meeting = _by_code(parts, heard)
    if meeting is None:
        speech = no_meeting_words(heard)
        told = speech("Write the meeting's code here, and this chat belongs to it.")
        await parts.errands.say(heard.conversation, told)
        return
    await parts.rooms.bind(heard.base, meeting.plan.meeting)
    await parts.enter(room, heard, meeting, parts.people.identify(heard.sender, meeting))
    await _welcome(parts, heard, room, meeting)


def _by_code(parts: Parts, heard: Heard) -> Meeting | None:
    try:
        meeting = parts.hub.by_code(heard.text.strip())
    except UnknownMeetingError:
        return None
    host = Role.HOST in meeting.roles(parts.people.identify(heard.sender, meeting))
    return meeting if heard.personal or host else None
