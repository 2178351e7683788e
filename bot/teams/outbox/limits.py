"""The platform's speed limits as sliding windows; time is handed in."""

from collections import deque
from collections.abc import Iterable
from itertools import takewhile

# Requests allowed in so many seconds, per bot and conversation; updates count like sends.
CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
# Under the 50/s that all of an app's requests to one tenant share. The short one spreads them, so
# that those that are on their way for longer do not arrive together with later ones.
TENANT = ((40, 1.0), (10, 0.25))
MARGIN = 0.02  # seconds; a request arrives a little after it was counted


class Windows:
    """Counts requests against several windows at once."""

    def __init__(self, windows: tuple[tuple[int, float], ...] = CONVERSATION) -> None:
        self._windows = windows
        self._longest = max(length for _, length in windows)
        self._sent: deque[float] = deque(maxlen=max(most for most, _ in windows))

    def wait(self, now: float) -> float:
        """Say how many seconds from now the next request is allowed."""
        return max((self.room(most, length, now) for most, length in self._windows), default=0.0)

    def count(self, now: float) -> None:
        self._sent.append(now)

    def add(self, times: Iterable[float]) -> None:
        """Count requests that were made before, by an earlier process."""
        together = sorted([*self._sent, *times])
        self._sent.clear()
        self._sent.extend(together)

    def ages(self, now: float) -> tuple[float, ...]:
        """Say how long ago each request was that still counts, oldest first."""
        self._forget(now)
        return tuple(now - sent for sent in self._sent)

    def used(self, now: float) -> int:
        """Count the requests in the longest window."""
        self._forget(now)
        return len(self._sent)

    def idle(self, now: float) -> bool:
        """Tell whether nothing is left that could hold a request back."""
        return self.used(now) == 0

    def recent(self, length: float, now: float) -> int:
        """Count the requests of the last seconds; from the newest, for there may be many older."""
        return sum(1 for _ in takewhile(lambda at: at > now - length, reversed(self._sent)))

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0] <= now - self._longest - MARGIN:
            self._sent.popleft()

    def room(self, most: int, length: float, now: float) -> float:
        """Say when there are fewer than so many in a window of that length, in seconds."""
        if len(self._sent) < most:
            return 0.0
        return max(0.0, self._sent[-most] + length + MARGIN - now)
