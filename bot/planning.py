"""Brings meeting files into the running meetings: at the start, and again when a file changes."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.base.library import BaseFileError, Library, read_base
from bot.files.meeting_file import MeetingFile, MeetingFileError, read_meeting_file
from bot.hub import Hub, UnknownMeetingError
from bot.keys import Keys
from bot.ports import Clock
from meeting.commands import Command, OpenMeeting, PlanMeeting
from meeting.ids import CommandId, MeetingId, PersonId
from meeting.model import Plan
from meeting.planning import moved
from meeting.refusals import RefusedError

log = logging.getLogger(__name__)

FAULTS = (MeetingFileError, BaseFileError, OSError)
DEMO_STARTS_IN = timedelta(minutes=2)  # so that a newcomer meets a meeting about to begin


LOOKS_EACH = 5.0  # seconds between looks at the files


class Planner:
    """Plans every run of a file. A meeting that has started keeps the plan it started with."""

    def __init__(self, hub: Hub, keys: Keys, clock: Clock) -> None:
        self._hub = hub
        self._keys = keys
        self._clock = clock

    async def plan(self, file: MeetingFile, *, demo: bool = False) -> Sequence[MeetingId]:
        """Plan the file's runs and give their ids.

        A demo is shifted so that run 1 starts two minutes after the first time this is done, and
        is open at once; its links go on as long as it does.
        """
        plans, now = file.plans(self._keys), self._clock.now()
        if demo:
            shift = self._shift(plans[0], now)
            plans = tuple(replace(moved(plan, shift), links_open=None) for plan in plans)
        for plan in plans:
            await self._send(plan.meeting, PlanMeeting(plan), now)
            if demo:
                await self._send(plan.meeting, OpenMeeting(), now)
        return tuple(plan.meeting for plan in plans)

    def known(self) -> tuple[MeetingId, ...]:
        """Give the meetings that are running already."""
        return tuple(meeting.plan.meeting for meeting in self._hub.meetings())

    def _shift(self, first: Plan, now: datetime) -> timedelta:
        try:
            return self._hub.state(first.meeting).plan.start - first.start
        except UnknownMeetingError:
            return now.replace(microsecond=0) + DEMO_STARTS_IN - first.start

    async def _send(
        self, meeting: MeetingId, deed: PlanMeeting | OpenMeeting, at: datetime
    ) -> None:
        command = Command(CommandId(f"{type(deed).__name__}-{at.isoformat()}"), at, None, deed)
        try:
            await self._hub.plan(meeting, command)
        except RefusedError:
            log.warning("the meeting has started and keeps its plan", extra={"meeting": meeting})


class MeetingFiles:
    """The meeting file, its knowledge base and its series' words, taken again when they change.

    A file with faults is not taken: the faults are told and the running meeting goes on. Without a
    file only the meetings that are stored already are served.
    """

    def __init__(self, path: Path | None, planner: Planner, library: Library) -> None:
        self._path = path
        self._planner = planner
        self._library = library
        self._seen: dict[Path, int] = {}
        self.meetings: tuple[MeetingId, ...] = ()
        self.entra: dict[str, PersonId] = {}  # read by the Teams edge while it runs

    async def load(self, *, demo: bool, going: bool) -> None:
        """Take the files at the start; raises their faults unless meetings are `going` anyway."""
        try:
            await self._take(demo=demo, soon=True)
        except FAULTS as error:
            if not going:
                raise
            tell(error)
            self.meetings = self._planner.known()

    async def watch(self, *, demo: bool) -> None:
        """Go on until cancelled, taking the files anew whenever one has changed."""
        while True:
            await asyncio.sleep(LOOKS_EACH)
            await self.look(demo=demo)

    async def look(self, *, demo: bool) -> None:
        """Take the files anew if one has changed; the faults are told."""
        if self._changed():
            try:
                await self._take(demo=demo)
            except FAULTS as error:
                tell(error)

    async def built(self) -> None:
        """Return once every base that was taken is indexed."""
        for base in set(self._library.values()):
            await asyncio.to_thread(base.wait)

    async def _take(self, *, demo: bool, soon: bool = False) -> None:
        self._changed()
        if self._path is None:
            self.meetings = self._planner.known()
            return
        file = read_meeting_file(self._path)
        beside = [path for path in (file.knowledge, file.words) if path is not None]
        for path in beside:
            self._seen.setdefault(path, _modified(path))
        # In a thread: an index of thousands takes seconds, and people are waiting. At the start the
        # pages do not wait for it, and a question that is asked meanwhile does.
        reading = partial(read_base, file.knowledge, file.words, soon=soon)
        base = await asyncio.to_thread(reading) if beside else None
        self.meetings = tuple(await self._planner.plan(file, demo=demo))
        self.entra.clear()
        self.entra.update(file.entra)
        if base is None:
            self._library.release(self.meetings)
        else:
            self._library.hold(base, self.meetings)

    def _changed(self) -> bool:
        watched = {*self._seen, *([] if self._path is None else [self._path])}
        now = {path: _modified(path) for path in watched}
        changed, self._seen = now != self._seen, now
        return changed


def tell(error: Exception) -> None:
    """Tell the operator what is wrong in which file; a meeting file holds nobody's messages."""
    log.error("file not taken: %s", error)


def _modified(path: Path) -> int:
    """When the file was changed, in nanoseconds; 0 when it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
