"""Files that people send: laid on disk within limits, and what was read of them kept a moment."""

import asyncio
import secrets
import tempfile
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Generic, TypeVar

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from dialogs.cleaning import cleaned_line
from meeting.ids import MeetingId, PersonId
from web.reading import kind_of
from web.wrongs import malformed, store_full, too_large_file, too_slow, wrong_field, wrong_type

MOST_KEPT = 20  # of all meetings; the oldest is forgotten first
SLOWEST = 60.0  # seconds for a whole file
LONGEST_NAME = 150  # letters, the last ones: they hold the ending
UNCALLED = "?"
CHUNK = 64 * 1024  # bytes
# What aiohttp raises for a form that is none: a part's head, its coding, where it ends.
BROKEN = (web.RequestPayloadError, HttpProcessingError, ValueError, KeyError)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent, and what its sender calls it."""

    name: str
    path: Path


@dataclass(slots=True)
class Kept(Generic[T]):
    """What was read from files, each under a token that only who sent it may use."""

    _kept: OrderedDict[str, tuple[MeetingId, PersonId, T]] = field(default_factory=OrderedDict)

    def keep(self, meeting: MeetingId, person: PersonId, found: T) -> str:
        token = secrets.token_urlsafe(12)
        self._kept[token] = (meeting, person, found)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return token

    def find(self, token: str, meeting: MeetingId, person: PersonId) -> T | None:
        """Give what was kept; it stays, so that sending twice does no harm."""
        known = self._kept.get(token)
        return known[2] if known is not None and known[:2] == (meeting, person) else None


@asynccontextmanager
async def sent_file(request: web.Request, most: int) -> AsyncIterator[Sent]:
    """Lay the form's one file on disk until it is read. Raises WrongError.

    Nothing of it is kept in memory: a deck may be as large as all else that the server holds.
    """
    if kind_of(request) != "multipart/form-data":
        raise wrong_type()
    with _room() as file:
        try:
            async with asyncio.timeout(SLOWEST):
                name = await _laid_down(request, most, file)
        except TimeoutError:
            raise too_slow() from None
        except BROKEN:
            raise malformed() from None
        yield Sent(name, Path(file.name))


def called(name: str) -> str:
    """Give what a file is called as it can be shown: no folders, whole letters, not too many."""
    last = name.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace").decode()
    return cleaned_line(last)[-LONGEST_NAME:] or UNCALLED


async def _laid_down(request: web.Request, most: int, file: IO[bytes]) -> str:
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
            name, room = called(part.filename), most
            while chunk := await part.read_chunk(CHUNK):
                room -= len(chunk)
                if room < 0:
                    raise too_large_file(name, most)
                _write(file, chunk)
            return name
    raise wrong_field("file")


def _room() -> IO[bytes]:
    try:
        return tempfile.NamedTemporaryFile(buffering=0)
    except OSError:
        raise store_full() from None


def _write(file: IO[bytes], chunk: bytes) -> None:
    rest = memoryview(chunk)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        raise store_full() from None
