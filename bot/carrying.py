"""Runs the errands between a series' meetings, and reminds the owners of what they promised."""

import asyncio
import logging
from datetime import datetime

from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, StoreFullError, StoreUnavailableError
from meeting.commands import Command, RemindOwner, SeriesDeed
from meeting.ids import CommandId, MeetingId
from meeting.model import Meeting
from meeting.promises import reminder_due
from meeting.refusals import RefusedError
from meeting.reopening import is_over
from meeting.series import errands

log = logging.getLogger(__name__)

MOST_ROUNDS = 5  # of errands at one look
LOOKS_EACH = 2.0  # seconds: an answer of a later run is with the askers of the earlier one by then


class Carrier:
    """One task over all meetings. What is to be done follows from state, so nothing is lost."""

    def __init__(self, hub: Hub, keys: Keys, clock: Clock) -> None:
        self._hub = hub
        self._keys = keys
        self._clock = clock
        self._seen: dict[MeetingId, tuple[int, bool]] = {}

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EACH)

    async def look(self) -> None:
        """Do all that is due now; what the store cannot take is done at a later look."""
        now = self._clock.now()
        for _ in range(MOST_ROUNDS):  # what is carried in can then be handed on
            before = self._standing(now)
            if before == self._seen or not await self._errands(now):
                break
            self._seen = before
        for meeting in self._hub.meetings():
            await self._remind(meeting, now)

    def _standing(self, now: datetime) -> dict[MeetingId, tuple[int, bool]]:
        """Give what errands follow from: how each meeting is, and whether it is over for good."""
        meetings = self._hub.meetings()
        return {one.plan.meeting: (one.version, is_over(one, now)) for one in meetings}

    async def _errands(self, now: datetime) -> bool:
        done = True
        for errand in errands(self._hub.meetings(), now):
            command = self._keys.command("errand", errand.meeting, errand.key)
            done = await self._send(errand.meeting, command, errand.deed) and done
        return done

    async def _remind(self, meeting: Meeting, now: datetime) -> None:
        for question in meeting.questions.values():
            due = reminder_due(question)
            if due is not None and due <= now:
                id_ = meeting.plan.meeting
                command = self._keys.command("remind", id_, question.id, due.isoformat())
                await self._send(id_, command, RemindOwner(question.id))

    async def _send(self, meeting: MeetingId, command: CommandId, deed: SeriesDeed) -> bool:
        """Send with an id made from the errand, so that no process does it twice."""
        try:
            await self._hub.send(meeting, Command(command, self._clock.now(), None, deed))
        except (StoreFullError, StoreUnavailableError):
            log.warning("errand not stored", extra={"meeting": meeting})
            return False
        except RefusedError as refused:
            log.info("errand refused", extra={"meeting": meeting, "reason": refused.reason.value})
        return True
