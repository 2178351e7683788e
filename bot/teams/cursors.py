"""How far a meeting's log has been told to people, kept in Notes so that nothing is told twice."""

import asyncio
from dataclasses import dataclass, field

from bot.ports import Json, Notes
from meeting.ids import MeetingId

CURSOR = "teams/cursor/"
RARELY = 500  # changes after which it is kept although there was nothing to tell


@dataclass(slots=True)
class Cursor:
    """All changes up to `settled` have been told, and those in `ahead`; `read` is where we are.

    Those in `trying` were being sent: when the program ends then, nobody knows whether they
    arrived, and like everything that Teams left unclear they are not sent again.
    """

    settled: int = 0
    ahead: set[int] = field(default_factory=set)
    trying: set[int] = field(default_factory=set)
    read: int = 0
    kept: int = 0

    @classmethod
    def of(cls, kept: Json) -> "Cursor":
        if not isinstance(kept, dict):
            return cls()
        settled, ahead = kept.get("settled"), kept.get("ahead")
        if not isinstance(settled, int) or not isinstance(ahead, list):
            return cls()
        trying = kept.get("trying")
        unclear = trying if isinstance(trying, list) else []
        told = {one for one in [*ahead, *unclear] if isinstance(one, int)}
        return cls(settled, told, set(), settled, settled)

    def settle(self, version: int) -> None:
        self.trying.discard(version)
        self.ahead.add(version)
        while self.settled + 1 in self.ahead:
            self.settled += 1
            self.ahead.discard(self.settled)

    def note(self) -> dict[str, Json]:
        self.kept = self.settled
        return {
            "settled": self.settled,
            "ahead": sorted(self.ahead),
            "trying": sorted(self.trying),
        }


class KeptCursor:
    """A meeting's cursor with its note; those who keep it at once share one write."""

    def __init__(self, meeting: MeetingId, notes: Notes) -> None:
        self.at = Cursor()
        self._key = CURSOR + meeting
        self._notes = notes
        self._one_at_a_time = asyncio.Lock()
        self._asked = self._written = 0

    async def load(self) -> None:
        self.at = Cursor.of(await self._notes.get(self._key))

    async def begin(self, version: int) -> bool:
        """Note, before the first attempt, that this change is being told."""
        self.at.trying.add(version)
        await self.keep()
        return True

    async def keep(self) -> None:
        """Return when the cursor as it is now is on disk."""
        self._asked += 1
        mine = self._asked
        async with self._one_at_a_time:
            if self._written >= mine:
                return
            covers = self._asked
            await self._notes.put(self._key, self.at.note())
            self._written = covers

    async def keep_now_and_then(self) -> None:
        """Keep it after many changes of which there was nothing to tell."""
        if self.at.settled - self.at.kept >= RARELY:
            await self.keep()
