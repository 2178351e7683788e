"""Starts servers fast: imports the program once, then forks one for each line it reads.

A line is JSON: the settings of the server to start; the answer is its process id. A server that
is killed leaves nothing behind but its data folder.
"""

import asyncio
import json
import os
import sys

import uvloop

import app  # noqa: TID251 - the composition root itself is under test
from bot.logs import set_up_logs
from bot.settings import Settings


def serve(wanted: dict[str, str]) -> None:
    """Be a server in this process until killed."""
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 0)
    os.dup2(quiet, 1)
    set_up_logs()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(app.run(Settings.model_validate(wanted)))


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            serve(json.loads(line))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
