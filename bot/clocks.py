"""The two clocks: the machine's own, and one that runs faster so that a demo can be watched."""

from collections.abc import Callable
from datetime import datetime


class MachineClock:
    """Reads the moment from the function it is given, aware UTC."""

    def __init__(self, read: Callable[[], datetime]) -> None:
        self._read = read

    def now(self) -> datetime:
        return self._read()


class FastClock:
    """Counts `speed` meeting seconds for each real second since `origin`.

    Without one it begins when it is first read: what is planned then is the origin after a restart.
    """

    def __init__(
        self, read: Callable[[], datetime], speed: float, origin: datetime | None = None
    ) -> None:
        self._read = read
        self._speed = speed
        self._origin = origin

    def now(self) -> datetime:
        if self._origin is None:
            self._origin = self._read()
            return self._origin
        return self._origin + (self._read() - self._origin) * self._speed
