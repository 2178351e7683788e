"""The program, started as people start it, without the second that its imports take each time."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).parent.parent.parent
LOOK = 0.005  # seconds


@dataclass
class Forks:
    """One parent that has everything imported; its children are the program."""

    _alone: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.process.forking"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(
        self,
        arguments: Iterable[str | Path],
        environment: Mapping[str, str],
        folder: Path = ROOT,
        out: Path | str = os.devnull,
        err: Path | str | None = None,
    ) -> "Fork":
        """Start a command; what it writes is added to the files."""
        wanted = {
            "arguments": [*map(str, arguments)],
            "environment": dict(environment),
            "folder": str(folder),
            "out": str(out),
            "err": str(out if err is None else err),
        }
        return Fork(self, int(str(self.tell({"start": wanted}))))

    def tell(self, what: Mapping[str, object]) -> object:
        with self._alone:
            assert self._parent.stdin is not None
            assert self._parent.stdout is not None
            self._parent.stdin.write(json.dumps(what) + "\n")
            self._parent.stdin.flush()
            return json.loads(self._parent.stdout.readline())


@dataclass
class Fork:
    """The program in a process of its own."""

    parent: Forks
    id: int
    code: int | None = None

    def signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.id, number)

    def ended(self) -> bool:
        if self.code is None:
            found = self.parent.tell({"wait": self.id})
            self.code = None if found is None else int(str(found))
        return self.code is not None

    def wait(self, within: float) -> int:
        """Give the exit code; negative is the signal that ended it."""
        until = time.monotonic() + within
        while not self.ended():
            if time.monotonic() > until:
                self.kill()
                raise TimeoutError(f"it did not end within {within} s")
            time.sleep(LOOK)
        assert self.code is not None
        return self.code

    def kill(self) -> None:
        """End it as a power cut would, without a word, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        while not self.ended():
            time.sleep(LOOK)


@cache
def forks() -> Forks:
    """Give this process's parent; it ends with us, as nothing more can be read then."""
    return Forks()
