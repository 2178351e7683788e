"""Coming into a chat and leaving it, people who come, and calls that begin and end."""

import logging

from botbuilder.schema import Activity

from bot.teams.heard import Heard, Sender, room_of
from bot.teams.joining import binding, reaching
from bot.teams.joining.welcoming import meet, welcome
from bot.teams.noted import HELLO, OF_TEAMS, STAGE, WHICH
from bot.teams.parts import RIGHTS, Parts
from bot.teams.room import Room
from meeting.commands import Command, EndAgenda, StartMeeting
from meeting.model import Meeting, Phase
from meeting.refusals import RefusedError

log = logging.getLogger(__name__)

EVENT = f"{OF_TEAMS}event/"
INSTALLED = frozenset({"add", "add-upgrade"})
EVENTS = {
    "application/vnd.microsoft.meetingStart": "start",
    "application/vnd.microsoft.meetingEnd": "end",
}


async def installed(
    parts: Parts, heard: Heard, activity: Activity, meeting: Meeting | None
) -> None:
    if (activity.action or "add") in INSTALLED:
        await _came(parts, heard, room_of(activity, heard), meeting)
    else:
        await _left(parts, heard)


async def changed(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting | None) -> None:
    """Note who came or went. Rights never come from this: `from` may be the organiser."""
    bot = activity.recipient.id if activity.recipient else None
    if any(member.id == bot for member in activity.members_removed or ()):
        await _left(parts, heard)
    elif any(member.id == bot for member in activity.members_added or ()):
        await _came(parts, heard, room_of(activity, heard), meeting)
    elif meeting is not None and not heard.personal and activity.members_added:
        await _joined(parts, heard, activity, meeting)


async def happened(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting | None) -> None:
    """Note that the Teams meeting began or ended; the agenda follows where the file says so.

    Otherwise it waits for a host. A call that begins again after it ended changes nothing, and one
    that ends leaves everything open that people answer afterwards.
    """
    what = EVENTS.get(activity.name or "")
    if what is None or heard.personal:
        return
    room = room_of(activity, heard)
    if await parts.presence.left_since(room.id, heard.sent):
        return
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    parts.redrawing.room(room)
    if what == "start" and await parts.repeats.first_time(heard):
        await parts.alerts.begin_anew(room.id)
        parts.roster.aside(_begun(parts, heard, room, meeting))
    if meeting is None:
        return
    await parts.notes.put(f"{EVENT}{heard.base}/{what}", parts.clock.now().isoformat())
    deed = _following(what, meeting)
    if deed is not None:
        id_ = parts.keys.command("teams event", meeting.plan.meeting, activity.id or what)
        await _do(parts, meeting, Command(id_, parts.clock.now(), None, deed))


async def _begun(parts: Parts, heard: Heard, room: Room, meeting: Meeting | None) -> None:
    """Use that people are there now: to find the meeting, or its speakers and what they may do."""
    if meeting is None or meeting.phase is Phase.CLOSED:
        speech = binding.no_meeting_words(heard.locale)
        await binding.look(parts, room, speech, asked=False)
    else:
        await meet(parts, room, meeting)


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


async def _joined(parts: Parts, heard: Heard, activity: Activity, meeting: Meeting) -> None:
    """Open a chat with a host or speaker who has just been added; of others nothing is noted."""
    room = parts.rooms.get(heard.conversation) or room_of(activity, heard)
    found = {}
    for account in activity.members_added:
        if account.aad_object_id:
            member = Sender(account.id, account.name, account.aad_object_id)
            person = parts.people.identify(member, meeting)
            if meeting.roles(person) & RIGHTS:
                await parts.rooms.met(person, member.id)
                found[person] = member
    if found:
        parts.roster.aside(reaching.reach(parts, room, meeting, found))


async def _came(parts: Parts, heard: Heard, room: Room, meeting: Meeting | None) -> None:
    """Greet a chat that the bot came into; one it was in before is the same meeting's again."""
    again = await parts.presence.outside(room.id)
    if not await _newest(parts, heard, inside=True):
        return
    if meeting is not None and again:
        await reaching.begin_anew(parts, meeting.plan.meeting)
    if meeting is None:
        await binding.met(parts, heard, room)
    else:
        await welcome(parts, room, meeting)


async def _left(parts: Parts, heard: Heard) -> None:
    """Send nothing more to a chat that the bot was taken out of; it stays its meeting's."""
    id_ = heard.conversation
    if not await _newest(parts, heard, inside=False):
        return
    await parts.rooms.forget(id_)
    parts.outbox.begin_anew(id_)
    await parts.alerts.begin_anew(id_)
    for kind in (HELLO, WHICH, STAGE):
        await parts.notes.put(kind + id_, None)


async def _newest(parts: Parts, heard: Heard, *, inside: bool) -> bool:
    """Tell whether nothing newer is known of a common chat than that the bot came, or went."""
    sent = heard.sent or parts.clock.now()
    return heard.personal or await parts.presence.moved(heard.conversation, sent, inside=inside)
