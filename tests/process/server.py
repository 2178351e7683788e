"""Servers as processes of their own, on loopback, for tests that kill them."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from bot.keys import Keys
from bot.links import Links, links
from tests.given import demo_file
from tests.process.forks import Fork, forks

SECRET = "a secret for tests only, long enough"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Nursery:
    """Servers on one folder, or one database, one after the other."""

    def __init__(self, data: Path, store: str = "tinydb", speed: float = 1) -> None:
        self.speed = speed
        self.secret = SECRET
        self.port = free_port()
        self.data = data
        self.store = store
        self.base = f"http://127.0.0.1:{self.port}"
        self._child: Fork | None = None

    def start(self) -> int:
        """Fork a server on the folder; it is up once `ready` has returned."""
        wanted = {
            "PORT": str(self.port),
            "ORDSTYRER_DATA": str(self.data),
            "ORDSTYRER_STORE": self.store,
            "ORDSTYRER_DEV": "1",
            "ORDSTYRER_SECRET": self.secret,
            "ORDSTYRER_CLOCK_SPEED": str(self.speed),
        }
        self.close()  # what a test has killed may hold the folder for a moment
        self._child = forks().start(["serve"], wanted)
        return self._child.id

    def move(self, data: Path, store: str = "tinydb", secret: str = SECRET) -> None:
        """Kill the server; the next one will be on another machine, as far as that can be."""
        if self._child is not None:
            self._child.kill()
        self.data, self.store, self.secret, self.port = data, store, secret, free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    async def ready(self, session: aiohttp.ClientSession) -> None:
        for _ in range(400):
            try:
                async with session.get(f"{self.base}/healthz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.025)
        raise TimeoutError("the server did not come up")

    async def up(self) -> None:
        """Wait until it answers."""
        async with aiohttp.ClientSession() as session:
            await self.ready(session)

    def links(self) -> Links:
        keys = Keys(self.secret.encode())
        return links(demo_file().plans(keys)[0], keys, self.base)

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()


@contextmanager
def nursery(data: Path, store: str = "tinydb", speed: float = 1) -> Iterator[Nursery]:
    made = Nursery(data, store, speed)
    try:
        yield made
    finally:
        made.close()


def kill(process: int) -> None:
    """End it as a power cut would, without a word."""
    os.kill(process, signal.SIGKILL)
