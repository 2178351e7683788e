"""Answers the press that says which meeting a chat is."""

from collections.abc import Mapping
from typing import Any

from bot.teams.heard import Heard
from bot.teams.joining import codes
from bot.teams.parts import Parts
from bot.teams.pressing import Answer, card, error, message
from bot.teams.room import Room


async def press(parts: Parts, heard: Heard, room: Room, value: Mapping[str, Any]) -> Answer:
    """Tie the chat, and answer with its agenda; a refusal leaves the card as it stands."""
    data = value["action"].get("data")
    chosen = data.get("meeting") if isinstance(data, dict) else None
    if not isinstance(chosen, str):
        return error(400, "BadRequest", "bad value: meeting")
    done = await codes.pressed(parts, heard, room, chosen)
    if isinstance(done, str):
        return message(done)
    person = parts.people.identify(heard.sender, done)
    return card(parts.drawing.agenda(done, parts.drawing.words(done), person))
