"""One operation until it is decided: waits for the windows, tries, judges, tries again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.teams.failures import ConnectorError, Failure, Lost, LostError
from bot.teams.limits import Windows
from bot.teams.retry import Kind, Verdict, judge
from bot.teams.token import TokenError

log = logging.getLogger(__name__)

Result = TypeVar("Result")
FINAL = frozenset({Verdict.DROP, Verdict.GONE, Verdict.UNCLEAR})


class Done(Generic[Result]):
    """How it ended: with a result when `verdict` is None."""

    __slots__ = ("result", "verdict")

    def __init__(self, result: Result | None, verdict: Verdict | None = None) -> None:
        self.result = result
        self.verdict = verdict


class Attempts:
    """Every request of a conversation goes through here, one after the other, and is counted."""

    def __init__(self, own: Windows, shared: Windows | None, renew: Callable[[], None]) -> None:
        self.own = own
        self._shared = shared
        self._renew = renew

    async def until_decided(
        self, kind: Kind, once: Callable[[], Awaitable[Result]]
    ) -> Done[Result]:
        """Repeat `once` as the rules say. It draws what it sends anew each time."""
        attempt, renewed = 0, False
        while True:
            await self._turn()
            failure = await self._try(once)
            if isinstance(failure, Done):
                return failure
            attempt += 1
            ruling = judge(kind, failure, attempt, renewed=renewed)
            if ruling.verdict is Verdict.RENEW:
                renewed = True
                self._renew()
            elif ruling.verdict is Verdict.WAIT:
                await asyncio.sleep(ruling.wait)
            else:
                _note(kind, failure, ruling.verdict)
                return Done(None, ruling.verdict)

    async def _turn(self) -> None:
        """Wait until all windows have room."""
        loop = asyncio.get_running_loop()
        while (  # noqa: ASYNC110 - the windows tell how long; nothing else could
            wait := self._wait(loop.time())
        ) > 0:
            await asyncio.sleep(wait)
        if self._shared is not None:
            self._shared.count(loop.time())

    def _wait(self, now: float) -> float:
        shared = self._shared.wait(now) if self._shared is not None else 0.0
        return max(self.own.wait(now), shared)

    async def _try(self, once: Callable[[], Awaitable[Result]]) -> Done[Result] | Failure:
        try:
            return Done(await once())
        except (ConnectorError, LostError) as error:
            return Failure.of(error)
        except TokenError:
            return Failure(lost=Lost.NEVER_OPENED)
        finally:
            # Counted when it is over: whenever it arrived, it was before now.
            self.own.count(asyncio.get_running_loop().time())


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
