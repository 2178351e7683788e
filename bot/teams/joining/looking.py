"""Looks again which meeting a chat is when there are new meetings: the bot may have come first."""

import asyncio
import logging

from bot.ports import StoreFullError, StoreUnavailableError
from bot.teams.joining.binding import look, no_meeting_words
from bot.teams.parts import Parts
from meeting.ids import MeetingId
from meeting.model import Phase

log = logging.getLogger(__name__)

LOOKS_EACH = 10.0  # seconds; it costs nothing while no meeting is added


class Looking:
    """Runs in the process that sends. What hosts were told already is not told again."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._known: frozenset[MeetingId] = frozenset()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="teams joining")

    async def close(self) -> None:
        """Stop; it may be started again."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def again(self) -> None:
        """Look, if there are meetings that were not there at the last look."""
        meetings = self._parts.hub.meetings()
        going = frozenset(m.plan.meeting for m in meetings if m.phase is not Phase.CLOSED)
        if new := going - self._known:
            log.info("new meetings: chats of none are looked at", extra={"meetings": len(new)})
            for room in self._parts.rooms.unbound():
                await look(self._parts, room, no_meeting_words(""), asked=False)
        self._known = going

    async def _run(self) -> None:
        while True:
            try:
                await self.again()
            except (StoreFullError, StoreUnavailableError):
                log.warning("chats of no meeting not looked at: the store cannot be used")
            await asyncio.sleep(LOOKS_EACH)
