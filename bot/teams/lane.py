"""The outbox of one conversation: messages in order, cards between them, one request at a time."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field

from bot.teams.attempts import Attempts
from bot.teams.message import Line, Message, Post, Waiter, tell
from bot.teams.retry import Kind, Verdict
from bot.teams.sending import Content, ConversationId, Living, Sent, Starting
from bot.teams.showing import Outside, Showing

log = logging.getLogger(__name__)

LONGEST_TEXT = 4000  # characters of one message
MOST_WAITING = 1000  # messages; beyond it Teams has been away for long and new ones are dropped
HOUR = 3600.0
# Seconds between card operations: slower as the hour's budget goes, to leave room for replies.
PACES = ((900, 2.0), (1400, 4.0), (1800, 10.0))
RESULTS = {None: Sent.SENT, Verdict.UNCLEAR: Sent.UNCLEAR, Verdict.GONE: Sent.GONE}


@dataclass(slots=True)
class Work:
    queue: deque[Line | Post] = field(default_factory=deque)
    dirty: dict[Living, bool] = field(default_factory=dict)  # kind -> post it anew


class Lane:
    """Its task lives while there is work."""

    def __init__(self, conversation: ConversationId, outside: Outside, attempts: Attempts) -> None:
        self.gone = False
        self._closing = False
        self._conversation = conversation
        self._outside = outside
        self._attempts = attempts
        self._showing = Showing(conversation, outside, attempts)
        self._work = Work()
        self._next_card = 0.0
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def line(self, text: str, within: float, starting: Starting | None = None) -> Waiter:
        return self._queue(Line(text, _now() + within, _waiter(), starting))

    def post(self, content: Content, starting: Starting | None = None) -> Waiter:
        return self._queue(Post(content, _now(), _waiter(), starting))

    def redraw(self, kind: Living) -> None:
        """Bring the living card up to date soon; it is posted if there is none."""
        if not self.gone:
            self._work.dirty.setdefault(kind, False)
            self._wake()

    def repost(self, kind: Living) -> None:
        """Post the living card anew at the end of the chat; somebody asked for it."""
        self._work.dirty[kind] = True
        self._wake()

    def idle(self) -> bool:
        """Tell whether the lane can be forgotten without forgetting anything."""
        quiet = self._task is None or self._task.done()
        return quiet and not self._showing.any and self._attempts.own.idle(_now())

    async def finish(self, within: float) -> None:
        """Send what is waiting, if it goes quickly, and stop."""
        self._closing = True
        self._news.set()
        if self._task is not None:
            _, late = await asyncio.wait([self._task], timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._drop_all(Sent.NOT_TRIED)

    def _queue(self, item: Line | Post) -> Waiter:
        if self.gone:
            item.done.set_result(Sent.GONE)
        elif len(self._work.queue) >= MOST_WAITING:
            log.warning("outbox full, message dropped")
            item.done.set_result(Sent.DROPPED)
        else:
            self._work.queue.append(item)
            self._wake()
        return item.done

    def _wake(self) -> None:
        self._news.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="teams outbox")

    async def _run(self) -> None:
        """Work until nothing is left; between the last look and the end there is no await."""
        while not self.gone and (ready := self._ready_at()) is not None:
            self._news.clear()
            if ready > _now() and not self._closing:
                await self._pause(ready - _now())
                continue
            try:
                await self._do_one()
            except Exception:
                log.exception("outbox lost one operation")
        if self.gone:
            self._drop_all(Sent.GONE)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            pass

    def _ready_at(self) -> float | None:
        """Say when the next operation may be made."""
        times = [self._message_due()] if self._work.queue else []
        if self._work.dirty and not self._closing:
            times.append(self._next_card)
        return min(times) if times else None

    def _message_due(self) -> float:
        return min(item.due for item in self._work.queue)

    async def _do_one(self) -> None:
        if self._work.queue and (self._closing or self._message_due() <= _now()):
            await self._send_next()
        else:
            await self._show_next()

    async def _show_next(self) -> None:
        kind = next(iter(self._work.dirty))
        sent, verdict = await self._showing.show(kind, anew=self._work.dirty.pop(kind))
        if sent:
            used = self._attempts.own.used(HOUR, _now())
            pace = next((pace for most, pace in PACES if used < most), PACES[-1][1])
            self._next_card = _now() + pace
        self._note(verdict)

    async def _send_next(self) -> None:
        first = self._work.queue[0]
        if isinstance(first, Line):
            await self._send(Message(self._take_lines()))
        else:
            self._work.queue.popleft()
            await self._send(Message([first]))

    def _take_lines(self) -> list[Line]:
        """Take all waiting acknowledgements that go into one message, each on its line."""
        taken: list[Line] = []
        room = LONGEST_TEXT
        for line in [item for item in self._work.queue if isinstance(item, Line)]:
            room -= len(line.text) + 2
            if taken and room < 0:
                break
            taken.append(line)
            self._work.queue.remove(line)
        return taken

    async def _send(self, message: Message) -> None:
        async def once() -> str | None:
            content = await message.content()
            if content is None:
                return None
            return await self._outside.sender.create(self._conversation, content)

        sent = Sent.NOT_TRIED
        try:
            done = await self._attempts.until_decided(Kind.CREATE, once)
            sent = self._note(done.verdict)
        finally:
            message.tell(sent)

    def _note(self, verdict: Verdict | None) -> Sent:
        self.gone = self.gone or verdict is Verdict.GONE
        return RESULTS.get(verdict, Sent.DROPPED)

    def _drop_all(self, as_: Sent) -> None:
        for item in self._work.queue:
            tell(item.done, as_)
        self._work = Work()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _waiter() -> Waiter:
    return asyncio.get_running_loop().create_future()
