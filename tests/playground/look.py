"""Serve the demo meeting inside Agents Playground, to look at it; Ctrl-C ends both."""

import tempfile
import time
from pathlib import Path

from tests.playground.playground_driver import Playground
from tests.playground.program import program


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="ordstyrer-") as folder,
        program(Path(folder)) as address,
        Playground(f"{address}/api/messages", browser=False) as playground,
    ):
        print(f"Playground: {playground.base} - you are Mette Vinther Poulsen, a host", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("ended")


if __name__ == "__main__":
    main()
