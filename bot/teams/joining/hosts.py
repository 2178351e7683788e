"""Tells a meeting's hosts something, each in their own chat with the bot."""

from bot.teams.cards.elements import as_line
from bot.teams.parts import Parts
from bot.teams.room import Room
from meeting.model import Meeting


def chats(parts: Parts, meeting: Meeting) -> tuple[Room, ...]:
    """Give the hosts' own chats, as far as the bot has met them."""
    found = (parts.rooms.own(host) for host in meeting.plan.hosts)
    return tuple(room for room in found if room is not None)


async def tell(parts: Parts, meeting: Meeting, line: str) -> None:
    for room in chats(parts, meeting):
        await parts.errands.say(room.id, as_line(line))
