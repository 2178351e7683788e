"""`backup`: everything that is kept, as a folder that is a data folder itself, with a manifest."""

from collections.abc import Callable, Collection
from pathlib import Path

from bot.commands.copying import Counts, copy
from bot.commands.kept import Readable, in_a_folder, looking
from bot.commands.manifest import add_tombstones, write_manifest
from bot.commands.placing import filled, is_free, new_folder
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.erasing.tombstones import read_tombstones
from bot.settings import Settings
from meeting.ids import MeetingId


async def back_up(
    settings: Settings,
    to: Path,
    without: Collection[str],
    progress: Progress,
    placed: Callable[[Path], None] = lambda _: None,
) -> Counts:
    """Copy what is kept into a new folder; secrets stay behind. Raises CommandError.

    `placed` is told of it before erasures that came meanwhile are taken in, so that of those which
    come later none is missed.
    """
    place = _place(settings, to)
    left_out = {MeetingId(meeting) for meeting in without}
    async with looking(settings) as source:
        await _check(settings, source, left_out)
        async with new_folder(place) as folder:
            counts = await filled(folder, lambda data: copy(source, data, progress, left_out))
            erased = await read_tombstones(source.notes)
            write_manifest(folder, counts, sorted(left_out), erased)
    placed(place)
    await _tell_of_erasures(settings, place)
    return counts


async def _tell_of_erasures(settings: Settings, place: Path) -> None:
    """Take in what was erased while it was copied: the copy may be older than that."""
    async with looking(settings) as source:
        if stones := await read_tombstones(source.notes):
            add_tombstones(place, stones)


def _place(settings: Settings, to: Path) -> Path:
    place = to.resolve()
    if not is_free(place):
        raise CommandError(f"{to} is there already and not empty; choose another folder")
    if in_a_folder(settings) and place.is_relative_to(settings.data.resolve()):
        raise CommandError(f"{to} is inside the data folder; choose a folder outside it")
    return place


async def _check(settings: Settings, source: Readable, left_out: Collection[MeetingId]) -> None:
    meetings = await source.store.meetings()
    unknown = sorted(set(left_out) - set(meetings))
    if unknown:
        raise CommandError(f"there is no meeting {unknown[0]} to leave out")
    if not meetings and not await source.notes.keys(""):
        where = settings.data if in_a_folder(settings) else "the database"
        raise CommandError(f"there is nothing to back up in {where}")
