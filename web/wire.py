"""How an event goes over a viewer's line; the bytes are the same for all whose lines are alike."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aiohttp import HttpVersion11, web

RETRY = b"retry: 1000\n"  # milliseconds until a browser comes back
GZIP = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # the header that any gzip stream may begin with
RAW = -zlib.MAX_WBITS  # no header of its own


@dataclass(frozen=True, slots=True)
class Wire:
    """`packed` for a browser that unpacks (a full board is a twentieth), `chunked` since 1.1."""

    packed: bool
    chunked: bool

    @classmethod
    def of(cls, request: web.Request) -> "Wire":
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        return cls(packed, chunked=request.version >= HttpVersion11)

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Content-Encoding": "gzip"} if self.packed else {}

    @property
    def opening(self) -> bytes:
        """Give what comes before the first event; the chunk around it is aiohttp's."""
        return GZIP + pack(RETRY) if self.packed else RETRY

    @property
    def beat(self) -> bytes:
        """Give a comment, which keeps the line open and is no news."""
        return _beat(self)

    def form(self, data: bytes) -> bytes:
        if self.packed:
            data = pack(data)
        return b"%x\r\n%b\r\n" % (len(data), data) if self.chunked else data


def pack(data: bytes) -> bytes:
    """Pack a piece that refers to nothing before it, so that it fits into anybody's stream."""
    packer = zlib.compressobj(wbits=RAW)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


@cache
def _beat(wire: Wire) -> bytes:
    return wire.form(b":\n\n")
