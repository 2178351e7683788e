"""One viewer's line: what went over it last, and whether it was taken."""

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from web.frames import Frame
from web.site import Pace
from web.wire import Wire

AT_ONCE = struct.pack("ii", 1, 0)  # linger for no time: what was not read is forgotten


@dataclass(slots=True, eq=False)
class Line:
    """`known` is how new the viewer's page was, `still` says whether they may see it yet.

    `left` is done when the viewer has gone.
    """

    transport: asyncio.Transport
    pace: Pace
    wire: Wire
    known: int | None
    still: Callable[[], bool]
    left: "asyncio.Future[None]" = field(default_factory=lambda: _loop().create_future())
    frame: Frame | None = None
    untaken: int = 0
    moved: float = field(default_factory=lambda: _loop().time())

    @classmethod
    def of(
        cls,
        request: web.Request,
        pace: Pace,
        wire: Wire,
        known: int | None,
        still: Callable[[], bool],
    ) -> "Line | None":
        """Take over the line of a request; None if it is cut already."""
        transport = request.transport
        if transport is None:
            return None
        if (sock := transport.get_extra_info("socket")) is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, pace.buffer)
        return cls(transport, pace, wire, known, still)

    def bring(self, frame: Frame) -> bool:
        """Send what leads to this frame if the last event was taken; say whether it was not."""
        if self.transport.is_closing():
            self.leave()
            return False
        if not self.still():
            self.end()
            return False
        if untaken := self.transport.get_write_buffer_size():
            self._wait(untaken)
            return True
        self.untaken = 0
        if frame is not self.frame:
            self._send(self._event(frame))
            self.frame = frame
        elif _loop().time() - self.moved >= self.pace.heartbeat:
            self._send(self.wire.beat)
        return False

    def leave(self) -> None:
        if not self.left.done():
            self.left.set_result(None)

    def end(self) -> None:
        """Let the viewer go in good order, or at once where that would have to be waited for."""
        if not self.transport.is_closing() and self.transport.get_write_buffer_size():
            self._cut()
        self.leave()

    def _event(self, frame: Frame) -> bytes:
        if self.frame is None:
            return frame.since(self.known, self.wire)
        return frame.after(self.frame, self.wire)

    def _send(self, data: bytes) -> None:
        self.transport.write(data)
        self.moved = _loop().time()

    def _wait(self, untaken: int) -> None:
        """Bear with a slow viewer as long as it takes something."""
        now = _loop().time()
        if untaken < self.untaken or not self.untaken:
            self.untaken, self.moved = untaken, now
        elif now - self.moved >= self.pace.slowest:
            self._cut()
            self.leave()

    def _cut(self) -> None:
        """Reset the line, so that the kernel does not keep what was never read either."""
        if (sock := self.transport.get_extra_info("socket")) is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.transport.abort()


def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()
