"""How answers and events go over a line: packed for browsers, which all unpack.

There is no secret in any of them that the size of what is packed could give away.
"""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aiohttp import HttpVersion11, web

RETRY = b"retry: 1000\n"  # milliseconds until a browser comes back
GZIP = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # the header that any gzip stream may begin with
TEXTS = frozenset({"text/html", "application/json"})
WORTH_WHILE = 1400  # bytes; less goes into one packet anyway
RAW = -zlib.MAX_WBITS  # no header of its own


@dataclass(frozen=True, slots=True)
class Wire:
    """How an event is written; the bytes are the same for all whose lines are alike.

    `packed` makes a full board a twentieth; `chunked` is everything since HTTP/1.1.
    """

    packed: bool
    chunked: bool

    @classmethod
    def of(cls, request: web.Request) -> "Wire":
        return cls(unpacks(request), chunked=request.version >= HttpVersion11)

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


def unpacks(request: web.Request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def pack_answer(request: web.Request, response: web.StreamResponse) -> None:
    """Pack a whole answer if that is worth while; a page with 300 questions is half a megabyte."""
    if not isinstance(response, web.Response) or response.content_type not in TEXTS:
        return
    body = response.body
    if not isinstance(body, bytes) or len(body) < WORTH_WHILE:
        return
    response.headers["Vary"] = "Accept-Encoding"
    if unpacks(request):
        response.body = gzip.compress(body, 1, mtime=0)
        response.headers["Content-Encoding"] = "gzip"


def pack(data: bytes) -> bytes:
    """Pack a piece that refers to nothing before it, so that it fits into anybody's stream."""
    packer = zlib.compressobj(wbits=RAW)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


@cache
def _beat(wire: Wire) -> bytes:
    return wire.form(b":\n\n")
