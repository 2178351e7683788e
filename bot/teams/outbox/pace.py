"""How often a chat's living cards are changed, and which of them is next; time is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.teams.outbox.sending import Living

# Seconds between operations by the requests of the last hour: slower as its budget of 1,800 goes,
# so that there is always something left for replies.
PACES = ((1200, 2.0), (1400, 3.0), (1550, 5.0), (1650, 8.0), (1720, 12.0))
SLOWEST = 20.0
AT_ONCE = 3  # operations after a quiet time; all four cards are then drawn within one pace
# A card that changes all the time is drawn a little less often than it might be: what is saved
# lets another card be drawn at once now and then.
SPARING = 1.125
ROUNDING = 1e-9  # so that a wait of exactly one pace is one pace


@dataclass(frozen=True, slots=True)
class Dirty:
    """A card that is to be drawn: since when, and whether somebody asked to see it anew."""

    since: float
    anew: bool = False


def pace(used: int) -> float:
    return next((seconds for most, seconds in PACES if used < most), SLOWEST)


class Pace:
    """A bucket of operations that fills by one each pace."""

    def __init__(self) -> None:
        self._left = float(AT_ONCE)
        self._at = 0.0
        self._shown: dict[Living, float] = {}

    def next(self, dirty: Mapping[Living, Dirty], now: float, seconds: float) -> Living | None:
        """Choose: what somebody asked for, else the agenda, else what has waited longest."""
        able = [k for k, one in dirty.items() if self.ready(k, one, now, seconds) <= now]
        return min(able, key=lambda kind: _rank(kind, dirty[kind]), default=None)

    def ready(self, kind: Living, one: Dirty, now: float, seconds: float) -> float:
        """Say from when on a card may be drawn."""
        free = now + max(0.0, 1.0 - self._level(now, seconds)) * seconds
        if one.anew or kind not in self._shown:
            return free
        return max(free, self._shown[kind] + SPARING * seconds)

    def tried(self, now: float, seconds: float) -> None:
        """Count an operation, however it ended."""
        self._left = self._level(now, seconds) - 1.0
        self._at = now

    def shown(self, kind: Living, now: float) -> None:
        self._shown[kind] = now

    def begin_anew(self) -> None:
        """Let each card be drawn as if for the first time; operations are still counted."""
        self._shown.clear()

    def _level(self, now: float, seconds: float) -> float:
        level = min(float(AT_ONCE), self._left + max(0.0, now - self._at) / seconds)
        return level if abs(level - round(level)) > ROUNDING else float(round(level))


def _rank(kind: Living, one: Dirty) -> tuple[bool, bool, float]:
    return (not one.anew, kind is not Living.AGENDA, one.since)
