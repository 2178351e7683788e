"""Live streams: all viewers of a kind are brought forward together, and nobody waits for the slow.

A viewer's line is only ever handed an event when it has taken the one before, so what waits for a
viewer is bounded, and a line that takes nothing for too long is cut: the browser comes back.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.hub import UnknownMeetingError
from meeting.ids import MeetingId
from web.frames import Frame, Frames, Kind
from web.health import Figures
from web.line import Line
from web.site import Site
from web.wire import Wire

log = logging.getLogger(__name__)

AT_ONCE = 100  # viewers written to before anybody else's request gets its turn
HEADERS = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}


@dataclass(slots=True)
class Streams:
    """All open streams of this server."""

    site: Site
    frames: Frames
    figures: Figures
    closing: bool = False
    channels: "dict[tuple[MeetingId, Kind], Channel]" = field(default_factory=dict)
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def serve(
        self,
        request: web.Request,
        id_: MeetingId,
        kind: Kind,
        known: int | None,
        still: Callable[[], bool],
    ) -> web.StreamResponse:
        """Answer with the stream of a page that is as new as `known`, until its viewer has gone.

        It ends too when the viewer may not see it any more.
        """
        wire = Wire.of(request)
        response = web.StreamResponse(headers={**HEADERS, **wire.headers})
        await response.prepare(request)
        await response.write(wire.opening)
        line = Line.of(request, self.site.pace, wire, known, still)
        gauge = self.figures.streams.labels(kind.page)
        gauge.inc()
        try:
            if line is not None and not self.closing:
                self._channel(id_, kind).enter(line)
                await line.left
        finally:
            gauge.dec()
        return response

    async def close(self) -> None:
        """Let everybody go; browsers come back when the server does."""
        self.closing = True
        tasks = [channel.task for channel in self.channels.values() if channel.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _channel(self, id_: MeetingId, kind: Kind) -> "Channel":
        key = (id_, kind)
        if key not in self.channels:
            channel = self.channels[key] = Channel(self, id_, kind)
            channel.task = asyncio.create_task(channel.run(), name=f"stream {kind.page}")
        return self.channels[key]


@dataclass(slots=True)
class Channel:
    """The viewers of one kind in one meeting; it lives as long as there are any."""

    streams: Streams
    id: MeetingId
    kind: Kind
    lines: set[Line] = field(default_factory=set)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    frame: Frame | None = None
    task: "asyncio.Task[None] | None" = None

    def enter(self, line: Line) -> None:
        """Send the first event at once if what is drawn is the newest, else with the drawing."""
        self.lines.add(line)
        if self.frame is None or self.news.is_set():
            self.news.set()
        else:
            line.bring(self.frame)

    async def run(self) -> None:
        try:
            async with self.streams.site.hub.watching(self.id) as self.news:
                while self.lines:
                    await self._go_on()
        except UnknownMeetingError:
            pass  # erased while people looked on
        except Exception:
            log.exception("a stream ended", extra={"page": self.kind.page})
        finally:
            del self.streams.channels[self.id, self.kind]
            for line in self.lines:
                line.end()

    async def _go_on(self) -> None:
        """Bring everybody to the newest frame, then wait for news or until times have moved."""
        pace = self.streams.site.pace
        frame = await self._drawn()
        slow = False
        for number, line in enumerate(tuple(self.lines), 1):
            slow |= line.bring(frame)
            if line.left.done():
                self.lines.discard(line)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
        await asyncio.sleep(pace.between)
        if not slow:
            await _set_within(self.news, pace.look)

    async def _drawn(self) -> Frame:
        """Draw; one kind at a time, so that requests come between."""
        site = self.streams.site
        async with self.streams.drawing:
            self.news.clear()
            self.frame = self.streams.frames.newest(site.hub.state(self.id), self.kind)
            await asyncio.sleep(0)
        return self.frame


async def _set_within(news: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await news.wait()
