"""The real program in development mode on a free port, with a data folder of its own."""

# ruff: noqa: TID251 - a child gets this process's environment
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.playground.playground_driver import claim_port, end

ROOT = Path(__file__).parent.parent.parent
WITHIN = 60.0  # seconds until it serves


@contextmanager
def program(data: Path, port: int = 0) -> Iterator[str]:
    """Run the demo meeting and give its address."""
    port = claim_port(port)
    environment = {
        **os.environ,
        "ORDSTYRER_DEV": "1",
        "ORDSTYRER_DATA": str(data),
        "PORT": str(port),
    }
    command = [sys.executable, str(ROOT / "app.py"), "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        end(process)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/healthz") as answer:  # noqa: S310 - our own address
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError("the program did not start")
