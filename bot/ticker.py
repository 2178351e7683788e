"""What time alone does: doors and evaluations open, items hand over, speakers are told.

Overdue is done now, once.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.erasing.erasures import Erasures
from bot.erasing.expiring import expire
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, StoreFullError, StoreUnavailableError
from meeting.agenda import due, following
from meeting.commands import (
    CloseEvaluation,
    CloseMeeting,
    Command,
    Deed,
    EraseData,
    NextItem,
    OpenEvaluation,
    OpenMeeting,
    RemindToEvaluate,
    Signal,
)
from meeting.expiry import expiries
from meeting.ids import CommandId, MeetingId
from meeting.model import Meeting, Phase
from meeting.refusals import RefusedError
from meeting.retention import Data
from meeting.signals import signals
from meeting.tally import open_until

log = logging.getLogger(__name__)

REMINDS_FROM = timedelta(hours=4)  # an evaluation open so long after its meeting reminds halfway
OPENS_BEFORE = timedelta(minutes=30)  # people come early, and questions may be asked beforehand
MOST_AT_ONCE = 20  # steps in one look, should what is due never end
LONGEST_SLEEP = 1.0  # seconds: what a step or a moved clock makes due is seen within this


class Ticker:
    """One task over all meetings; deadlines follow from state, so a restart loses none.

    Without `erasures` nothing is erased when its time is up.
    """

    def __init__(
        self, hub: Hub, keys: Keys, clock: Clock, erasures: Erasures | None = None
    ) -> None:
        self._hub = hub
        self._keys = keys
        self._clock = clock
        self._erasures = erasures
        self._known: dict[MeetingId, tuple[Meeting, tuple[Due, ...]]] = {}

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(self._pause())

    async def tick(self) -> None:
        """Do everything that is due at this moment, and what then is."""
        now = self._clock.now()
        for meeting in self._hub.meetings():
            await self._catch_up(meeting, now)

    async def _catch_up(self, meeting: Meeting, now: datetime) -> None:
        for _ in range(MOST_AT_ONCE):
            found = next((one for one in self._dues(meeting) if one.holds(now)), None)
            if found is None or not await self._send(meeting, found, now):
                return
            meeting = self._hub.state(meeting.plan.meeting)

    def _dues(self, meeting: Meeting) -> "tuple[Due, ...]":
        """Give what is due in this state; worked out once, since states never change."""
        id_ = meeting.plan.meeting
        known = self._known.get(id_)
        if known is None or known[0] is not meeting:
            known = self._known[id_] = (meeting, tuple(dues_of(meeting)))
        return known[1]

    async def _send(self, meeting: Meeting, found: "Due", now: datetime) -> bool:
        """Send with an id made from what is due, so that no process does it twice."""
        id_ = meeting.plan.meeting
        command = self._keys.command(found.name, id_)
        version = meeting.version if found.exact else None
        try:
            if isinstance(found.deed, EraseData):
                return await self._expire(id_, found.deed.data, command)
            await self._hub.send(id_, Command(command, now, None, found.deed, version))
        except RefusedError:
            return False  # somebody was quicker: what is due then, the next look finds
        except (StoreFullError, StoreUnavailableError):
            log.warning("due step not stored", extra={"meeting": id_})
            return False
        return True

    async def _expire(self, meeting: MeetingId, data: Data, command: CommandId) -> bool:
        if self._erasures is not None:
            await expire(self._erasures, meeting, data, command)
        return self._erasures is not None

    def _pause(self) -> float:
        now = self._clock.now()
        dues = (one.at for meeting in self._hub.meetings() for one in self._dues(meeting))
        waits = ((at - now).total_seconds() for at in dues)
        return max(0.05, min([LONGEST_SLEEP, *(wait for wait in waits if wait > 0)]))


@dataclass(frozen=True, slots=True)
class Due:
    """What the clock alone does in a meeting, and from when on (aware UTC).

    `exact` is for what must not happen if somebody steps the agenda in the same moment.
    """

    name: str
    at: datetime
    deed: Deed
    exact: bool = False
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.at <= now and (self.until is None or now <= self.until)


def dues_of(meeting: Meeting) -> Iterator[Due]:
    """Say what is due: the doors, the evaluation at its protected time, what speakers are told."""
    if meeting.phase is Phase.PLANNED:
        yield Due("open", meeting.plan.start - OPENS_BEFORE, OpenMeeting())
    if meeting.phase is Phase.RUNNING:
        yield from _handing_over(meeting)
        last, poll = meeting.plan.items[-1], meeting.evaluation
        if last.protected and not (poll.open or poll.closed):
            yield Due("evaluation", last.start, OpenEvaluation())
    if (until := open_until(meeting)) is not None:
        yield Due("evaluation-close", until, CloseEvaluation())
        stays, poll = meeting.plan.evaluation_open, meeting.evaluation
        if stays >= REMINDS_FROM and not poll.reminded:
            yield Due("evaluation-remind", until - stays / 2, RemindToEvaluate(), until=until)
    for one in signals(meeting):
        item = meeting.plan.items[one.index]
        # After a step the same may be due again: what it is due in is part of its name.
        name = f"signal-{item.id}-{one.mark.name}-{meeting.stepped}"
        yield Due(name, one.at, Signal(item.id, one.mark), until=one.until)
    yield from _expiring(meeting)


def _expiring(meeting: Meeting) -> Iterator[Due]:
    """Let go what has had its time; a meeting or an evaluation that is open then is over."""
    waiting = [one for one in expiries(meeting) if not one.done]
    first = min((one.at for one in waiting), default=None)
    if first is not None and meeting.phase is not Phase.CLOSED:
        yield Due(f"expire-close-{meeting.stepped}", first, CloseMeeting())
    elif first is not None and meeting.evaluation.open:
        yield Due("expire-evaluation", first, CloseEvaluation())
    else:
        for one in waiting:
            yield Due(f"expire-{one.data.value}", one.at, EraseData(one.data))


def _handing_over(meeting: Meeting) -> Iterator[Due]:
    """Go on by itself where the item that is on is set to, unless it is the last or paused."""
    on, item = meeting.current, meeting.item
    if on is None or item is None or meeting.paused or item.id not in meeting.automatic:
        return
    start = meeting.actual[on].start
    if start is not None and following(meeting, on) is not None:
        at = due(meeting, on, start, start)
        yield Due(f"next-{meeting.stepped}", at, NextItem(), exact=True)
