"""An event loop whose time is made up: when nobody has anything to do, it is later at once.

Ten minutes pass in as long as it takes to run what happens in them. What waits for the network or
a thread does not belong here: time would not wait for it.
"""

import asyncio
import selectors
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from typing_extensions import override

Result = TypeVar("Result")
START = 1000.0  # so that what happened before the beginning has a time above zero


class StuckError(Exception):
    """Nothing is left that could ever happen, and the test has not ended."""


class Waiting(selectors.BaseSelector):
    """Waits for nothing: the time it was to wait has passed when it is asked."""

    def __init__(self) -> None:
        self._real = selectors.DefaultSelector()
        self.now = START

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = self._real.select(0)
        if found or timeout == 0:
            return found
        if timeout is None:
            raise StuckError
        self.now += max(timeout, 0.0)
        return []

    @override
    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    @override
    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    @override
    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    @override
    def close(self) -> None:
        self._real.close()


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._waiting = Waiting()
        super().__init__(self._waiting)

    @override
    def time(self) -> float:
        return self._waiting.now


def run(test: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end in made-up time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(test)


def now() -> float:
    return asyncio.get_running_loop().time()
