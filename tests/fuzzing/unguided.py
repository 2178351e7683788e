"""`python -m tests.fuzzing.unguided NAME CORPUS RUNS SEED`: a corpus changed, until one fails."""

import faulthandler
import logging
import sys
from dataclasses import replace
from pathlib import Path

from tests.fuzzing.parsers import PARSERS
from tests.fuzzing.running import HANGS, seeded


def main() -> None:
    logging.disable()
    parser = PARSERS[sys.argv[1]]
    corpus = tuple(file.read_bytes() for file in sorted(Path(sys.argv[2]).iterdir()))

    def watched(data: bytes) -> None:
        faulthandler.dump_traceback_later(HANGS, exit=True)
        parser.one(data)

    seeded(replace(parser, one=watched, seeds=lambda: corpus), int(sys.argv[3]), int(sys.argv[4]))


if __name__ == "__main__":
    main()
