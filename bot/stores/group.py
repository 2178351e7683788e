"""Group commit: what callers hand in while a batch is being written is the next batch."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")
Commit = Callable[[Sequence[Job]], Awaitable[Sequence[Done | Exception]]]


class GroupCommit(Generic[Job, Done]):
    """Hands all that wait to `commit` at once and gives each caller its own result.

    When `commit` raises, that batch's callers get the error, and only they. A caller that is
    cancelled takes nothing back: its job is done all the same. There is a job for each waiting
    caller, so the queue is as long as there are callers.
    """

    def __init__(self, commit: Commit[Job, Done]) -> None:
        self._commit = commit
        self._waiting: list[tuple[Job, asyncio.Future[Done]]] = []
        self._work: asyncio.Task[None] | None = None

    async def submit(self, job: Job) -> Done:
        future: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        if self._work is None:
            self._work = asyncio.create_task(self._run())
        return await future

    async def finish(self) -> None:
        """Return when everything handed in so far is done."""
        if self._work is not None:
            await asyncio.shield(self._work)

    async def _run(self) -> None:
        # No await between "nothing is waiting" and "not working": a job that came there would
        # wait for ever.
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._one(batch)
        finally:
            self._work = None

    async def _one(self, batch: Sequence[tuple[Job, asyncio.Future[Done]]]) -> None:
        try:
            results = await self._commit([job for job, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to every caller of the batch
            results = [error] * len(batch)
        for (_, future), result in zip(batch, results, strict=True):
            _settle(future, result)


def _settle(future: asyncio.Future[Done], result: Done | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
