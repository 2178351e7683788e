"""What an erasure does to files that commands wrote: anew where it can, named where it cannot."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.commands.exporting import Asked, Format, exported
from bot.commands.manifest import NAME, add_tombstones
from bot.commands.meetings import find
from bot.commands.problems import CommandError
from bot.commands.written import (
    BACKUP,
    EXPORT,
    Written,
    all_written,
    digest_of,
    forget_written,
    note_written,
)
from bot.erasing.tombstones import Tombstones
from bot.ports import StoreFullError, StoreUnavailableError
from bot.settings import Settings
from bot.stores.disk import file_name, write_whole
from bot.stores.folder import MEETINGS
from bot.stores.log import ENDING
from meeting.ids import MeetingId

LEFT_BY_SALVAGE = (".damaged", ".rest.jsonl", ".salvaged")
FAULTS = (CommandError, OSError, StoreFullError, StoreUnavailableError)


def written_as(meeting: MeetingId, path: Path, form: Format, asked: Asked) -> Written:
    """Note how an export was asked for, so that it can be made again."""
    whose = {"organisation": asked.organisation, "speaker": asked.speaker}
    return Written(EXPORT, str(path), meeting, form.value, language=asked.language, **whose)


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """Keeps the promises of `bot.erasing.order.Files` on the machine that it runs on."""

    settings: Settings

    async def erased(self, meetings: Collection[MeetingId], stones: Tombstones) -> Sequence[str]:
        remarks = [*self._remove_salvaged(meetings)]
        for written in all_written(self.settings.data):
            if written.kind == BACKUP and stones:
                remarks += _mark(Path(written.path), stones)
            elif written.kind == EXPORT and written.meeting in meetings:
                remarks += await self._anew(written)
        return remarks

    def _remove_salvaged(self, meetings: Collection[MeetingId]) -> Iterator[str]:
        """Remove what salvage kept of these meetings: it cannot be written anew."""
        folder = self.settings.data / MEETINGS
        for meeting in meetings:
            for path in sorted(folder.glob(f"{file_name(meeting, ENDING)}*")):
                if path.name.endswith(LEFT_BY_SALVAGE):
                    path.unlink()
                    yield f"{path} is removed: salvage had kept it, and nobody knows what it holds"

    async def _anew(self, written: Written) -> list[str]:
        """Write an export again as the meeting stands now, if nobody has changed the file."""
        path = Path(written.path)
        if remark := _out_of_reach(path, written):
            return [remark]
        try:
            found = await find(self.settings, written.meeting or "", series=True)
            form = Format(written.form or "")
            asked = Asked(written.organisation, written.speaker, written.language)
            data = await asyncio.to_thread(exported, found, form, asked)
            note_written(self.settings.data, replace(written, digest=digest_of(data)))
            write_whole(path, data)
        except (*FAULTS, ValueError) as error:
            forget_written(self.settings.data, written.path)
            return [f"{path} could not be written anew ({error}): delete it by hand"]
        return []


def _out_of_reach(path: Path, written: Written) -> str | None:
    """Say why an export is not as it was written, if so."""
    if not path.is_file():
        return f"{path} is not there any more: where it was taken, delete it by hand"
    if digest_of(path.read_bytes()) != written.digest:
        return f"{path} was changed after it was written: delete the person there by hand"
    return None


def _mark(folder: Path, stones: Tombstones) -> list[str]:
    """Let the backup's manifest tell a restore to erase them again."""
    if not (folder / NAME).is_file():
        return [f"{folder} is not there any more: keep it with a newer backup, or delete it"]
    try:
        add_tombstones(folder, stones)
    except FAULTS as error:
        return [
            f"{folder} could not be marked ({error}): delete it, or restore it with a newer one"
        ]
    return []
