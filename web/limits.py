"""Speed limits: questions for each person, wrong codes for each address; bounded in memory."""

import math
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

Timer = Callable[[], float]

AT_ONCE = 20  # questions
REFILL = 5.0  # seconds for one more question
HEEDS = 1.0  # seconds after a no; whoever asks again within them does not listen
APART = 0.04  # seconds between one no and the next to such a one: so many a second at most
LATEST = 30.0
MOST_KNOWN = 20_000  # persons or addresses remembered; the one idle longest is forgotten first
WRONG_CODES = 10  # different wrong codes a minute from one address
WRONG_IN_A_VISIT = 5  # of one browser; after them one each PATIENCE
PATIENCE = 30.0  # seconds
WRONG_IN_ALL = 1_000  # wrong codes an hour from everywhere
MINUTE, HOUR = 60.0, 3600.0


class Buckets:
    """A bucket of questions for each person, filled at a steady rate."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._levels: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._refused: OrderedDict[Hashable, float] = OrderedDict()

    def take(self, who: Hashable) -> int:
        """Take one out; 0, or the whole seconds to wait when it is empty."""
        level, now = self._level(who), self._timer()
        if level < 1:
            return max(1, math.ceil((1 - level) * REFILL))
        self._keep(who, level - 1, now)
        return 0

    def pause(self, who: Hashable) -> float:
        """Note a refusal and say after how many seconds to tell of it: a flood slows itself.

        One after the other, never many at once: each of them wakes somebody who asks again.
        """
        now = self._timer()
        told = self._refused.pop(who, -math.inf)
        pause = min(LATEST, max(0.0, told - now) + APART) if now - told < HEEDS else 0.0
        self._refused[who] = now + pause
        if len(self._refused) > MOST_KNOWN:
            self._refused.popitem(last=False)
        return pause

    def give_back(self, who: Hashable) -> None:
        """Put one back: what it was taken for did not come about."""
        self._keep(who, min(AT_ONCE, self._level(who) + 1), self._timer())

    def _level(self, who: Hashable) -> float:
        level, since = self._levels.get(who, (float(AT_ONCE), self._timer()))
        return min(AT_ONCE, level + (self._timer() - since) / REFILL)

    def _keep(self, who: Hashable, level: float, now: float) -> None:
        self._levels[who] = (level, now)
        self._levels.move_to_end(who)
        if len(self._levels) > MOST_KNOWN:
            self._levels.popitem(last=False)


@dataclass(slots=True)
class _Tries:
    """The different wrong codes of one address, each with when it was tried first."""

    codes: dict[str, float] = field(default_factory=dict)


class WrongCodes:
    """Counts wrong codes. Right ones are never asked about here, so nobody is hindered.

    That holds for a guess too: what keeps a guesser out is the length of a code. The limits keep
    them from being answered, and one who mistypes from using up what a whole hall has.
    """

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._addresses: OrderedDict[str, _Tries] = OrderedDict()
        self._visits: OrderedDict[str, _Tries] = OrderedDict()
        self._all: deque[float] = deque(maxlen=WRONG_IN_ALL)

    def note(self, address: str, code: str, visit: str = "") -> int:
        """Note a wrong code; 0, or the seconds to wait with wrong ones: here, or in this browser.

        The same wrong code again is a page left open, not a guess.
        """
        now = self._timer()
        tries = _known(self._addresses, address, now - MINUTE)
        visits = _known(self._visits, visit, now - HOUR) if visit else _Tries()
        if code in tries.codes:
            return 0
        waits = self._wait_here(tries, now), _wait_of(visits, now), self._wait_everywhere(now)
        if any(waits):
            return max(waits)
        tries.codes[code] = visits.codes[code] = now
        self._all.append(now)
        return 0

    def _wait_here(self, tries: _Tries, now: float) -> int:
        if len(tries.codes) < WRONG_CODES:
            return 0
        return max(1, math.ceil(MINUTE - (now - min(tries.codes.values()))))

    def _wait_everywhere(self, now: float) -> int:
        full = len(self._all) == WRONG_IN_ALL and now - self._all[0] < HOUR
        return max(1, math.ceil(HOUR - (now - self._all[0]))) if full else 0


def _known(all_: "OrderedDict[str, _Tries]", whose: str, since: float) -> _Tries:
    """Give what was tried there since then."""
    tries = all_.setdefault(whose, _Tries())
    tries.codes = {code: at for code, at in tries.codes.items() if at > since}
    all_.move_to_end(whose)
    if len(all_) > MOST_KNOWN:
        all_.popitem(last=False)
    return tries


def _wait_of(visit: _Tries, now: float) -> int:
    """Let a browser that has mistyped often take its time."""
    if len(visit.codes) < WRONG_IN_A_VISIT:
        return 0
    return max(0, math.ceil(PATIENCE - (now - max(visit.codes.values()))))
