"""Which meeting somebody's own chat with the bot is about, when there are several."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.teams.heard import Heard, Sender
from bot.teams.joining.tying import tie
from bot.teams.parts import RIGHTS, Parts
from bot.teams.room import Room
from meeting.ids import PersonId
from meeting.model import Meeting, Phase

SOON = timedelta(hours=12)  # so long before it begins a chat goes on to the next meeting


def theirs(parts: Parts, sender: Sender) -> Meeting | None:
    """Give the meeting that a signed-in person hosts or speaks in, else has joined.

    Of several it is the one that runs, else the first to come. Whoever is known in none says which
    by its code.
    """
    if sender.entra is None:
        return None
    going = [one for one in parts.hub.meetings() if one.phase is not Phase.CLOSED]
    who = {one.plan.meeting: parts.people.identify(sender, one) for one in going}
    working = [one for one in going if one.roles(who[one.plan.meeting]) & RIGHTS]
    joined = [one for one in going if who[one.plan.meeting] in one.people]
    return min(working or joined, key=_order, default=None)


async def follow(parts: Parts, heard: Heard, meeting: Meeting) -> Meeting:
    """Go on to the next meeting when the one that this chat was about is over."""
    then = theirs(parts, heard.sender) if meeting.phase is Phase.CLOSED else None
    room = parts.rooms.get(heard.conversation)
    if then is None or room is None or then.plan.start - parts.clock.now() > SOON:
        return meeting
    await tie(parts, room, then)
    return then


async def turn_to(parts: Parts, room: Room, meeting: Meeting, person: PersonId) -> None:
    """Have a host's or speaker's own chat show this meeting, if it is the nearer one."""
    if not _nearer(meeting, parts.meeting_in(room.id)):
        return
    await tie(parts, room, meeting)
    kept = replace(room, owner=person, desk=bool(meeting.roles(person) & RIGHTS))
    await parts.rooms.keep(kept)
    parts.redrawing.room(kept)


def _nearer(meeting: Meeting, shown: Meeting | None) -> bool:
    if shown is None:
        return True
    return meeting.plan.meeting != shown.plan.meeting and _order(meeting) < _order(shown)


def _order(meeting: Meeting) -> tuple[bool, bool, datetime]:
    """Put what runs first and what is over last, else what begins first before the others."""
    running = meeting.phase in {Phase.RUNNING, Phase.CLOSING}
    return meeting.phase is Phase.CLOSED, not running, meeting.plan.start
