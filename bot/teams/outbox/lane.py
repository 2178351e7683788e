"""The outbox of one conversation: messages in order, cards between them, one request at a time."""

import asyncio
import logging

from bot.teams.outbox.attempts import Attempts
from bot.teams.outbox.message import Item, Message, Queue, Waiter
from bot.teams.outbox.pace import PACES, Dirty, Pace, pace
from bot.teams.outbox.retry import Kind, Verdict
from bot.teams.outbox.sending import Content, ConversationId, Living, Sent, Starting
from bot.teams.outbox.showing import Outside, Showing

log = logging.getLogger(__name__)

RESULTS = {None: Sent.SENT, Verdict.UNCLEAR: Sent.UNCLEAR, Verdict.GONE: Sent.GONE}
MOMENT = 0.001  # seconds; less might be no time at all, by the clock's own rounding
# Seconds by which a message may give way to conversations that keep a card: these are few, and
# what they show grows old. More messages than go out in that time are a flood of hundreds.
PATIENCE = 30.0


class Lane:
    """Its task lives while there is work; what to send is chosen when it may be sent."""

    def __init__(self, conversation: ConversationId, outside: Outside, attempts: Attempts) -> None:
        self.gone = False
        self._closing = False
        self._pausing = False
        self._conversation = conversation
        self._outside = outside
        self._attempts = attempts
        self._showing = Showing(conversation, outside, attempts)
        self._queue = Queue()
        self._dirty: dict[Living, Dirty] = {}
        self._pace = Pace()
        self._card_next = True
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @property
    def at_work(self) -> bool:
        """Whether something is being sent at this moment, and not waiting for its time."""
        return self._task is not None and not self._task.done() and not self._pausing

    @property
    def oldest(self) -> float | None:
        """When the message that waits longest was handed in."""
        return self._queue.oldest()

    @property
    def dirty(self) -> list[float]:
        """Since when each card waits that is to be drawn."""
        return [one.since for one in self._dirty.values()]

    def line(self, text: str, within: float, starting: Starting | None = None) -> Waiter:
        """Say a line; it may wait for others for so long."""
        now = _now()
        done = self._attempts.tally.waiter()
        return self._add(Item(Content(text=text), now, now + within, done, text, starting))

    def post(self, content: Content, starting: Starting | None = None) -> Waiter:
        """Send a message of its own."""
        now = _now()
        done = self._attempts.tally.waiter()
        return self._add(Item(content, now, now, done, starting=starting))

    def redraw(self, kind: Living) -> None:
        """Bring the living card up to date soon; it is posted if there is none."""
        if not self.gone:
            self._dirty.setdefault(kind, Dirty(_now()))
            self._wake()

    def repost(self, kind: Living) -> None:
        """Post the living card anew at the end of the chat; somebody asked for it."""
        self._dirty[kind] = Dirty(_now(), anew=True)
        self._wake()

    def heard_from(self) -> None:
        """Take the conversation up again; what it showed may be gone."""
        if self.gone:
            self.gone = False
            self._showing = Showing(self._conversation, self._outside, self._attempts)

    def begin_anew(self) -> None:
        """Drop what waits: the bot has left this chat, or it is about something else now."""
        self._queue.tell_all(Sent.GONE)
        self._dirty.clear()
        self._pace.begin_anew()
        self._showing = Showing(self._conversation, self._outside, self._attempts)

    def idle(self) -> bool:
        """Tell whether the lane can be forgotten without forgetting anything."""
        quiet = self._task is None or self._task.done()
        return quiet and not self._showing.any and self._attempts.budget.idle(_now())

    async def finish(self, within: float) -> None:
        """Send what is waiting, if it goes quickly, and stop."""
        self._closing = True
        self._news.set()
        if self._task is not None:
            _, late = await asyncio.wait([self._task], timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._queue.tell_all(Sent.NOT_TRIED)

    def _add(self, item: Item) -> Waiter:
        if self.gone:
            item.tell(Sent.GONE)
        else:
            self._queue.add(item)
            self._wake()
        return item.done

    def _wake(self) -> None:
        self._news.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="teams outbox")

    async def _run(self) -> None:
        """Work until nothing is left; between the last look and the end there is no await."""
        await self._attempts.budget.read()
        while not self.gone and (wait := self._wait(_now())) is not None:
            self._news.clear()
            if wait > 0:
                await self._pause(wait)
                continue
            try:
                await self._do_one()
            except Exception:
                log.exception("outbox lost one operation")
            await self._attempts.budget.keep()
        if self.gone:
            await self._give_up()

    async def _pause(self, seconds: float) -> None:
        self._pausing = True
        try:
            async with asyncio.timeout(max(seconds, MOMENT)):
                await self._news.wait()
        except TimeoutError:
            pass
        finally:
            self._pausing = False

    def _wait(self, now: float) -> float | None:
        """Say how long until the next request may be made; None when there is none to make."""
        message = self._message_ready(now)
        cards = [] if self._closing else self._cards_ready(now)
        times = cards if message is None else [message, *cards]
        if not times:
            return None
        return max(min(times) - now, self._attempts.budget.wait(now))

    def _message_ready(self, now: float) -> float | None:
        self._queue.busy = self._attempts.budget.busy(now) or self._queue.crowded()
        due = self._queue.due()
        if due is None or self._closing:
            return now if due is not None else None
        return max(due, now + self._attempts.budget.wait_message(now))

    def _cards_ready(self, now: float) -> list[float]:
        seconds = self._seconds(now)
        return [self._pace.ready(k, one, now, seconds) for k, one in self._dirty.items()]

    async def _do_one(self) -> None:
        """Take turns where both wait: neither a card that hangs nor a flood holds up the other."""
        now = _now()
        ready = self._message_ready(now)
        message = ready is not None and ready <= now
        kind = self._pace.next(self._dirty, now, self._seconds(now))
        if kind is not None and not self._closing and (self._card_next or not message):
            self._card_next = False
            await self._show(kind)
        elif message:
            self._card_next = True
            await self._send_next()

    async def _show(self, kind: Living) -> None:
        began, one = _now(), self._dirty.pop(kind)
        sent, verdict = await self._showing.show(kind, anew=one.anew)
        if sent:
            self._pace.tried(began, self._seconds(began))
        if verdict is Verdict.WAIT:
            newer = self._dirty.get(kind, one)
            self._dirty[kind] = Dirty(one.since, anew=one.anew or newer.anew)
        elif sent and verdict is None:
            self._pace.shown(kind, began)
            self._attempts.tally.drawn(_now() - one.since)
        self._note(verdict)

    async def _send_next(self) -> None:
        message = Message([])

        async def asking() -> bool:
            nonlocal message
            message = message if message.items else self._queue.take(_now())
            return await message.ask()

        async def once() -> str | None:
            return await self._outside.sender.create(self._conversation, message.content)

        try:
            patience = 0.0 if self._showing.any else PATIENCE
            done = await self._attempts.attempt(Kind.CREATE, once, patience=patience, asking=asking)
        except BaseException:  # the program ends, or a bug
            message.tell(Sent.UNCLEAR if self._attempts.on_its_way else Sent.NOT_TRIED)
            raise
        if done.verdict is Verdict.WAIT:
            self._queue.back(message)
            return
        if self._seconds(_now()) > PACES[0][1]:
            self._queue.hold_lines(_now() + self._seconds(_now()))
        message.tell(self._note(done.verdict))

    def _note(self, verdict: Verdict | None) -> Sent:
        self.gone = self.gone or verdict is Verdict.GONE
        return RESULTS.get(verdict, Sent.DROPPED)

    def _seconds(self, now: float) -> float:
        """Give the pace at which requests may be made now."""
        return pace(self._attempts.budget.used(now))

    async def _give_up(self) -> None:
        self._queue.tell_all(Sent.GONE)
        self._dirty.clear()
        if self._outside.gone is not None:
            try:
                await self._outside.gone(self._conversation)
            except Exception:
                log.exception("a conversation that is gone was not forgotten")


def _now() -> float:
    return asyncio.get_running_loop().time()
