"""Greets a chat once: among people with the agenda, in an own chat with the desk, or with help."""

from dataclasses import replace

from bot.teams.heard import Sender
from bot.teams.joining.reaching import reach
from bot.teams.joining.staging import stage
from bot.teams.noted import HELLO
from bot.teams.parts import RIGHTS, Parts
from bot.teams.room import Room
from bot.teams.saying import PARAGRAPH
from dialogs.i18n import words
from dialogs.telling import HELP
from meeting.ids import PersonId
from meeting.model import Meeting


async def welcome(parts: Parts, room: Room, meeting: Meeting) -> None:
    """Show the agenda among people; in one's own chat the desk, or help for a participant.

    However many events say that the chat was opened, it is greeted once. Events seldom say who
    somebody is, so Teams is asked who is in the chat.
    """
    await parts.rooms.keep(room)
    parts.outbox.heard_from(room.id)
    if not room.personal:
        parts.redrawing.room(room)
    if await parts.notes.claim(HELLO + room.id, parts.clock.now().isoformat()):
        greet = _greet_person if room.personal else meet
        parts.roster.aside(greet(parts, room, meeting))


async def meet(parts: Parts, room: Room, meeting: Meeting) -> None:
    """Find the hosts and speakers in a chat: their cards get their buttons, and they a chat."""
    found: dict[PersonId, Sender] = {}
    for member in await parts.roster.members(room):
        person = parts.people.identify(member, meeting)
        if member.entra is not None and meeting.roles(person) & RIGHTS:
            await parts.rooms.met(person, member.id)
            found[person] = member
    parts.redrawing.room(room)
    await reach(parts, room, meeting, found)
    await stage(parts, room, meeting)


async def _greet_person(parts: Parts, room: Room, meeting: Meeting) -> None:
    for member in await parts.roster.members(room):
        person = parts.people.identify(member, meeting)
        desk = bool(meeting.roles(person) & RIGHTS)
        # Whose chat it is must be known, so that answers reach them there.
        own = replace(room, owner=person, desk=desk)
        await parts.rooms.keep(own)
        if desk:
            await parts.rooms.met(person, member.id)
            parts.redrawing.room(own)
            return
    speech = words(meeting.plan.language, meeting.plan.zone)
    hello = speech("Hello! This is {title}.", title=meeting.plan.title)
    await parts.errands.say(room.id, PARAGRAPH.join([hello, *map(speech.text, HELP)]))
