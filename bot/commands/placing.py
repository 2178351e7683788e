"""A folder that is there whole or not at all: filled beside its place, then given its name."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.stores.disk import REAL_DISK, make_folder, unfinished
from bot.stores.folder import DataFolder, open_folder
from bot.stores.lock import FILE as LOCK
from bot.stores.lock import FolderLock

Result = TypeVar("Result")


@asynccontextmanager
async def new_folder(place: Path) -> AsyncIterator[Path]:
    """Lend a folder that becomes `place` when the work inside is done, and is gone when it fails.

    `place` may be an empty folder. Another process that is at the same work is refused.
    """
    beside = unfinished(place)
    _clear(beside)
    make_folder(beside)
    try:
        yield beside
        _sync(beside)
        beside.replace(place)
        REAL_DISK.sync_folder(place.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


async def filled(folder: Path, fill: Callable[[DataFolder], Awaitable[Result]]) -> Result:
    """Open a new data folder, have it filled, and leave nothing in it that belongs to a process."""
    data = open_folder(folder)
    try:
        return await fill(data)
    finally:
        await data.close()
        (folder / LOCK).unlink(missing_ok=True)


def is_free(place: Path) -> bool:
    """Tell whether a folder may be put there: nothing is there, or an empty folder."""
    return not place.exists() or (place.is_dir() and not any(place.iterdir()))


def _clear(beside: Path) -> None:
    """Remove what a crash left, unless it is being filled at this moment."""
    if beside.exists():
        FolderLock(beside).release()
        shutil.rmtree(beside)


def _sync(folder: Path) -> None:
    """Sync the folders; each file in them was synced when it was written."""
    for path, _, _ in os.walk(folder, topdown=False):
        REAL_DISK.sync_folder(Path(path))
