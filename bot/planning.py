"""Brings meeting files into the running meetings: at the start, and again when a file changes."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.files.meeting_file import MeetingFile
from bot.hub import Hub, UnknownMeetingError
from bot.keys import Keys
from bot.ports import Clock
from meeting.commands import Command, OpenMeeting, PlanMeeting
from meeting.model import CommandId, MeetingId, Plan
from meeting.planning import moved
from meeting.refusals import RefusedError

log = logging.getLogger(__name__)

DEMO_STARTS_IN = timedelta(minutes=2)  # so that a newcomer meets a meeting about to begin


class Planner:
    """Plans every run of a file. A meeting that has started keeps the plan it started with."""

    def __init__(self, hub: Hub, keys: Keys, clock: Clock) -> None:
        self._hub = hub
        self._keys = keys
        self._clock = clock

    async def plan(self, file: MeetingFile, *, demo: bool = False) -> Sequence[MeetingId]:
        """Plan the file's runs and give their ids.

        A demo is shifted so that run 1 starts two minutes after the first time this is done, and
        is open at once.
        """
        plans = file.plans(self._keys)
        if demo:
            plans = tuple(moved(plan, self._shift(plans[0])) for plan in plans)
        for plan in plans:
            await self._send(plan.meeting, PlanMeeting(plan))
            if demo:
                await self._send(plan.meeting, OpenMeeting())
        return tuple(plan.meeting for plan in plans)

    def _shift(self, first: Plan) -> timedelta:
        try:
            return self._hub.state(first.meeting).plan.start - first.start
        except UnknownMeetingError:
            return self._clock.now() + DEMO_STARTS_IN - first.start

    async def _send(self, meeting: MeetingId, deed: PlanMeeting | OpenMeeting) -> None:
        at = self._clock.now()
        command = Command(CommandId(f"{type(deed).__name__}-{at.isoformat()}"), at, None, deed)
        try:
            await self._hub.plan(meeting, command)
        except RefusedError:
            log.warning("the meeting has started and keeps its plan", extra={"meeting": meeting})
