"""`drill`: backs up what is kept, puts it back elsewhere, and looks whether it is the same.

Everything it makes lies where rehearsals lie and is gone at the end, also when it was killed.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.commands.backup import back_up
from bot.commands.copying import Counts
from bot.commands.exporting import Format, exported
from bot.commands.kept import looking
from bot.commands.meetings import find
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.commands.rehearsal_folder import folder_of_its_own
from bot.commands.restoring import restore
from bot.ports import Clock
from bot.settings import TINYDB, Settings
from meeting.ids import MeetingId


@dataclass(frozen=True, slots=True)
class Drilled:
    """What a drill found: its sizes, its times in seconds, and what it cannot show."""

    counts: Counts
    size: int  # bytes of the backup
    latest: datetime | None  # when the newest change in it was made
    backing_up: float
    restoring: float

    def lines(self) -> Iterator[str]:
        meetings = self.counts.meetings.values()
        changes = sum(copied.changes for copied in meetings)
        ballots = sum(copied.ballots for copied in meetings)
        yield f"backup     {self.size / 1e6:.1f} MB in {self.backing_up:.1f} s"
        yield f"restore    {self.restoring:.1f} s, into an empty folder"
        yield (
            f"the same   {len(meetings)} meetings, {changes} changes, {ballots} open answers, "
            f"{self.counts.notes} notes"
        )
        if self.latest is not None:
            yield f"newest     {self.latest.isoformat(timespec='seconds')}"
        yield "not in it  ORDSTYRER_SECRET and the settings: keep them apart, or links change"


async def drill(settings: Settings, clock: Clock, progress: Progress) -> Drilled:
    """Play a loss from backup to restore. Raises CommandError where the two are not the same."""
    with folder_of_its_own() as place:
        saved, elsewhere = place / "backup", place / "restored"
        begun = time.monotonic()
        counts = await back_up(settings, saved, (), progress)
        saved_at = time.monotonic()
        there = _in_folder(settings, elsewhere)
        await restore(there, saved, progress, clock, erase=False)
        restored_at = time.monotonic()
        latest = await compared(_in_folder(settings, saved), there)
        size = await asyncio.to_thread(_size, saved)
    return Drilled(counts, size, latest, saved_at - begun, restored_at - saved_at)


def _in_folder(settings: Settings, folder: Path) -> Settings:
    return settings.model_copy(update={"data": folder, "store": SecretStr(TINYDB)})


async def compared(saved: Settings, restored: Settings) -> datetime | None:
    """Give the newest moment in both. Raises CommandError naming what is not the same."""
    async with looking(saved) as one, looking(restored) as other:
        notes = await one.notes.keys("")
        if notes != await other.notes.keys(""):
            raise CommandError("the notes that came back are others than those backed up")
        for key in notes:
            if await one.notes.get(key) != await other.notes.get(key):
                raise CommandError(f"the note {key} came back as another")
        meetings = await one.store.meetings()
        if list(meetings) != list(await other.store.meetings()):
            raise CommandError("the meetings that came back are others than those backed up")
    return max([await _same(saved, restored, meeting) for meeting in meetings], default=None)


async def _same(saved: Settings, restored: Settings, meeting: MeetingId) -> datetime:
    before, after = await find(saved, meeting), await find(restored, meeting)
    if exported(before, Format.JSON) != exported(after, Format.JSON):
        raise CommandError(f"meeting {meeting} came back as another")
    return before.meeting.at


def _size(folder: Path) -> int:
    files: Sequence[Path] = [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files)
