"""Files that people send: read within limits, and kept a moment until they are confirmed."""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from aiohttp import BodyPartReader, web

from meeting.ids import MeetingId, PersonId
from web.wrongs import malformed, too_large, too_slow, wrong_field, wrong_type

MOST_KEPT = 20  # of all meetings; the oldest is forgotten first
SLOWEST = 60.0  # seconds for a whole file
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sent:
    name: str
    data: bytes


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


async def read_file(request: web.Request, most: int) -> Sent:
    """Read the form's one file, of at most so many bytes. Raises WrongError."""
    if request.content_type != "multipart/form-data":
        raise wrong_type()
    try:
        async with asyncio.timeout(SLOWEST):
            return await _file(request, most)
    except TimeoutError:
        raise too_slow() from None
    except (web.RequestPayloadError, ValueError, KeyError):
        raise malformed() from None


async def _file(request: web.Request, most: int) -> Sent:
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
            data = bytearray()
            while chunk := await part.read_chunk(64 * 1024):
                data += chunk
                if len(data) > most:
                    raise too_large()
            return Sent(part.filename, bytes(data))
    raise wrong_field("file")
