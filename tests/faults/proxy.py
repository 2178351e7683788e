"""A TCP proxy that stands between two ends and fails as it is told to, while it runs.

`proxy.asking` is the way from client to server, `proxy.answering` the way back; each can stall,
be slow or drip by itself. `cut`, `reset` and `half_close` end the connections there are.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

PIECE = 65536  # bytes
AT_ONCE = struct.pack("ii", 1, 0)  # linger for no time: what is under way is thrown away


class Way:
    """One direction of all connections."""

    def __init__(self) -> None:
        self.delay = 0.0  # seconds before each piece is passed on
        self.drip = 0.0  # seconds after each single byte; 0 passes whole pieces on
        self.passed = 0  # bytes
        self.deaf: set[asyncio.StreamWriter] = set()  # have been told that nothing comes any more
        self._flowing = asyncio.Event()
        self._flowing.set()

    def stall(self) -> None:
        """Pass nothing on, and keep it until `flow`; nobody is told."""
        self._flowing.clear()

    def flow(self) -> None:
        self._flowing.set()
        self.delay = self.drip = 0.0

    async def carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Pass on until one end has ended, and then tell the other."""
        while piece := await source.read(PIECE):
            await asyncio.sleep(self.delay)
            for part in _single(piece) if self.drip else [piece]:
                await self._flowing.wait()
                if target not in self.deaf:
                    target.write(part)
                    await target.drain()
                self.passed += len(part)
                await asyncio.sleep(self.drip)
        await self._flowing.wait()
        self.end(target)

    def end(self, target: asyncio.StreamWriter) -> None:
        if target not in self.deaf and not target.is_closing():
            self.deaf.add(target)
            target.write_eof()


class Proxy:
    """Listens on `port`; what comes there goes on to the other end."""

    def __init__(self, host: str, port: int) -> None:
        self.asking, self.answering = Way(), Way()
        self.accepted = 0
        self.port = 0
        self._target = host, port
        self._server: asyncio.Server | None = None
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Take connections, on the same port as before."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def refuse(self) -> None:
        """Take no new connections until `open`; there is nobody at that port."""
        if self._server is not None:
            self._server.close()
            self._server = None
            await asyncio.sleep(0)

    def stall(self) -> None:
        """Hang: connections are taken, and nothing is answered."""
        self.asking.stall()
        self.answering.stall()

    def flow(self) -> None:
        self.asking.flow()
        self.answering.flow()

    def cut(self) -> None:
        """End all connections in good order, in the middle of whatever it is."""
        for pair in self._pairs:
            for writer in pair:
                writer.close()

    def reset(self) -> None:
        """End all connections as a machine does that knows nothing of them."""
        for pair in self._pairs:
            for writer in pair:
                _socket(writer).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                writer.transport.abort()

    def half_close(self) -> None:
        """Tell the clients that no answer comes any more, while they may go on asking."""
        for client, _ in self._pairs:
            self.answering.end(client)

    async def close(self) -> None:
        await self.refuse()
        self.reset()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        self.accepted += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._join(reader, client)
        except (OSError, asyncio.CancelledError):
            client.transport.abort()
        finally:
            self._tasks.discard(task)

    async def _join(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        back, server = await asyncio.open_connection(*self._target)
        pair = client, server
        self._pairs.add(pair)
        ways = self.asking.carry(reader, server), self.answering.carry(back, client)
        both = [asyncio.create_task(way) for way in ways]
        try:
            await asyncio.gather(*both)
        finally:
            self._pairs.discard(pair)
            for way, writer in zip((self.answering, self.asking), pair, strict=True):
                way.deaf.discard(writer)
                writer.close()  # before anything is awaited: `close` may give up on the rest
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            for writer in pair:
                with suppress(OSError):
                    await writer.wait_closed()


@asynccontextmanager
async def proxy_to(port: int, host: str = "127.0.0.1") -> AsyncIterator[Proxy]:
    """Stand in front of that port until the block ends."""
    made = Proxy(host, port)
    await made.open()
    try:
        yield made
    finally:
        await made.close()


def _single(piece: bytes) -> list[bytes]:
    return [piece[at : at + 1] for at in range(len(piece))]


def _socket(writer: asyncio.StreamWriter) -> socket.socket:
    made = writer.get_extra_info("socket")
    assert made is not None
    return made  # type: ignore[no-any-return] # asyncio says it may be anything
