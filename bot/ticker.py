"""What time alone does: meetings open ahead of their start, evaluations at their protected time.

Overdue is done now, once.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, StoreFullError, StoreUnavailableError
from meeting.commands import Command, OpenEvaluation, OpenMeeting
from meeting.model import Meeting, Phase

log = logging.getLogger(__name__)

OPENS_BEFORE = timedelta(minutes=30)  # people come early, and questions may be asked beforehand
LONGEST_SLEEP = 30.0  # seconds: a clock that was moved is seen within this


class Ticker:
    """One task over all meetings; deadlines follow from state, so a restart loses none."""

    def __init__(self, hub: Hub, keys: Keys, clock: Clock) -> None:
        self._hub = hub
        self._keys = keys
        self._clock = clock

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(self._pause())

    async def tick(self) -> None:
        """Do everything that is due at this moment."""
        now = self._clock.now()
        for meeting in self._hub.meetings():
            due = due_of(meeting)
            if due is not None and due.at <= now:
                await self._send(meeting, due, now)

    async def _send(self, meeting: Meeting, due: "Due", now: datetime) -> None:
        """Send with an id made from what is due, so that no process does it twice."""
        command = self._keys.command(due.name, meeting.plan.meeting)
        try:
            await self._hub.send(meeting.plan.meeting, Command(command, now, None, due.deed))
        except (StoreFullError, StoreUnavailableError):
            log.warning("due step not stored", extra={"meeting": meeting.plan.meeting})

    def _pause(self) -> float:
        now = self._clock.now()
        waits = ((due - now).total_seconds() for due in _dues(self._hub.meetings()))
        return max(0.05, min([LONGEST_SLEEP, *(wait for wait in waits if wait > 0)]))


@dataclass(frozen=True, slots=True)
class Due:
    """What the clock alone does in a meeting, and from when on (aware UTC)."""

    name: str
    at: datetime
    deed: OpenMeeting | OpenEvaluation


def due_of(meeting: Meeting) -> Due | None:
    """Say what is due next: the doors, then the evaluation at its protected time."""
    if meeting.phase is Phase.PLANNED:
        return Due("open", meeting.plan.start - OPENS_BEFORE, OpenMeeting())
    last, poll = meeting.plan.items[-1], meeting.evaluation
    waits = meeting.phase is Phase.RUNNING and not (poll.open or poll.closed)
    return Due("evaluation", last.start, OpenEvaluation()) if waits and last.protected else None


def _dues(meetings: Iterable[Meeting]) -> Iterable[datetime]:
    return (due.at for meeting in meetings if (due := due_of(meeting)) is not None)
