"""When a conversation's next request may be made; what was used outlives the process."""

import asyncio
import logging
from dataclasses import dataclass

from bot.teams.outbox.limits import Windows
from bot.teams.outbox.sending import ConversationId, Usage, Used

log = logging.getLogger(__name__)

EVERY = 4  # requests after which the use is kept: after a crash so many may be missing
WORTH_KEEPING = 2.0  # seconds of holding back; a restart takes about as long
KEPT_WITHIN = 1.0  # seconds that the conversation waits for its use to be read or kept
ASK_AGAIN = 10.0  # seconds
# What messages leave of the windows, so that there is always room for the cards: one in the short
# ones, as many in the long one as the cards may use.
FOR_MESSAGES = ((6, 1.0), (7, 2.0), (44, 30.0))
BUSY, WHILE = 24, 30.0  # requests in so many seconds from which on messages are put together


@dataclass(frozen=True, slots=True)
class Memory:
    """Where a conversation's use is kept; without `usage` it ends with the process."""

    conversation: ConversationId
    usage: Usage | None = None


class Budget:
    """The platform's windows, and how long Teams asked to be left alone."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._windows = Windows()
        self._hold = 0.0
        self._unkept = 0
        self._read_at = 0.0 if memory.usage is not None else float("inf")

    async def read(self) -> None:
        """Read what an earlier process used, once; if that fails, soon once more."""
        if _now() < self._read_at:
            return
        first = self._read_at == 0.0
        used = await self._kept()
        now = _now()
        self._read_at = float("inf") if used is not None else now + ASK_AGAIN
        if first:  # as many as may have been made after it was last kept
            self._windows.add([now] * EVERY)
        if used is not None:
            self._windows.add(now - age for age in used.ages)
            self._hold = max(self._hold, now + used.hold)
        if used is not None and used.ages:  # else a third process would not know of the first's
            self._unkept = EVERY
            await self.keep()

    def wait(self, now: float) -> float:
        """Say how many seconds from now the next request is allowed."""
        return max(self._windows.wait(now), self._hold - now)

    def wait_message(self, now: float) -> float:
        """Say it for a message: what is left belongs to the cards."""
        return max(self._windows.room(most, length, now) for most, length in FOR_MESSAGES)

    def busy(self, now: float) -> bool:
        """Tell whether messages should be put together."""
        return self._windows.recent(WHILE, now) >= BUSY

    def count(self, now: float) -> None:
        self._windows.count(now)
        self._unkept += 1

    def hold(self, now: float, seconds: float) -> None:
        """Let nothing be sent for so long."""
        self._hold = max(self._hold, now + seconds)
        if seconds >= WORTH_KEEPING:
            self._unkept = EVERY

    def used(self, now: float) -> int:
        """Count the requests of the last hour."""
        return self._windows.used(now)

    def idle(self, now: float) -> bool:
        return self._windows.idle(now) and self._hold <= now

    async def keep(self) -> None:
        """Have what was used remembered, now and then."""
        usage = self._memory.usage
        if usage is None or self._unkept < EVERY:
            return
        self._unkept = 0
        now = _now()
        used = Used(self._windows.ages(now), max(0.0, self._hold - now))
        try:
            async with asyncio.timeout(KEPT_WITHIN):
                await usage.put(self._memory.conversation, used)
        except Exception:
            log.exception("use of a conversation not kept")

    async def _kept(self) -> Used | None:
        if self._memory.usage is None:
            return Used()
        try:
            async with asyncio.timeout(KEPT_WITHIN):
                return await self._memory.usage.get(self._memory.conversation)
        except Exception:
            log.exception("use of a conversation not read")
            return None


def _now() -> float:
    return asyncio.get_running_loop().time()
