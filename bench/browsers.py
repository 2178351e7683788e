"""Cheap clients for benchmarks: bytes made beforehand out, as little as possible read back."""

import asyncio
import time
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson
from typing_extensions import override

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    def json(self) -> Mapping[str, object]:
        found: Mapping[str, object] = orjson.loads(self.body)
        return found

    @property
    def cookie(self) -> bytes:
        return next(
            line.partition(b":")[2].split(b";")[0].strip()
            for line in self.head.split(b"\r\n")
            if line.lower().startswith(b"set-cookie:")
        )


@dataclass(frozen=True, slots=True)
class Room:
    """The meeting's address, and requests to it as they go over the line."""

    host: str
    port: int
    path: str

    @classmethod
    def of(cls, link: str) -> "Room":
        parts = urlsplit(link)
        return cls(parts.hostname or "", parts.port or 80, parts.path)

    def get(self, path: str, cookie: bytes = b"", more: bytes = b"") -> bytes:
        return self._request("GET", path, cookie) + more + b"\r\n"

    def post(self, path: str, data: object = None, cookie: bytes = b"") -> bytes:
        body = b"" if data is None else orjson.dumps(data)
        kind = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        return self._request("POST", path, cookie) + kind + body

    def _request(self, method: str, path: str, cookie: bytes) -> bytes:
        here = f"{self.host}:{self.port}"
        head = f"{method} {self.path}{path} HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\n"
        more = b"Accept: application/json\r\nAccept-Language: da\r\n"
        return head.encode() + more + (b"Cookie: %b\r\n" % cookie if cookie else b"")


class Plug(asyncio.Protocol):
    """What any connection has: a way to write, and to be cut."""

    _transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment] # uvloop's is none of asyncio's

    def write(self, data: bytes) -> None:
        assert self._transport is not None
        self._transport.write(data)

    def cut(self) -> None:
        assert self._transport is not None
        self._transport.abort()


class Line(Plug):
    """A connection that is kept: a request at a time."""

    def __init__(self) -> None:
        self._got = b""
        self._waiting: asyncio.Future[Answer] | None = None

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        self._waiting = asyncio.get_running_loop().create_future()
        self.write(request)
        return self._waiting

    @override
    def data_received(self, data: bytes) -> None:
        got = self._got = self._got + data
        head, gap, body = got.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return
        self._got = b""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(Answer(int(head[9:12]), head, body))

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError())


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"Content-Length: ")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


async def lines(room: Room, number: int) -> list[Line]:
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(Line, room.host, room.port) for _ in range(number)]
    return [line for _, line in made]


class Viewer(Plug):
    """Follows a stream, packed as browsers ask for it, and notes when it had which version.

    Each event is a chunk that refers to none before it, so only its beginning is unpacked.
    """

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._rest = b""
        self._opened = False
        self.versions = array("Q")
        self.times = array("d")
        self.bytes = 0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.write(self._request)

    @override
    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)
        rest = self._rest + data if self._rest else data
        if not self._opened:
            _, gap, rest = rest.partition(b"\r\n\r\n")
            self._opened = bool(gap)
        self._rest = self._events(rest) if self._opened else rest

    def _events(self, data: bytes) -> bytes:
        """Note every whole chunk; give what is left over."""
        at = 0
        while (gap := data.find(b"\r\n", at)) > 0:
            end = gap + 2 + int(data[at:gap], 16)
            if len(data) < end + 2:
                break
            if not data.startswith(GZIP, gap + 2):
                self._note(data[gap + 2 : end])
            at = end + 2
        return data[at:]

    def _note(self, packed: bytes) -> None:
        begins = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, 40)
        if begins.startswith(b"id: "):
            self.versions.append(int(begins[4 : begins.index(b"\n")]))
            self.times.append(time.perf_counter())

    def forget(self) -> None:
        """Keep only what was seen last."""
        del self.versions[:-1], self.times[:-1]
        self.bytes = 0
