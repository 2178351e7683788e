"""`ready`: whether everything is in place for a meeting, one line a thing; how it would hold."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.base.library import BaseFileError, read_base
from bot.commands.crowd import rehearsed
from bot.files.meeting_file import MeetingFile, MeetingFileError, read_meeting_file
from bot.keys import Keys
from bot.ports import DamagedError, StoreUnavailableError
from bot.settings import Settings
from bot.stores.opening import look

LEAST_ROOM = 200_000_000  # bytes: a meeting of 150 people takes about one, its backups ten
SLOWEST = 1.0  # seconds that the slowest hundredth may wait in a full hall


@dataclass(frozen=True, slots=True)
class Check:
    """One thing; `good` is False for what stops a meeting, None for what is only worth knowing."""

    good: bool | None
    text: str

    @property
    def line(self) -> str:
        mark = {True: "ok   ", False: "fault", None: "note "}[self.good]
        return f"{mark} {self.text}"


def checks(settings: Settings, demo: Path, participants: int | None) -> Iterator[Check]:
    """Look at one thing after the other; `demo` is the meeting that development serves."""
    faults = settings.serving_faults()
    yield from (Check(False, fault) for fault in faults)
    if not faults:
        yield Check(True, f"settings are whole; people come to {settings.base_url}")
    yield asyncio.run(_store(settings))
    if settings.database is None:
        yield from _room(settings.data)
    path = demo if settings.demo else settings.meeting
    file = None
    if path is None:
        yield Check(None, "no meeting file (ORDSTYRER_MEETING): only stored meetings are served")
    else:
        try:
            file = read_meeting_file(path)
        except MeetingFileError as error:
            yield Check(False, str(error).replace("\n", "; "))
        except OSError as error:
            yield Check(False, f"{path}: {error.strerror}")
    if file is not None:
        yield from _meeting(file, settings.demo)
        yield from _crowd(file, participants)


async def _store(settings: Settings) -> Check:
    try:
        async with look(settings) as (store, _):
            meetings = await store.meetings()
            for meeting in meetings:
                await store.read(meeting)
    except (StoreUnavailableError, DamagedError) as error:
        return Check(False, f"the store: {error}")
    return Check(True, f"the store can be read: {len(meetings)} meetings")


def _room(data: Path) -> Iterator[Check]:
    """Check the nearest folder that is there: the data folder is made at the first start."""
    there = next(
        folder for folder in (data.absolute(), *data.absolute().parents) if folder.is_dir()
    )
    free = shutil.disk_usage(there).free
    good = free >= LEAST_ROOM
    yield Check(good, f"{free // 1_000_000} MB free in {data}")


def _meeting(file: MeetingFile, demo: bool) -> Iterator[Check]:
    content, now = file.content, datetime.now(UTC)  # noqa: TID251 - a command's own moment
    plans = file.plans(Keys(bytes(16)))
    yield Check(True, f"{plans[0].title}: {len(plans)} runs of {len(plans[0].items)} items")
    for plan in () if demo else plans:
        if plan.start < now:
            yield Check(None, f"the run of {plan.start:%Y-%m-%d %H:%M} UTC is past")
    if not any(item.protected for item in plans[0].items):
        yield Check(None, "no item is protected: nothing is proposed when time runs out")
    speakers = {name for item in content.agenda for name in item.speakers}
    alone = [
        person.name
        for person in content.people
        if person.name in speakers and not (person.host or person.substitute or person.mailbox)
    ]
    if alone:
        yield Check(None, f"nobody stands in for {', '.join(alone)}")
    yield from _knowledge(file, now)


def _knowledge(file: MeetingFile, now: datetime) -> Iterator[Check]:
    try:
        base = read_base(file.knowledge, file.words)
    except (BaseFileError, OSError) as error:
        yield Check(False, "the knowledge base: " + str(error).replace("\n", "; "))
        return
    if file.knowledge is None:
        yield Check(None, "no knowledge base: every question goes to a speaker")
        return
    yield Check(True, f"the knowledge base holds {len(base.entries)} answers")
    expired = sum(entry.expired(now.date()) for entry in base.entries)
    if expired:
        yield Check(None, f"{expired} of its answers have expired and are not given")


def _crowd(file: MeetingFile, participants: int | None) -> Iterator[Check]:
    if participants is None:
        return
    began = time.perf_counter()
    crowd = asyncio.run(rehearsed(file.plans(Keys(bytes(16)))[0], participants))
    took = time.perf_counter() - began
    yield Check(
        crowd.slowest < SLOWEST,
        f"{participants} people asked {crowd.questions} questions and voted {crowd.votes} times in "
        f"{took:.1f} s; the slowest hundredth waited {1000 * crowd.slowest:.0f} ms",
    )
