"""Whether the bot is in a common chat, by the newest that Teams has said: deliveries may overtake.

Own chats are left out: nothing worse can happen there than a send that Teams refuses.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.ports import Json, Notes
from bot.teams.noted import THERE
from bot.teams.outbox.sending import ConversationId


@dataclass(frozen=True, slots=True)
class Presence:
    notes: Notes

    async def moved(self, conversation: ConversationId, sent: datetime, *, inside: bool) -> bool:
        """Note that the bot came or went, and say whether that is still so.

        False for what was overtaken by something newer: an old delivery of it changes nothing.
        """
        known = _read(await self.notes.get(THERE + conversation))
        if known is not None and sent < known[0]:
            return False
        if known != (sent, inside):
            kept: dict[str, Json] = {"at": sent.isoformat(), "in": inside}
            await self.notes.put(THERE + conversation, kept)
        return True

    async def outside(self, conversation: ConversationId) -> bool:
        """Say whether it was taken out, as far as is known."""
        known = _read(await self.notes.get(THERE + conversation))
        return known is not None and not known[1]

    async def left_since(self, conversation: ConversationId, sent: datetime | None) -> bool:
        """Say whether the bot was taken out after this was sent: it is not answered any more."""
        known = _read(await self.notes.get(THERE + conversation))
        return known is not None and not known[1] and sent is not None and sent < known[0]


def _read(kept: Json) -> tuple[datetime, bool] | None:
    if not isinstance(kept, dict):
        return None
    at, inside = kept.get("at"), kept.get("in")
    return (datetime.fromisoformat(at), inside is True) if isinstance(at, str) else None
