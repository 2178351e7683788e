"""The crowd of a rehearsal: one task that lets everybody simulated do what they mean to do."""

import asyncio
import logging
from datetime import datetime

from bot.ports import StoreFullError, StoreUnavailableError
from bot.rehearsal.hall import Hall, Timetable
from bot.rehearsal.participants import Participants
from bot.rehearsal.people import cast
from bot.rehearsal.speakers import Speakers
from meeting.refusals import RefusedError

log = logging.getLogger(__name__)

LOOKS_EACH = 0.2  # seconds of real time


class Crowd:
    """Acts by commands alone; what the rules refuse is let be, as people do."""

    def __init__(self, hall: Hall, opens: datetime, people: int, seed: int) -> None:
        self._hall = hall
        self._timetable = Timetable()
        extras = cast(hall.state.plan, opens, people, seed)
        self._groups = (
            Participants(hall, self._timetable, extras, seed),
            Speakers(hall, self._timetable, opens, seed),
        )

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EACH)

    async def look(self) -> None:
        """Do all that is due at this moment, each after having seen what the one before did."""
        now = self._hall.clock.now()
        self._notice(now)
        while (act := self._timetable.take(now)) is not None:
            try:
                await act()
            except RefusedError:
                pass  # somebody was quicker, or it is closed
            except (StoreFullError, StoreUnavailableError):
                log.warning("a simulated deed was not stored")
        self._notice(now)

    def _notice(self, now: datetime) -> None:
        meeting = self._hall.state
        for group in self._groups:
            group.notice(meeting, now)
