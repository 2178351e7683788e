"""The few calls that make bytes stay on a disk, as a port, so that tests can make them fail."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote

from bot.ports import StoreFullError, StoreUnavailableError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# The call has done nothing, and a later one may succeed without a new start.
PASSING = (
    *FULL,
    errno.EROFS,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.EACCES,
    errno.EPERM,
    errno.ENOENT,
)
LONGEST_NAME = 200  # bytes; a file's name may have 255 and gets an ending of ours
PRIVATE = 0o600
UNFINISHED = ".unfinished"


class DiskFailedError(StoreUnavailableError):
    """What the disk holds is not certain any more, so nothing is written before a new start."""


class Disk(Protocol):
    def write(self, descriptor: int, data: bytes) -> int: ...

    def sync(self, descriptor: int) -> None: ...

    def truncate(self, descriptor: int, length: int) -> None: ...

    def replace(self, source: Path, target: Path) -> None: ...

    def link(self, path: Path, other: Path) -> None: ...

    def remove(self, path: Path) -> None: ...

    def sync_folder(self, folder: Path) -> None: ...


class RealDisk:
    """The machine's own."""

    def write(self, descriptor: int, data: bytes) -> int:
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        os.fdatasync(descriptor)

    def truncate(self, descriptor: int, length: int) -> None:
        os.ftruncate(descriptor, length)

    def replace(self, source: Path, target: Path) -> None:
        source.replace(target)

    def link(self, path: Path, other: Path) -> None:
        other.hardlink_to(path)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


REAL_DISK = RealDisk()


def make_folder(folder: Path, disk: Disk = REAL_DISK) -> None:
    """Make the folder, for this user alone, so that it outlives a power cut."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            disk.sync_folder(folder.parent)
        except OSError:
            with suppress(OSError):  # so that the next try syncs it
                folder.rmdir()
            raise


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say an operating system's error in the words of the ports."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreFullError(f"{path}: no space left") from error
        kind = StoreUnavailableError if error.errno in PASSING else DiskFailedError
        raise kind(f"{path}: {error.strerror or error}") from error


def write_whole(path: Path, data: bytes, disk: Disk = REAL_DISK) -> None:
    """Put the data in place of the file: afterwards it has all of the old or all of the new.

    When it raises, the file is the old one again; where not even that is certain, it raises
    DiskFailedError. What a crash leaves beside it is never read.
    """
    with refusing(path):
        try:
            _write_new(unfinished(path), data, disk)
            old = _kept(path, disk)
            disk.replace(unfinished(path), path)
            _sync_or_put_back(path, old, disk)
        finally:
            for file in besides(path):
                with suppress(OSError):  # it is never read, and goes at the next start
                    file.unlink(missing_ok=True)


def _sync_or_put_back(path: Path, old: bool | None, disk: Disk) -> None:
    try:
        disk.sync_folder(path.parent)
    except OSError:
        _put_back(path, old, disk)
        raise


def _kept(path: Path, disk: Disk) -> bool | None:
    """Give the old file a second name and say whether there is one; None where that cannot be."""
    spare = besides(path)[1]
    spare.unlink(missing_ok=True)
    if not path.exists():
        return False
    try:
        disk.link(path, spare)
    except OSError:
        return None
    return True


def _put_back(path: Path, old: bool | None, disk: Disk) -> None:
    """Make the file what it was, by no more than a rename; nobody knows what is on disk then."""
    if old is None:
        raise DiskFailedError(f"{path}: its folder could not be synced")
    try:
        if old:
            disk.replace(besides(path)[1], path)
        else:
            disk.remove(path)
    except OSError as error:
        raise DiskFailedError(f"{path}: a write could not be taken back") from error


def unfinished(path: Path) -> Path:
    return path.with_name(path.name + UNFINISHED)


def besides(path: Path) -> tuple[Path, Path]:
    """Give the files that may lie beside it for a moment: the new one and the old one."""
    return unfinished(path), path.with_name(path.name + ".old" + UNFINISHED)


def sweep(folder: Path) -> None:
    """Remove what crashes left unfinished; only for who alone writes there."""
    for path in folder.glob("*" + UNFINISHED):
        if path.is_file():
            path.unlink()


def _write_new(path: Path, data: bytes, disk: Disk) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE)
    try:
        written = 0
        while written < len(data):
            written += disk.write(descriptor, data[written:])
        disk.sync(descriptor)
    finally:
        os.close(descriptor)


def file_name(name: str, ending: str) -> str:
    """Give a file name that no id can leave its folder with; raises ValueError for unusable ids."""
    quoted = quote(name, safe="").replace(".", "%2E")
    if not 0 < len(quoted) <= LONGEST_NAME:
        raise ValueError(f"an id of {len(name)} characters cannot name a file")
    return quoted + ending


def named(path: Path, ending: str) -> str:
    """Give back the id that `file_name` made this name from."""
    return unquote(path.name.removesuffix(ending))
