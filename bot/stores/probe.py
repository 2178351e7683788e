"""Tries now and then whether a folder that could not be written to can be again.

Without this a server that nobody is led to, because it is not ready, would never find out.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from bot.stores.disk import PRIVATE, Disk, unfinished

EACH = 1.0  # seconds
SIZE = 64 * 1024  # bytes: a good batch finds room where this does


class Probe:
    """Writes a file and takes it away again; it is made and not synced, which takes no time."""

    def __init__(
        self, folder: Path, disk: Disk, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = unfinished(folder / "probe")  # swept away after a crash
        self._disk = disk
        self._monotonic = monotonic
        self._since: float | None = None

    def rest(self) -> None:
        """Note that all is well: the next trouble is given its time again."""
        self._since = None

    def works(self) -> bool:
        """Tell whether writing works; False as well while it was tried a moment ago."""
        now = self._monotonic()
        if self._since is None:
            self._since = now
        if now - self._since < EACH:
            return False
        self._since = now
        try:
            self._write()
        except OSError:
            return False
        finally:
            self._path.unlink(missing_ok=True)
        return True

    def _write(self) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
        try:
            if self._disk.write(descriptor, bytes(SIZE)) < SIZE:
                raise OSError("no space for all of it")
        finally:
            os.close(descriptor)
