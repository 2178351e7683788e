"""`restore`: a backup becomes what is kept, all of it or nothing, and never over something else."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.commands.copying import Counts, copy
from bot.commands.kept import in_a_folder
from bot.commands.manifest import Manifest, checked_manifest
from bot.commands.placing import filled, new_folder
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.commands.restored_erasures import Erasing
from bot.ports import Clock, Kept
from bot.settings import Settings
from bot.stores.folder import DataFolder, FolderLook, look_at
from bot.stores.lock import FILE as LOCK
from bot.stores.lock import FolderLock, InUseError
from bot.stores.opening import open_stores

UNDER_WAY = "restoring"  # the note that is there from a restore's first moment to its last


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what the operator should know of it."""

    counts: Counts
    remarks: Sequence[str]


async def restore(
    settings: Settings, backup: Path, progress: Progress, clock: Clock, *, erase: bool = True
) -> Restored:
    """Put a backup back where nothing is. Raises CommandError in one sentence.

    Who was erased since it was made is erased in what is put back, before anybody can look at it.
    """
    manifest = await asyncio.to_thread(checked_manifest, backup)
    erasing = Erasing.of(settings, manifest.erased, backup, clock) if erase else Erasing()
    source = look_at(backup)
    try:
        if in_a_folder(settings):
            place = settings.data.resolve()
            count = await _into_folder(place, source, manifest, progress, erasing)
        else:
            stores = await open_stores(settings, sending=False)
            try:
                await into_stores(stores, source, manifest, progress)
                count = await erasing.again(stores)
            finally:
                await stores.close()
        return Restored(manifest.counts, [*_remarks(manifest), *erasing.remarks(count)])
    finally:
        await source.close()


async def _into_folder(
    place: Path, source: FolderLook, manifest: Manifest, progress: Progress, erasing: Erasing
) -> int:
    async def fill(data: DataFolder) -> tuple[Counts, int]:
        counts = await copy(source, data, progress)
        return counts, await erasing.again(data)

    with _free(place):
        async with new_folder(place) as folder:
            counts, count = await filled(folder, fill)
            _check(counts, manifest)
            _empty(place)
    return count


async def into_stores(
    target: Kept, source: FolderLook, manifest: Manifest, progress: Progress
) -> None:
    """Restore where a rename cannot make it whole: what was interrupted is finished by a repeat."""
    begun = await target.notes.get(UNDER_WAY)
    if begun is None and (await target.store.meetings() or await target.notes.keys("")):
        raise CommandError("the database is not empty; restore into an empty one")
    if begun not in (None, manifest.digest):
        raise CommandError("another backup is being restored there; finish that one first")
    await target.notes.put(UNDER_WAY, manifest.digest)
    _check(await copy(source, target, progress), manifest)
    await target.notes.put(UNDER_WAY, None)


@contextmanager
def _free(place: Path) -> Iterator[None]:
    """Hold the target meanwhile. Raises CommandError if a server has it or something is in it."""
    lock = None
    try:
        if (place / LOCK).exists():
            lock = FolderLock(place)
        left = sorted(path for path in place.rglob("*") if _counts(place, path))
        if place.exists() and (left or not place.is_dir()):
            what = left[0] if left else place
            raise CommandError(f"{place} is not empty, there is {what.name}; move it away first")
        yield
    except InUseError as error:
        raise CommandError(f"{error}; stop the server first") from None
    finally:
        if lock is not None:
            lock.release()


def _counts(place: Path, path: Path) -> bool:
    return path != place / LOCK and not path.is_dir()


def _empty(place: Path) -> None:
    """Remove the lock's file and empty folders; a server that came meanwhile is not disturbed."""
    (place / LOCK).unlink(missing_ok=True)
    for folder in sorted((path for path in place.rglob("*") if path.is_dir()), reverse=True):
        folder.rmdir()


def _check(counts: Counts, manifest: Manifest) -> None:
    if counts != manifest.counts:
        raise CommandError("what was read is not what the backup's manifest says; nothing was done")


def _remarks(manifest: Manifest) -> Iterator[str]:
    for meeting, copied in manifest.counts.meetings.items():
        if copied.ballots:
            yield (
                f"{meeting}: answers can still be given; those so far ({copied.ballots}) are "
                "kept, but who answers again counts as one more"
            )
    for left_out in manifest.left_out:
        yield f"{left_out} was left out of the backup"
