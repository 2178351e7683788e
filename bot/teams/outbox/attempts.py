"""One request at a time, when the limits allow it, and what its failure means."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.teams.failures import ConnectorError, Failure, Lost, LostError
from bot.teams.outbox.budget import Budget
from bot.teams.outbox.retry import Kind, Verdict, judge
from bot.teams.outbox.sending import Sender
from bot.teams.outbox.tally import Tally
from bot.teams.outbox.turns import Turns
from bot.teams.token import TokenError

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Asking = Callable[[], Awaitable[bool]]
# Seconds by which a conversation whose last request failed gives way to the others: what hangs or
# is refused may not use up what all share.
TROUBLED = 10.0
QUICK = 0.05  # seconds; who takes longer to begin has lost the turn


class Done(Generic[Result]):
    """How it ended: with a result when `verdict` is None; Verdict.WAIT asks for another try."""

    __slots__ = ("result", "verdict")

    def __init__(self, result: Result | None, verdict: Verdict | None = None) -> None:
        self.result = result
        self.verdict = verdict


class Attempts:
    """Every request of a conversation goes through here, one after the other, and is counted."""

    def __init__(self, budget: Budget, turns: Turns | None, sender: Sender, tally: Tally) -> None:
        self.budget = budget
        self.tally = tally
        self.on_its_way = False  # true while nobody can tell whether it has arrived
        self._turns = turns
        self._sender = sender
        self._failed = 0
        self._renewed = False

    async def attempt(
        self,
        kind: Kind,
        once: Callable[[], Awaitable[Result]],
        *,
        patience: float = 0.0,
        asking: Asking | None = None,
    ) -> Done[Result]:
        """Try once. The caller has waited for the budget; a failure makes the next one wait.

        `asking` comes right before and may say that nothing is to be sent after all.
        """
        self.on_its_way = False
        try:
            await self._sender.ready()
            if not await self._begin(patience, asking):
                return Done(None)
            result = await self._try(once)
        except (ConnectorError, LostError) as error:
            return self._failure(kind, Failure.of(error))
        except TokenError:
            return self._failure(kind, Failure(lost=Lost.NEVER_OPENED))
        self.tally.request(kind, None)
        self._failed, self._renewed = 0, False
        return Done(result)

    async def _begin(self, patience: float, asking: Asking | None) -> bool:
        """Wait for a turn among all conversations, and ask whether it is still wanted."""
        patience += TROUBLED if self._failed else 0.0
        while True:
            if self._turns is not None:
                await self._turns.mine(patience)
            turn = _now()
            if asking is not None and not await asking():
                return False
            if _now() - turn <= QUICK:
                return True

    async def _try(self, once: Callable[[], Awaitable[Result]]) -> Result:
        self.on_its_way = True
        try:
            result = await once()
        except (ConnectorError, LostError, TokenError):
            self.on_its_way = False
            raise
        finally:
            # Counted when it is over: whenever it arrived, it was before now.
            self.budget.count(_now())
        self.on_its_way = False
        return result

    def _failure(self, kind: Kind, failure: Failure) -> Done[Result]:
        self.tally.request(kind, failure)
        ruling = judge(kind, failure, self._failed + 1, renewed=self._renewed)
        self._failed = self._failed + 1 if ruling.wait > 0 else 0
        self._renewed = ruling.verdict is Verdict.RENEW
        self.budget.hold(_now(), ruling.wait)
        if self._renewed:
            self._sender.renew()
            return Done(None, Verdict.WAIT)
        if ruling.verdict is not Verdict.WAIT:
            _note(kind, failure, ruling.verdict)
        return Done(None, ruling.verdict)


def _note(kind: Kind, failure: Failure, verdict: Verdict) -> None:
    log.warning(
        "not sent to Teams",
        extra={
            "operation": kind.value,
            "status": failure.status,
            "code": failure.code,
            "verdict": verdict.value,
        },
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
