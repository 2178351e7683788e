"""Where a rehearsal is kept while it lasts: a folder of its own, known by its name, then wiped.

It lies where the system keeps what is temporary, so that no data folder or database holds any of
it. A rehearsal that was killed is found by that name; whoever still plays holds the folder's lock.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.ports import StoreUnavailableError
from bot.stores.lock import FILE as LOCK
from bot.stores.lock import FolderLock, InUseError

PREFIX, WIPED = "ordstyrer-rehearsal-", "ordstyrer-wiped-"
YOUNG = 60.0  # seconds in which a folder without a lock may be about to get one


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rehearsals were wiped, and how many are being played."""

    wiped: int
    playing: int


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """Lend a new folder and wipe it afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        yield folder
    finally:
        wipe(folder)


def wipe(folder: Path) -> None:
    """Take it away with all that is in it; from the first moment on it can be no rehearsal."""
    gone = folder.with_name(folder.name.replace(PREFIX, WIPED, 1))
    with suppress(FileNotFoundError):  # somebody has swept it
        folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def sweep() -> Swept:
    """Wipe what rehearsals that were killed have left, and leave those alone that are played."""
    place = Path(tempfile.gettempdir())
    for folder in filter(_is_ours, place.glob(f"{WIPED}*")):
        shutil.rmtree(folder, ignore_errors=True)
    found = [_swept(folder) for folder in filter(_is_ours, place.glob(f"{PREFIX}*"))]
    return Swept(found.count(True), found.count(False))


def _swept(folder: Path) -> bool:
    """Wipe one and say whether that was done."""
    with suppress(FileNotFoundError):
        young = time.time() - folder.stat().st_mtime < YOUNG
        if young and not (folder / LOCK).exists():
            return False
    try:
        lock = FolderLock(folder)
    except InUseError:
        return False
    except StoreUnavailableError:
        return False  # it cannot be opened, so nothing of it can be said
    try:
        wipe(folder)
    finally:
        lock.release()
    return True


def _is_ours(folder: Path) -> bool:
    """Tell a folder of this user from a trap that another one has laid."""
    with suppress(OSError):
        return not folder.is_symlink() and folder.is_dir() and folder.stat().st_uid == os.getuid()
    return False
