"""Starts the program through its command line and says how it ended: a fork for each line it reads.

A line is JSON: the environment to start in and the folder to start from. The answer is the exit
code; none when it went on to tell its links, and then it is ended. What it wrote is there in `out`
and `err`.
"""

import gc
import json
import os
import signal
import sys
import time
from pathlib import Path

import app  # noqa: TID251 - the composition root itself is under test

WITHIN = 20.0  # seconds to make up its mind
OWN = ("ORDSTYRER_", "MICROSOFT", "IDENTITY_", "PORT")


def start(environment: dict[str, str], folder: str) -> None:
    """Be the program, as it is started by hand."""
    os.chdir(folder)
    for stream, name in ((0, os.devnull), (1, "out"), (2, "err")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), stream)
    own = os.environ  # noqa: TID251 - this is the environment to start in
    for name in [name for name in own if name.upper().startswith(OWN)]:
        del own[name]
    own.update(environment)
    app.cli(["serve"])


def ended(child: int, told: Path) -> int | None:
    until = time.monotonic() + WITHIN
    while time.monotonic() < until and not (told.exists() and told.stat().st_size):
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def main() -> None:
    gc.freeze()  # or each fork would go through all that is imported, and copy it, as it ends
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            start(wanted["environment"], wanted["folder"])
        print(json.dumps(ended(child, Path(wanted["folder"], "out"))), flush=True)


if __name__ == "__main__":
    main()
