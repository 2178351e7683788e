"""Going on until the system says stop, and ending what ran."""

import asyncio
import signal
from collections.abc import Sequence


async def until_stopped() -> None:
    """Wait for Ctrl-C or the system's word to end."""
    await stop_sign().wait()


def stop_sign(*more: signal.Signals) -> asyncio.Event:
    """Give what is set by Ctrl-C or the system's word to end, which end nothing by themselves."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM, *more):
        loop.add_signal_handler(sign, stop.set)
    return stop


async def stopped(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
