"""What each conversation has used of the platform's limits, in Notes: a restart starts no burst."""

import math
from collections import Counter

from bot.ports import Clock, Json, Notes
from bot.teams.outbox.sending import ConversationId, Used

USED = "teams/used/"
RECENT, MINUTE = 60.0, 60.0  # seconds; what is older is kept as a count for each minute


class KeptUse:
    """Keeps the promises of `Usage`; in wall time, because it outlives the machine's own clock."""

    def __init__(self, notes: Notes, clock: Clock) -> None:
        self._notes = notes
        self._clock = clock

    async def get(self, conversation: ConversationId) -> Used:
        """Give what was used; a request of which only the minute is known was at its end."""
        kept = await self._notes.get(USED + conversation)
        if not isinstance(kept, dict):
            return Used()
        now = self._now()
        times = _numbers(kept.get("recent"))
        minutes = kept.get("minutes")
        for minute, count in minutes.items() if isinstance(minutes, dict) else ():
            if minute.isdecimal() and isinstance(count, int):
                times += [(int(minute) + 1) * MINUTE] * min(count, 1800)
        until = kept.get("until")
        hold = max(0.0, until - now) if isinstance(until, int | float) else 0.0
        return Used(tuple(sorted((max(0.0, now - at) for at in times), reverse=True)), hold)

    async def put(self, conversation: ConversationId, used: Used) -> None:
        now = self._now()
        recent = [round(now - age, 3) for age in used.ages if age <= RECENT]
        minutes = Counter(math.floor((now - age) / MINUTE) for age in used.ages if age > RECENT)
        note: dict[str, Json] = {"recent": recent}
        note["minutes"] = {str(minute): count for minute, count in minutes.items()}
        if used.hold > 0:
            note["until"] = now + used.hold
        await self._notes.put(USED + conversation, note)

    async def forget(self, conversation: ConversationId) -> None:
        await self._notes.put(USED + conversation, None)

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _numbers(kept: Json) -> list[float]:
    if not isinstance(kept, list):
        return []
    return [float(one) for one in kept if isinstance(one, int | float)]
