"""What must be told exactly once: answers to their askers, replayed from a cursor in Notes.

The cursor moves when a notice has been sent, so a crash between disk and network loses nothing.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.ports import Json, Store
from bot.teams.message import Waiter
from bot.teams.parts import Parts
from bot.teams.rooms import Room
from bot.teams.sending import Content, ConversationId, Sent
from bot.teams.talking import TOGETHER
from bot.teams.telling import about, told
from meeting.events import Change
from meeting.model import MeetingId, Question

log = logging.getLogger(__name__)

CURSOR = "teams/cursor/"
PAUSE = 0.3  # seconds between looks at the log of a busy meeting
LOOK_FOR_MEETINGS = 20.0
RARELY = 500  # changes after which the cursor moves although there was nothing to tell
LAST_NOTES_WITHIN = 1.0  # seconds, at the end of the program


@dataclass(slots=True)
class Cursor:
    """All changes up to `settled` have been told, and those in `ahead`; we are at `read`."""

    settled: int = 0
    ahead: set[int] = field(default_factory=set)
    read: int = 0
    kept: int = 0

    @classmethod
    def of(cls, kept: Json) -> "Cursor":
        if not isinstance(kept, dict):
            return cls()
        settled, ahead = kept.get("settled"), kept.get("ahead")
        if not isinstance(settled, int) or not isinstance(ahead, list):
            return cls()
        return cls(settled, {one for one in ahead if isinstance(one, int)}, settled, settled)

    def settle(self, version: int) -> None:
        self.ahead.add(version)
        while self.settled + 1 in self.ahead:
            self.settled += 1
            self.ahead.discard(self.settled)

    def note(self) -> dict[str, Json]:
        self.kept = self.settled
        return {"settled": self.settled, "ahead": sorted(self.ahead)}


@dataclass(frozen=True, slots=True)
class Notice:
    conversation: ConversationId
    content: Content
    personal: bool


class Notices:
    """One follower a meeting; a slow conversation holds no other one up."""

    def __init__(self, parts: Parts, store: Store) -> None:
        self._parts = parts
        self._store = store
        self._followers: dict[MeetingId, asyncio.Task[None]] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._finder: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._finder = asyncio.create_task(self._find(), name="teams notices")

    async def close(self) -> None:
        """Stop; close the outbox first, so that what it still sent is noted here."""
        tasks = [*self._followers.values(), *([self._finder] if self._finder else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._telling:
            _, late = await asyncio.wait(self._telling, timeout=LAST_NOTES_WITHIN)
            for task in late:
                task.cancel()

    async def _find(self) -> None:
        while True:
            for meeting in self._parts.hub.meetings():
                id_ = meeting.plan.meeting
                known = self._followers.get(id_)
                if known is None or known.done():
                    self._followers[id_] = asyncio.create_task(self._follow(id_))
            await asyncio.sleep(LOOK_FOR_MEETINGS)

    async def _follow(self, meeting: MeetingId) -> None:
        cursor = Cursor.of(await self._parts.notes.get(CURSOR + meeting))
        async with self._parts.hub.watching(meeting) as news:
            while True:
                news.clear()
                await self._catch_up(meeting, cursor)
                await asyncio.sleep(PAUSE)
                await news.wait()

    async def _catch_up(self, meeting: MeetingId, cursor: Cursor) -> None:
        try:
            for change in await self._store.read(meeting, cursor.read):
                cursor.read += 1
                if cursor.read not in cursor.ahead:
                    await self._take(meeting, change, cursor)
            if cursor.settled - cursor.kept >= RARELY:
                await self._keep(meeting, cursor)
        except Exception:
            log.exception("notices: the log is read again at the next change")

    async def _take(self, meeting: MeetingId, change: Change, cursor: Cursor) -> None:
        version = cursor.read
        notices = await self._notices(meeting, change)
        if not notices:
            cursor.settle(version)
            return
        task = asyncio.create_task(self._tell(meeting, version, notices, cursor))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _notices(self, meeting: MeetingId, change: Change) -> list[Notice]:
        found: list[Notice] = []
        state = self._parts.hub.state(meeting)
        for event in change.events:
            id_ = about(event)
            question = state.questions.get(id_) if id_ is not None else None
            if question is None or (room := await self._asked_in(question)) is None:
                continue
            speech = self._parts.drawing.words(state)
            frame = self._parts.drawing.frame(state, speech)
            content = told(event, question, state, frame, personal=room.personal)
            if content is not None:
                found.append(Notice(room.id, content, room.personal))
        return found

    async def _asked_in(self, question: Question) -> Room | None:
        conversation = await self._parts.rooms.asked_in(question.id, question.asker)
        return None if conversation is None else self._parts.rooms.get(conversation)

    async def _tell(
        self, meeting: MeetingId, version: int, notices: list[Notice], cursor: Cursor
    ) -> None:
        """Send and settle. What was left unclear counts as told: it is not said twice."""
        sent = await asyncio.gather(*map(self._send, notices))
        if Sent.NOT_TRIED in sent:
            return  # the program ends; it is told after the next start
        cursor.settle(version)
        try:
            await self._keep(meeting, cursor)
        except Exception:
            log.exception("cursor not kept")

    def _send(self, notice: Notice) -> Waiter:
        within = 0.0 if notice.personal else TOGETHER
        return self._parts.outbox.tell(notice.conversation, notice.content, within)

    async def _keep(self, meeting: MeetingId, cursor: Cursor) -> None:
        await self._parts.notes.put(CURSOR + meeting, cursor.note())
