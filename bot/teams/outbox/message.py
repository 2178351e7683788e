"""Messages that wait to be sent, in order; several lines may go as one message."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from bot.teams.failures import Lost, LostError
from bot.teams.outbox.sending import Content, Sent, Starting

log = logging.getLogger(__name__)

LONGEST_TEXT = 4000  # characters of one message
BETWEEN = "\n\n"  # what parts lines in a message for every client
MOST_WAITING = 1000  # messages; beyond it Teams has been away for long and new ones are dropped
LATEST = 3600.0  # seconds; what is older means nothing any more: cards and page have the state
CROWD = 4  # waiting cards that can be said in a line; with so many they are
TOGETHER = 1.5  # seconds that such a line may wait for others, in a busy chat

Waiter = asyncio.Future[Sent]


@dataclass(slots=True, eq=False)
class Item:
    """One message. As a `line` it can be put together with others, and they may come until `due`.

    `ours` is what `starting` has said, None before.
    """

    content: Content
    since: float
    due: float
    done: Waiter
    line: str | None = None
    starting: Starting | None = None
    ours: bool | None = None

    def tell(self, sent: Sent) -> None:
        if not self.done.done():
            self.done.set_result(sent)


class Queue:
    """What waits in one conversation."""

    def __init__(self) -> None:
        self.busy = False  # whether what can be said in a line is
        self._items: deque[Item] = deque()
        self._lines_from = 0.0

    def __len__(self) -> int:
        return len(self._items)

    def add(self, item: Item) -> None:
        if len(self._items) >= MOST_WAITING:
            log.warning("outbox full, message dropped")
            item.tell(Sent.DROPPED)
        else:
            self._items.append(item)

    def hold_lines(self, until: float) -> None:
        """Let lines wait for each other for longer: the hour's budget runs low."""
        self._lines_from = until

    def crowded(self) -> bool:
        return sum(item.content.brief is not None for item in self._items) >= CROWD

    def due(self) -> float | None:
        """Say when something may be sent."""
        found = (self._due(item) for item in self._items)
        return min(found, default=None)

    def oldest(self) -> float | None:
        return min((item.since for item in self._items), default=None)

    def take(self, now: float) -> "Message":
        """Take what goes as the next message: one, or all lines that fit."""
        self._drop_late(now)
        if not self._items or self._line(self._items[0]) is not None:
            return self._lines()
        return Message([self._items.popleft()])

    def back(self, message: "Message") -> None:
        """Put back what could not be sent now; lines that came meanwhile may join it."""
        self._items.extendleft(reversed(message.items))

    def tell_all(self, sent: Sent) -> None:
        while self._items:
            self._items.popleft().tell(sent)

    def _due(self, item: Item) -> float:
        if item.line is not None:
            return max(item.due, self._lines_from)
        return item.due if self._line(item) is None else max(item.due + TOGETHER, self._lines_from)

    def _line(self, item: Item) -> str | None:
        """Give the line that it is, or that it can be said in when the chat is busy."""
        return item.line if item.line is not None or not self.busy else item.content.brief

    def _lines(self) -> "Message":
        lines: dict[Item, str] = {}
        room = LONGEST_TEXT
        for item in self._items:
            if (line := self._line(item)) is None:
                continue
            room -= len(line) + len(BETWEEN)
            if lines and room < 0:
                break
            lines[item] = line
        self._items = deque(item for item in self._items if item not in lines)
        return Message([*lines], lines)

    def _drop_late(self, now: float) -> None:
        late = [item for item in self._items if item.since <= now - LATEST]
        if late:
            log.warning("waited too long for Teams, not sent", extra={"messages": len(late)})
            self._items = deque(item for item in self._items if item.since > now - LATEST)
        for item in late:
            item.tell(Sent.TOO_LATE)


class Message:
    """What goes as one message; with `lines` they are put together, the same one only once."""

    def __init__(self, items: list[Item], lines: Mapping[Item, str] | None = None) -> None:
        self.items = items
        self._lines = lines

    async def ask(self) -> bool:
        """Ask for each once whether it is ours to send, and say whether anything is left."""
        for item in self.items:
            if item.ours is None:
                item.ours = item.starting is None or await _asked(item.starting)
            if not item.ours:
                item.tell(Sent.NOT_OURS)
        self.items = [item for item in self.items if item.ours]
        return bool(self.items)

    @property
    def content(self) -> Content:
        if self._lines is None:
            return self.items[0].content
        lines = [self._lines[item] for item in self.items]
        return Content(text=BETWEEN.join(dict.fromkeys(lines)))

    def tell(self, sent: Sent) -> None:
        for item in self.items:
            item.tell(sent)


async def _asked(starting: Starting) -> bool:
    """Ask; when that fails nothing has been sent, and it is asked again later."""
    try:
        return await starting()
    except Exception:
        log.exception("outbox could not ask before sending")
        raise LostError(Lost.NEVER_OPENED) from None
