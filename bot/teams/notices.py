"""What must be told exactly once: what became of a question, to the one who asked it.

It is drawn from the log, by the one process that sends. The cursor moves when a notice has been
sent, so a crash between disk and network loses nothing.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from bot.ports import Store
from bot.teams import concerning, speaking
from bot.teams.cards.elements import as_line
from bot.teams.cursors import KeptCursor
from bot.teams.joining.alerting import alerts
from bot.teams.outbox.message import Waiter
from bot.teams.outbox.sending import Content, ConversationId, Sent
from bot.teams.parts import Parts
from bot.teams.room import Asked, Room
from bot.teams.saying import TOGETHER, acknowledged
from bot.teams.telling import concerned, told
from dialogs.evaluating import reminder
from meeting import events as e
from meeting.events import Change
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting
from meeting.question import Question
from meeting.viewer import Viewer
from meeting.views import evaluation_view

log = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between looks at the log of a busy meeting
LOOK_FOR_MEETINGS = 20.0
LAST_NOTES_WITHIN = 1.0  # seconds, at the end of the program


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
        self._taken: dict[MeetingId, int] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._finder: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._finder = asyncio.create_task(self._find(), name="teams notices")

    def read(self, meeting: MeetingId) -> int:
        """Say up to which version a meeting's log has been read and taken up here."""
        return self._taken.get(meeting, 0)

    async def close(self) -> None:
        """Stop; close the outbox first, so that what it still sent is noted here."""
        tasks = [*self._followers.values(), *([self._finder] if self._finder else [])]
        self._followers, self._finder = {}, None
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
        cursor = KeptCursor(meeting, self._parts.notes)
        await cursor.load()
        async with self._parts.hub.watching(meeting) as news:
            while True:
                news.clear()
                if not await self._catch_up(meeting, cursor):
                    news.set()
                await asyncio.sleep(PAUSE)
                await news.wait()

    async def _catch_up(self, meeting: MeetingId, cursor: KeptCursor) -> bool:
        """Take what is new in the log, and say whether that went well."""
        try:
            for change in await self._store.read(meeting, cursor.at.read):
                if cursor.at.read + 1 > self._parts.hub.state(meeting).version:
                    return False  # stored already, and the state comes in a moment
                cursor.at.read += 1
                if cursor.at.read not in cursor.at.ahead:
                    await self._take(meeting, change, cursor)
                self._taken[meeting] = cursor.at.read
            await cursor.keep_now_and_then()
        except Exception:
            log.exception("notices: the log is read again in a moment")
            return False
        return True

    async def _take(self, meeting: MeetingId, change: Change, cursor: KeptCursor) -> None:
        version = cursor.at.read
        notices = await self._notices(meeting, change)
        if not notices:
            cursor.at.settle(version)
            return
        task = asyncio.create_task(self._tell(version, notices, cursor))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _notices(self, meeting: MeetingId, change: Change) -> list[Notice]:
        found: list[Notice] = []
        state = self._parts.hub.state(meeting)
        for event in change.events:
            for question in concerned(event, state):
                found += await self._told(meeting, event, question)
            found += await self._others(meeting, event)
            self._alert(event, state, change.at)
            if isinstance(event, e.EvaluationReminded):
                found += self._reminders(state)
            if isinstance(event, e.MeetingReopened) and state.closed is None:
                found += self._reopened(state)
        if any(isinstance(event, e.MeetingClosed) for event in change.events):
            if state.closed != change.at:
                return []  # it is taken back already: the next close tells
            # What the close did to each question is told once, all together.
            found = [one for one in found if not one.personal] + self._digests(state)
        return found

    def _alert(self, event: e.Event, meeting: Meeting, at: datetime) -> None:
        """Show it in the call as well, beside everything else: what is refused is lost there."""
        now, words = self._parts.clock.now(), self._parts.drawing.words(meeting)
        for alert in alerts(event, meeting, at, now, words):
            self._parts.roster.aside(self._parts.alerts.send(alert, meeting))

    def _reopened(self, meeting: Meeting) -> list[Notice]:
        """Tell everybody who was told of the close that it does not hold."""
        words = self._parts.drawing.words(meeting)
        line = as_line(words("The meeting is open again; it was closed by mistake."))
        own = [room for room in map(self._parts.rooms.own, meeting.own) if room is not None]
        chats = [room for room in self._parts.rooms.of(meeting.plan.meeting) if not room.personal]
        return [Notice(room.id, Content(text=line), room.personal) for room in (*chats, *own)]

    def _reminders(self, meeting: Meeting) -> list[Notice]:
        """Remind the meeting's own chats; nobody is written to alone, so nobody is found out."""
        words = self._parts.drawing.words(meeting)
        page = self._parts.drawing.frame(meeting, words).page
        line = as_line(reminder(evaluation_view(meeting, Viewer()), page, words, chat=True))
        rooms = (room for room in self._parts.rooms.of(meeting.plan.meeting) if not room.personal)
        return [Notice(room.id, Content(text=line), personal=False) for room in rooms]

    def _digests(self, meeting: Meeting) -> list[Notice]:
        """Give each asker with a chat of their own all their questions as they stand."""
        frame = self._parts.drawing.frame(meeting, self._parts.drawing.words(meeting))
        rooms = ((person, self._parts.rooms.own(person)) for person in meeting.own)
        return [
            Notice(room.id, concerning.digest(person, meeting, frame), personal=True)
            for person, room in rooms
            if room is not None
        ]

    async def _others(self, meeting: MeetingId, event: e.Event) -> list[Notice]:
        """Tell those beside the asker, in their own chats: owners, and who voted."""
        state = self._parts.hub.state(meeting)
        frame = self._parts.drawing.frame(state, self._parts.drawing.words(state))
        owner = concerning.reminded(event, state)
        if owner is not None and isinstance(event, e.OwnerReminded):
            room = self._parts.rooms.own(owner)
            content = concerning.reminder(event, state, frame)
            return [] if room is None else [Notice(room.id, content, personal=True)]
        if isinstance(event, e.Signalled | e.SpeakerMessaged):
            return self._speakers(state, event)
        item = concerning.ended(event, state)
        found: list[Notice] = []
        for person in () if item is None else concerning.concerned(item, state):
            room = self._parts.rooms.own(person)
            if room is not None and item is not None:
                known = await self._asked_here(state, person, room)
                card = concerning.asked_about(item, person, state, frame, known)
                found += [] if card is None else [Notice(room.id, card, personal=True)]
        return found

    def _speakers(self, state: Meeting, event: e.Signalled | e.SpeakerMessaged) -> list[Notice]:
        """Tell hosts and speakers what the time or a host says, in their own chats."""
        frame = self._parts.drawing.frame(state, self._parts.drawing.words(state))
        now = self._parts.clock.now()
        rooms = (
            (self._parts.rooms.own(person), content)
            for person, content in speaking.told(event, state, now, frame)
        )
        return [Notice(room.id, content, personal=True) for room, content in rooms if room]

    async def _asked_here(self, meeting: Meeting, person: PersonId, room: Room) -> list[int]:
        """Give the numbers of what was asked in this chat: those answers came with the card."""
        found: list[int] = []
        for id_ in meeting.own.get(person, ()):
            asked = await self._parts.rooms.asked_in(id_, person)
            if asked is not None and asked.conversation == room.id:
                found.append(meeting.root(meeting.questions[id_]).number)
        return found

    async def _told(self, meeting: MeetingId, event: e.Event, question: Question) -> list[Notice]:
        if question.asker is None:
            return []
        asked = await self._parts.rooms.asked_in(question.id, question.asker)
        room = None if asked is None else await self._parts.rooms.find(asked.conversation)
        if asked is None or room is None:
            return []
        contents = self._contents(meeting, event, question, asked, room)
        return [Notice(room.id, content, room.personal) for content in contents]

    def _contents(
        self, meeting: MeetingId, event: e.Event, question: Question, asked: Asked, room: Room
    ) -> list[Content]:
        if isinstance(event, e.QuestionAsked):
            return acknowledged(self._parts, meeting, question, asked)
        state = self._parts.hub.state(meeting)
        frame = self._parts.drawing.frame(state, self._parts.drawing.words(state))
        content = told(event, question, state, frame, personal=room.personal)
        return [] if content is None else [content]

    async def _tell(self, version: int, notices: list[Notice], cursor: KeptCursor) -> None:
        """Send and settle. What was left unclear counts as told: it is not said twice."""
        sent = await asyncio.gather(*(self._send(notice, version, cursor) for notice in notices))
        if Sent.NOT_TRIED in sent:
            return  # the program ends; it is told after the next start
        cursor.at.settle(version)
        try:
            await cursor.keep()
        except Exception:
            log.exception("cursor not kept")

    def _send(self, notice: Notice, version: int, cursor: KeptCursor) -> Waiter:
        async def starting() -> bool:
            return await cursor.begin(version)

        within = 0.0 if notice.personal else TOGETHER
        return self._parts.outbox.tell(notice.conversation, notice.content, within, starting)
