"""The register of what commands wrote elsewhere: exports and backups, so that erasures reach them.

It is a file of lines in the data folder, which commands add to beside a running server.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from bot.stores.disk import PRIVATE, make_folder, refusing, write_whole

FILE = "written.jsonl"
EXPORT, BACKUP = "export", "backup"


@dataclass(frozen=True, slots=True)
class Written:
    """One file or folder; of an export also what was asked for, and the digest of what it says."""

    kind: str
    path: str
    meeting: str | None = None
    form: str | None = None
    organisation: str | None = None
    speaker: str | None = None
    language: str | None = None
    digest: str | None = None


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def note_written(folder: Path, written: Written) -> None:
    """Add a line, on disk when this returns. Raises the store's errors."""
    line = orjson.dumps(asdict(written), option=orjson.OPT_APPEND_NEWLINE)
    with refusing(folder):
        make_folder(folder)
    with refusing(folder), _alone(folder):
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(folder / FILE, flags, PRIVATE)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def all_written(folder: Path) -> Sequence[Written]:
    """Give what was written, the last word on each path; lines that a crash tore are left out."""
    path = folder / FILE
    if not path.exists():
        return ()
    return [*{one.path: one for one in _lines(path.read_bytes())}.values()]


def forget_written(folder: Path, path: str) -> None:
    """Forget one path, and all that was noted of it: what was asked for may name somebody."""
    with _alone(folder):
        known = [one for one in all_written(folder) if one.path != path]
        lines = (orjson.dumps(asdict(one), option=orjson.OPT_APPEND_NEWLINE) for one in known)
        write_whole(folder / FILE, b"".join(lines))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep others from changing the register meanwhile; the file itself may be replaced."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _lines(data: bytes) -> Iterator[Written]:
    for line in data.splitlines():
        try:
            yield Written(**orjson.loads(line))
        except (orjson.JSONDecodeError, TypeError):
            continue
