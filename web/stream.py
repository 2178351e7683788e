"""Live streams: a writer of its own for each viewer, so that nobody waits for a slow one."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web

from bot.hub import UnknownMeetingError
from meeting.model import MeetingId
from web.frames import Frame, Frames, Kind
from web.health import Figures
from web.site import Site

RETRY = b"retry: 1000\n"  # milliseconds until a browser comes back
BEAT = b":\n\n"
HEADERS = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}


@dataclass(slots=True)
class Streams:
    """All open streams of this server."""

    site: Site
    frames: Frames
    figures: Figures
    closing: bool = False
    viewers: set[asyncio.Event] = field(default_factory=set)

    def wake(self) -> None:
        """Have every writer look again."""
        for news in self.viewers:
            news.set()

    async def close(self) -> None:
        self.closing = True
        self.wake()

    async def watch_the_time(self) -> None:
        """Wake the writers each minute of the meeting's clock: times shown move with it."""
        minute = None
        while True:
            now = self.site.clock.now().replace(second=0, microsecond=0)
            if now != minute:
                minute = now
                self.wake()
            await asyncio.sleep(self.site.pace.look)

    async def serve(self, request: web.Request, id_: MeetingId, kind: Kind) -> web.StreamResponse:
        """Answer with the stream, until the viewer has gone or the server stops."""
        response = web.StreamResponse(headers=HEADERS)
        async with self.site.hub.watching(id_) as news, self._counted(news, kind):
            await response.prepare(request)
            with contextlib.suppress(ConnectionError, UnknownMeetingError):
                await Writer(self, request, response).run(news, id_, kind)
        return response

    @contextlib.asynccontextmanager
    async def _counted(self, news: asyncio.Event, kind: Kind) -> AsyncIterator[None]:
        self.viewers.add(news)
        self.figures.streams.labels(kind.page).inc()
        try:
            yield
        finally:
            self.viewers.discard(news)
            self.figures.streams.labels(kind.page).dec()


@dataclass(slots=True)
class Writer:
    """Brings one viewer from frame to frame."""

    streams: Streams
    request: web.Request
    response: web.StreamResponse

    async def run(self, news: asyncio.Event, id_: MeetingId, kind: Kind) -> None:
        """Send the first frame at once, then the newest one whenever there is one."""
        self._bound_buffers()
        pace, last = self.streams.site.pace, None
        news.set()
        while not self.streams.closing:
            if not await _set_within(news, pace.heartbeat):
                await self._write(BEAT)
                continue
            news.clear()
            frame = self.streams.frames.newest(self.streams.site.hub.state(id_), kind)
            if frame is not last:
                last = await self._send(frame, last)
                await asyncio.sleep(pace.between)

    async def _send(self, frame: Frame, last: Frame | None) -> Frame:
        event = frame.event(last)
        await self._write(RETRY + event if last is None else event)
        return frame

    async def _write(self, data: bytes) -> None:
        """Write, or let a viewer go who has not read for too long: the browser comes back."""
        try:
            async with asyncio.timeout(self.streams.site.pace.slowest):
                await self._taken()
                await self.response.write(data)
        except TimeoutError:
            if self.request.transport is not None:
                self.request.transport.abort()
            raise ConnectionResetError from None

    async def _taken(self) -> None:
        """Wait until the viewer has taken what was sent before: never more than one event waits."""
        transport = self.request.transport
        while transport is not None and transport.get_write_buffer_size() > 0:  # noqa: ASYNC110
            await asyncio.sleep(self.streams.site.pace.between)  # a transport sets no event

    def _bound_buffers(self) -> None:
        """Keep what waits for a viewer small, here and in the kernel."""
        transport, most = self.request.transport, self.streams.site.pace.buffer
        if transport is None:
            return
        transport.set_write_buffer_limits(high=most)
        if (sock := transport.get_extra_info("socket")) is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, most)


async def _set_within(news: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await news.wait()
    except TimeoutError:
        return False
