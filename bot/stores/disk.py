"""The few calls that make bytes stay on a disk, as a port, so that tests can make them fail."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote

from bot.ports import StoreFullError, StoreUnavailableError

FULL = (errno.ENOSPC, errno.EDQUOT)
LONGEST_NAME = 200  # bytes; a file's name may have 255 and gets an ending of ours
PRIVATE = 0o600
UNFINISHED = ".unfinished"


class Disk(Protocol):
    def write(self, descriptor: int, data: bytes) -> int: ...

    def sync(self, descriptor: int) -> None: ...

    def truncate(self, descriptor: int, length: int) -> None: ...

    def replace(self, source: Path, target: Path) -> None: ...

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
        disk.sync_folder(folder.parent)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say an operating system's error in the words of the ports."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreFullError(f"{path}: no space left") from error
        raise StoreUnavailableError(f"{path}: {error.strerror or error}") from error


def write_whole(path: Path, data: bytes, disk: Disk = REAL_DISK) -> None:
    """Put the data in place of the file: afterwards it has all of the old or all of the new.

    What a crash leaves beside it has the name `unfinished` gives, and is never read.
    """
    beside = unfinished(path)
    with refusing(path):
        try:
            _write_new(beside, data, disk)
            disk.replace(beside, path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        disk.sync_folder(path.parent)


def unfinished(path: Path) -> Path:
    return path.with_name(path.name + UNFINISHED)


def sweep(folder: Path) -> None:
    """Remove what crashes left unfinished; only for who alone writes there."""
    for path in folder.glob("*" + UNFINISHED):
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
