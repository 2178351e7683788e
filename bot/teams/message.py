"""Messages that wait to be sent: lines that may be put together, and messages of their own."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass

from bot.teams.failures import Lost, LostError
from bot.teams.sending import Content, Sent, Starting

log = logging.getLogger(__name__)

Waiter = asyncio.Future[Sent]


@dataclass(frozen=True, slots=True)
class Line:
    """One acknowledgement; others may join it until `due`."""

    text: str
    due: float
    done: Waiter
    starting: Starting | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message of its own."""

    content: Content
    due: float
    done: Waiter
    starting: Starting | None = None


class Message:
    """What goes as one message; each part of it is asked for once, before the first attempt."""

    def __init__(self, parts: list[Line] | list[Post]) -> None:
        self._unasked: deque[Line | Post] = deque(parts)
        self._ours: list[Line | Post] = []

    async def content(self) -> Content | None:
        """Give what is still to be sent; asking is taken up again where it failed."""
        while self._unasked:
            part = self._unasked[0]
            if part.starting is None or await _asked(part.starting):
                self._ours.append(part)
            else:
                tell(part.done, Sent.NOT_OURS)
            self._unasked.popleft()
        posts = [part.content for part in self._ours if isinstance(part, Post)]
        lines = [part.text for part in self._ours if isinstance(part, Line)]
        together = Content(text="\n\n".join(dict.fromkeys(lines))) if lines else None
        return posts[0] if posts else together

    def tell(self, sent: Sent) -> None:
        for part in (*self._ours, *self._unasked):
            tell(part.done, sent)


def tell(waiter: Waiter, sent: Sent) -> None:
    if not waiter.done():
        waiter.set_result(sent)


async def _asked(starting: Starting) -> bool:
    """Ask; when that fails nothing has been sent, and it is asked again later."""
    try:
        return await starting()
    except Exception:
        log.exception("outbox could not ask before sending")
        raise LostError(Lost.NEVER_OPENED) from None
