"""What any process wants said in Teams: said at once where the sending is done, else handed over.

An errand that is handed over is a note, so it outlives both the process that left it and the one
that was to run it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bot.ports import Clock, Json, Lease, Notes
from bot.teams.noted import ERRAND
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import Content, ConversationId, Living
from bot.teams.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Errands:
    outbox: Outbox
    notes: Notes
    lease: Lease
    clock: Clock
    rooms: Rooms

    async def say(self, conversation: ConversationId, text: str, within: float = 0.0) -> None:
        """Say one line; several that wait are put together, none waits for longer than `within`."""
        await self.send(conversation, Content(text=text), within)

    async def send(
        self, conversation: ConversationId, content: Content, within: float = 0.0
    ) -> None:
        """Send a message, or leave it to the process that sends; then it is on disk."""
        if self.lease.held:
            _ = self.outbox.tell(conversation, content, within)
        else:
            what: dict[str, Json] = {"text": content.text, "summary": content.summary}
            await self._leave(conversation, what | {"card": content.card, "within": within})

    async def repost(self, conversation: ConversationId, kind: Living) -> None:
        """Have the living card posted anew at the end of the chat."""
        if self.lease.held:
            self.outbox.repost(conversation, kind)
        else:
            await self._leave(conversation, {"repost": kind.value})

    async def run_all(self) -> None:
        """Run what was left while nobody sent, oldest first."""
        for key in await self.notes.keys(ERRAND):
            await self.run(key)

    async def run(self, key: str) -> None:
        """Run one errand; it is struck off right before it is first tried."""
        left = await self.notes.get(key)
        if not isinstance(left, dict):
            return
        conversation = ConversationId(str(left.get("conversation")))
        _ = await self.rooms.find(conversation)
        if isinstance(kind := left.get("repost"), str):
            await self.notes.put(key, None)
            self.outbox.repost(conversation, Living(kind))
            return

        async def starting() -> bool:
            await self.notes.put(key, None)
            return True

        within = left.get("within")
        seconds = float(within) if isinstance(within, int | float) else 0.0
        _ = self.outbox.tell(conversation, _content(left), seconds, starting)

    async def _leave(self, conversation: ConversationId, what: Mapping[str, Json]) -> None:
        now = int(self.clock.now().timestamp() * 1000)
        key = f"{ERRAND}{now:015}-{secrets.token_hex(6)}"
        await self.notes.put(key, {"conversation": conversation, **what})


def _content(left: Mapping[str, Json]) -> Content:
    text, card, summary = left.get("text"), left.get("card"), left.get("summary")
    return Content(
        text=text if isinstance(text, str) else None,
        card=card if isinstance(card, dict) else None,
        summary=summary if isinstance(summary, str) else None,
    )
