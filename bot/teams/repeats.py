"""What was heard before: Teams delivers again what it thinks got lost, also under a new id."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

MOST = 20_000


class Recent(Generic[Value]):
    """Remembers values for a while, no more than so many; keys are digests, never what was said."""

    def __init__(self, seconds: float, monotonic: Callable[[], float], most: int = MOST) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._most = most
        self._kept: OrderedDict[str, tuple[float, Value]] = OrderedDict()

    def first(self, key: str, value: Value) -> Value:
        """Give the value that was first put under this key; this one if there was none."""
        now = self._monotonic()
        while self._kept and (self._ended(now) or len(self._kept) >= self._most):
            self._kept.popitem(last=False)
        return self._kept.setdefault(key, (now, value))[1]

    def forget(self, key: str) -> None:
        self._kept.pop(key, None)

    def __contains__(self, key: str) -> bool:
        found = self._kept.get(key)
        return found is not None and found[0] > self._monotonic() - self._seconds

    def _ended(self, now: float) -> bool:
        at, _ = next(iter(self._kept.values()))
        return at <= now - self._seconds
