"""Counts what the outbox does, for /metrics; never what is said or to whom."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from bot.teams.failures import Failure, Lost
from bot.teams.outbox.retry import Kind
from bot.teams.outbox.sending import Sent

OK, NEVER_OPENED, LOST, OTHER = "ok", "never opened", "lost", "other"
STATUSES = frozenset({401, 403, 404, 412, 413, 429, 500, 502, 503, 504})
SECONDS = (0.5, 1.0, 2.0, 2.5, 4.0, 10.0, 30.0, float("inf"))


@dataclass(slots=True)
class Tally:
    """`stale` are the living cards that were drawn, by how long they had shown an older state."""

    requests: Counter[tuple[str, str]] = field(default_factory=Counter)  # kind, result
    messages: Counter[Sent] = field(default_factory=Counter)
    stale: Counter[float] = field(default_factory=Counter)  # by the bucket's upper bound
    stale_seconds: float = 0.0

    def request(self, kind: Kind, failure: Failure | None) -> None:
        self.requests[kind.value, _result(failure)] += 1

    def waiter(self) -> asyncio.Future[Sent]:
        """Make a future whose result is counted, whatever it will be."""
        made: asyncio.Future[Sent] = asyncio.get_running_loop().create_future()
        made.add_done_callback(self._became)
        return made

    def drawn(self, seconds: float) -> None:
        self.stale[next(most for most in SECONDS if seconds <= most)] += 1
        self.stale_seconds += seconds

    def _became(self, done: asyncio.Future[Sent]) -> None:
        if not done.cancelled():
            self.messages[done.result()] += 1


def _result(failure: Failure | None) -> str:
    if failure is None:
        return OK
    if failure.lost is not None:
        return NEVER_OPENED if failure.lost is Lost.NEVER_OPENED else LOST
    return str(failure.status) if failure.status in STATUSES else OTHER
