"""`python -m tests.fuzzing.guided NAME CORPUS [libFuzzer options]`: one parser until it fails."""

import logging
import random
import sys

import atheris

with atheris.instrument_imports(
    include=["bot", "dialogs", "icalendar", "knowledge", "meeting", "web"],
    exclude=["bot.reports", "web.drawing"],
):
    from tests.fuzzing.parsers import PARSERS
from tests.fuzzing.mutating import mutated
from tests.fuzzing.running import tried


def main() -> None:
    logging.disable()
    parser = PARSERS[sys.argv[1]]

    def one(data: bytes) -> None:
        tried(parser, data)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        if seed % 2:
            return bytes(atheris.Mutate(data, most))
        return mutated(data, random.Random(seed), parser.pieces, most)

    atheris.Setup([sys.argv[0], *sys.argv[2:]], one, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
