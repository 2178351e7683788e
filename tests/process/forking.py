"""Starts the program fast: imports it once, then forks for each start that it is told of.

It reads JSON, one object a line, and answers each with a line. `{"start": ...}` has the command's
arguments, the whole environment, the folder to start from and where what it writes goes; the
answer is the process id. `{"wait": id}` is answered by the exit code, or null while it runs.
"""

import gc
import json
import os
import sys
from typing import TypedDict

import app  # noqa: TID251 - the composition root itself is under test


class Start(TypedDict):
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    out: str
    err: str


def start(wanted: Start) -> None:
    """Be the program, as it is started by hand."""
    os.chdir(wanted["folder"])
    for stream, name in ((0, os.devnull), (1, wanted["out"]), (2, wanted["err"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), stream)
    own = os.environ  # noqa: TID251 - this is the environment to start in
    own.clear()
    own.update(wanted["environment"])
    app.cli(wanted["arguments"])


def main() -> None:
    gc.freeze()  # or each fork would go through all that is imported, and copy it, as it ends
    for line in sys.stdin:
        told = json.loads(line)
        if "wait" in told:
            ended, status = os.waitpid(told["wait"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        else:
            answer = os.fork()
            if answer == 0:
                start(told["start"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
