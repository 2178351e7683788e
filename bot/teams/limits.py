"""The platform's speed limits as sliding windows; time is handed in."""

from collections import deque

# Requests allowed in so many seconds, per bot and conversation; updates count like sends.
CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
TENANT = ((40, 1.0),)  # under the 50/s that all of an app's requests to one tenant share
MARGIN = 0.02  # seconds; a request arrives a little after it was counted


class Windows:
    """Counts requests against several windows at once."""

    def __init__(self, windows: tuple[tuple[int, float], ...] = CONVERSATION) -> None:
        self._windows = windows
        self._sent: deque[float] = deque(maxlen=max(most for most, _ in windows))

    def wait(self, now: float) -> float:
        """Say how many seconds from now the next request is allowed."""
        return max((self._room(most, length, now) for most, length in self._windows), default=0.0)

    def count(self, now: float) -> None:
        self._sent.append(now)

    def used(self, length: float, now: float) -> int:
        """Count the requests of the last seconds."""
        return sum(1 for sent in self._sent if sent > now - length)

    def idle(self, now: float) -> bool:
        """Tell whether nothing is left that could hold a request back."""
        longest = max(length for _, length in self._windows)
        return not self._sent or self._sent[-1] <= now - longest

    def _room(self, most: int, length: float, now: float) -> float:
        if len(self._sent) < most:
            return 0.0
        return max(0.0, self._sent[-most] + length + MARGIN - now)
