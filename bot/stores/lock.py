"""One process at a time may write to a data folder."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from bot.ports import StoreUnavailableError
from bot.stores.disk import PRIVATE, make_folder, refusing

FILE = "lock"


def is_held(folder: Path) -> bool:
    """Tell whether who last took the lock is still running, without taking it from anybody."""
    try:
        os.kill(int((folder / FILE).read_bytes()), 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except (OSError, ValueError):
        return True
    return True


class InUseError(StoreUnavailableError):
    """Another process has the data folder; the message says which."""


class FolderLock:
    """An exclusive lock, which the end of the process gives back, however it ends.

    It is on a file that is never replaced, and only for writers: whoever reads the files alone
    reads as far as the last whole line. Not for folders on a network.
    """

    def __init__(self, folder: Path) -> None:
        with refusing(folder):
            make_folder(folder)
            self._descriptor = os.open(
                folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE
            )
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise InUseError(f"{folder} is in use by pid {holder or 'unknown'}") from None
        with suppress(OSError):  # on a full disk the lock holds, it only does not say for whom
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, b"%d\n" % os.getpid(), 0)

    def release(self) -> None:
        os.close(self._descriptor)
