"""Which process sends to Teams: the one that holds the lease draws, tells and runs errands."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bot.ports import Lease, Notes, StoreFullError, StoreUnavailableError
from bot.teams.errands import Errands
from bot.teams.joining.looking import Looking
from bot.teams.noted import BOUND, ERRAND, ROOM
from bot.teams.notices import Notices
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import ConversationId
from bot.teams.redrawing import Redrawing
from bot.teams.rooms import Rooms

log = logging.getLogger(__name__)

AGAIN = 1.0  # seconds between tries while what is known of the chats cannot be read


@dataclass(slots=True)
class Leading:
    """Takes over when the lease comes, lets go when it is lost, and hears what others learn."""

    lease: Lease
    notes: Notes
    rooms: Rooms
    outbox: Outbox
    redrawing: Redrawing
    notices: Notices
    errands: Errands
    looking: Looking
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    async def start(self) -> None:
        """Read what is known of the chats, then lead whenever it is our turn."""
        listening = self.notes.watch()  # from now on, so that nothing falls between
        await self.rooms.load()
        self._tasks = [
            asyncio.create_task(self._lead(), name="teams lease"),
            asyncio.create_task(self._listen(listening), name="teams news"),
        ]

    async def close(self) -> None:
        """Stop watching, send what goes quickly, note what was sent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.looking.close()
        await self.redrawing.close()
        await self.outbox.close()
        await self.notices.close()

    async def _lead(self) -> None:
        async for held in self.lease.changes():
            if held:
                await self._take_over()
            else:
                await self._let_go()

    async def _take_over(self) -> None:
        while self.lease.held:
            try:
                await self.rooms.load()
                await self.errands.run_all()
            except (StoreFullError, StoreUnavailableError):
                log.warning("sending to Teams not taken over yet: the store cannot be read")
                await asyncio.sleep(AGAIN)
            else:
                self.redrawing.start()
                self.notices.start()
                self.looking.start()
                return

    async def _let_go(self) -> None:
        await self.looking.close()
        await self.redrawing.close()
        await self.outbox.let_go()
        await self.notices.close()

    async def _listen(self, listening: AsyncIterator[str]) -> None:
        async for key in listening:
            try:
                await self._hear(key)
            except Exception:
                log.exception("news of a chat not read")

    async def _hear(self, key: str) -> None:
        if key.startswith(ERRAND):
            if self.lease.held:
                await self.errands.run(key)
            return
        room = await self.rooms.learn(key)
        for kind in (ROOM, BOUND):  # what another process learned: it left a chat, or tied it
            if key.startswith(kind) and (room is None or kind == BOUND):
                self.outbox.begin_anew(ConversationId(key.removeprefix(kind)))
        if room is not None and self.lease.held:
            self.outbox.heard_from(room.id)
            self.redrawing.room(room)
