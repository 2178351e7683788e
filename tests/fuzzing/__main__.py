"""`python -m tests.fuzzing [--runs N] [--seed S] [NAME...]`: the long runs, a line of JSON each."""

import argparse
import sys
from pathlib import Path

from tests.fuzzing.parsers import PARSERS
from tests.fuzzing.running import soaked

KEPT = Path("/tmp/ordstyrer-fuzzing")  # noqa: S108 - what was found stays there to be looked at


def main() -> int:
    read = argparse.ArgumentParser(prog="tests.fuzzing")
    read.add_argument("--runs", type=int)
    read.add_argument("--seed", type=int, default=1)
    read.add_argument("names", nargs="*", default=[*PARSERS])
    asked = read.parse_args()
    KEPT.mkdir(exist_ok=True)
    found = 0
    for name in asked.names:
        parser = PARSERS[name]
        outcome = soaked(parser, asked.runs or parser.runs, asked.seed, KEPT)
        print(outcome.line(), flush=True)
        found += bool(outcome.told)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
