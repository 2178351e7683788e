"""The whole program in a process of its own, as its users start it, timed from the start."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECRET = "a secret for benchmarks only"  # noqa: S105 - it guards nothing
PATIENCE = 60.0  # seconds
LOOKS_EACH = 0.005  # seconds


@dataclass(slots=True)
class Program:
    """A running one; `began` is on time.perf_counter's clock, in seconds."""

    port: int
    process: "subprocess.Popen[bytes]"
    began: float = field(default_factory=time.perf_counter)

    def seconds_to(self, path: str) -> float:
        """Give the seconds from the start until the path answers 200."""
        while not self._answers(path):
            if self.process.poll() is not None or time.perf_counter() - self.began > PATIENCE:
                raise RuntimeError("the server did not come up")
            time.sleep(LOOKS_EACH)
        return time.perf_counter() - self.began

    def _answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.HTTPStatus.OK
        except ConnectionRefusedError:
            return False
        finally:
            connection.close()


@contextmanager
def program(folder: Path, **settings: str) -> Iterator[Program]:
    """Run `app.py serve` on a data folder until the block ends; `settings` go to its environment.

    What it says is thrown away.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    own = {"ORDSTYRER_DATA": str(folder), "ORDSTYRER_SECRET": SECRET, "ORDSTYRER_DEV": "1"}
    server = subprocess.Popen(
        [sys.executable, "app.py", "serve"],
        cwd=ROOT,
        env=os.environ | own | settings | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Program(port, server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)
