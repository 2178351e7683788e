"""The real server in a process of its own, over the store that a benchmark names.

`python -m bench.serving STORE FOLDER PORT` serves the demo meeting until it is killed. A store is
`memory`, `tinydb` or a postgresql:// address.
"""

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from bench.scratch import scratch
from bot.files.meeting_file import read_meeting_file
from bot.keys import Keys
from bot.links import Links, links
from bot.logs import set_up_logs
from bot.ports import Stores
from bot.settings import Settings
from bot.stores.lease import OwnLease
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from bot.stores.opening import open_stores
from web.doors import allow_many

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "examples" / "programledermoede-2020-03" / "meeting.yaml"
SECRET = "only for measuring, nothing else"  # noqa: S105 - it protects nothing
KEYS = Keys(SECRET.encode())
PATIENCE = 20.0  # seconds for a server to begin


@dataclass(frozen=True, slots=True)
class MemoryStores:
    """Everything kept in memory alone: the baseline that no durable store can pass."""

    store: MemoryStore = field(default_factory=MemoryStore)
    notes: MemoryNotes = field(default_factory=MemoryNotes)
    ballots: MemoryBallots = field(default_factory=MemoryBallots)
    lease: OwnLease = field(default_factory=OwnLease)
    trouble: str | None = None

    async def close(self) -> None:
        self.lease.close()
        await self.notes.close()
        await self.store.close()


@dataclass(frozen=True, slots=True)
class Server:
    """A running one; what it holds in memory is read from the system."""

    port: int
    process: int

    @property
    def links(self) -> Links:
        plan = read_meeting_file(DEMO).plans(KEYS)[0]
        return links(plan, KEYS, f"http://127.0.0.1:{self.port}")

    def resident(self) -> float:
        """Give its memory in MB."""
        return self._status("VmRSS:")

    def peak(self) -> float:
        return self._status("VmHWM:")

    def _status(self, wanted: str) -> float:
        lines = Path(f"/proc/{self.process}/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(wanted))

    def unsent(self) -> int:
        """Give the most bytes that the kernel keeps for one of its lines."""
        rows = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
        here = f":{self.port:04X}"
        fields = (row.split() for row in rows)
        return max((int(row[4][:8], 16) for row in fields if row[1].endswith(here)), default=0)

    def seconds(self) -> float:
        """Give the processor time it has taken."""
        fields = Path(f"/proc/{self.process}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100


@contextlib.contextmanager
def server(store: str) -> Iterator[Server]:
    """Run one until the block ends."""
    port = _free_port()
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        command = [sys.executable, "-m", "bench.serving", store, folder, str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
        try:
            _wait_for(port, process)
            yield Server(port, process.pid)
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            line.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            if line.recv(100).startswith(b"HTTP/1.0 200"):
                return
        time.sleep(0.05)
    raise TimeoutError("the server did not come up")


async def serve(store: str, folder: Path, port: int) -> None:
    wanted = {"ORDSTYRER_DEV": True, "ORDSTYRER_DATA": folder, "ORDSTYRER_SECRET": SECRET}
    if store != "memory":
        wanted["ORDSTYRER_STORE"] = store
    settings = Settings.model_validate({**wanted, "PORT": port})
    stores: Stores = MemoryStores() if store == "memory" else await open_stores(settings)
    import app  # noqa: PLC0415 - the whole server is measured, in its own process

    try:
        await app.serve_stores(settings, KEYS, stores)
    finally:
        await stores.close()


if __name__ == "__main__":
    set_up_logs()
    allow_many()
    uvloop.run(serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
