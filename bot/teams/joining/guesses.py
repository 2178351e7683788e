"""Holds up whoever tries code after code in their own chat with the bot. Kept in memory alone."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE = 5  # wrong codes of one person before the first wait
WAIT = timedelta(seconds=30)
HOUR = timedelta(hours=1)
MOST = 1000  # wrong codes in an hour, of everybody together
REMEMBERED = 10_000  # people


@dataclass(slots=True)
class Guesses:
    """Wrong codes of each person, and since when the latest; a right one makes a clean sheet."""

    _wrong: OrderedDict[str, tuple[int, datetime]] = field(default_factory=OrderedDict)
    _all: int = 0
    _since: datetime | None = None

    def held(self, person: str, now: datetime) -> timedelta:
        """Say for how long this person must wait; nothing for whoever has tried no wrong one."""
        count, at = self._wrong.get(person, (0, now))
        wait = WAIT - (now - at) if count and count % FREE == 0 else timedelta()
        if count and self._all >= MOST and self._since is not None:
            wait = max(wait, HOUR - (now - self._since))
        return max(wait, timedelta())

    def wrong(self, person: str, now: datetime) -> None:
        count, _ = self._wrong.pop(person, (0, now))
        self._wrong[person] = (count + 1, now)
        if len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)
        if self._since is None or now - self._since >= HOUR:
            self._since, self._all = now, 0
        self._all += 1

    def right(self, person: str) -> None:
        self._wrong.pop(person, None)
