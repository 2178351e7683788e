"""Keeps the living cards up to date: marks them at each change, and each minute for the clock."""

import asyncio
import logging

from bot.hub import Hub
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import Living
from bot.teams.room import Room
from bot.teams.rooms import Rooms
from meeting.ids import MeetingId

log = logging.getLogger(__name__)

TICK = 20.0  # seconds: expected times move with the clock although nothing has changed
PAUSE = 0.25  # seconds between looks at a meeting that changes all the time
COMMON = (
    Living.AGENDA,
    Living.POLL,
    Living.LAST_POLL,
    Living.EVALUATION,
    Living.RESULTS,
    Living.QUESTIONS,
)
OWN = (Living.DESK,)


class Redrawing:
    """One watcher a meeting, those that are planned later included."""

    def __init__(self, hub: Hub, rooms: Rooms, outbox: Outbox) -> None:
        self._hub = hub
        self._rooms = rooms
        self._outbox = outbox
        self._watchers: dict[MeetingId, asyncio.Task[None]] = {}
        self._ticker: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin: this process is the one that sends."""
        self._ticker = asyncio.create_task(self._tick(), name="teams cards")

    async def close(self) -> None:
        """Stop; it may be started again."""
        tasks = [*self._watchers.values(), *([self._ticker] if self._ticker else [])]
        self._watchers, self._ticker = {}, None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def room(self, room: Room) -> None:
        """Bring one conversation's cards up to date, where this process sends."""
        if self._ticker is None:
            return
        kinds = OWN if room.personal else COMMON
        for kind in kinds if self._rooms.shows(room) else ():
            self._outbox.redraw(room.id, kind)

    async def _tick(self) -> None:
        while True:
            for meeting in self._hub.meetings():
                self._watch(meeting.plan.meeting)
                self._redraw(meeting.plan.meeting)
            await asyncio.sleep(TICK)

    def _watch(self, meeting: MeetingId) -> None:
        known = self._watchers.get(meeting)
        if known is None or known.done():
            self._watchers[meeting] = asyncio.create_task(self._follow(meeting))

    async def _follow(self, meeting: MeetingId) -> None:
        async with self._hub.watching(meeting) as news:
            while True:
                await news.wait()
                news.clear()
                self._redraw(meeting)
                await asyncio.sleep(PAUSE)

    def _redraw(self, meeting: MeetingId) -> None:
        for room in self._rooms.of(meeting):
            self.room(room)
