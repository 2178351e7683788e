"""One run after the other of a parser: seeded ones here, and those that libFuzzer guides."""

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fuzzing.harness import Parser
from tests.fuzzing.mutating import mutated

ROOT = Path(__file__).parent.parent.parent
DONE = re.compile(r"Done (\d+) runs in (\d+) second")
HANGS = 60  # seconds on the wall after which a run is given up


class SlowError(AssertionError):
    """A parser took longer over one input than it may."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the runs; `told` is the finding, with the bytes that made it."""

    parser: str
    runs: int
    seconds: float
    seed: int
    told: str = ""

    def line(self) -> str:
        """Give it as one line of JSON."""
        figures = {"parser": self.parser, "runs": self.runs, "seconds": round(self.seconds, 1)}
        rate = round(self.runs / self.seconds) if self.seconds else None
        return json.dumps({**figures, "a second": rate, "seed": self.seed, "found": self.told})


def tried(parser: Parser, data: bytes) -> None:
    """Run once. Raises whatever the parser does not name, and SlowError."""
    began = time.process_time()
    parser.one(data)
    took = time.process_time() - began
    if took > parser.within:
        raise SlowError(f"{took:.1f} s for {len(data)} bytes")


def seeded(parser: Parser, runs: int, seed: int) -> None:
    """Try the seeds as they are, and then changed. Raises what was found, with its bytes."""
    chance, known = Random(seed), [*parser.seeds()]
    whole, most = [*known], _longest(parser)
    for number in range(runs):
        if number < len(whole):
            data = whole[number]
        else:
            data = mutated(chance.choice(known), chance, parser.pieces, most)
        if number % 3 == 0:
            known.append(data)  # changes on top of changes
        try:
            tried(parser, data)
        except BaseException as error:
            error.add_note(f"{parser.name} failed on {data!r}")
            raise


def guided(parser: Parser, runs: int, seed: int, kept: Path) -> Outcome:
    """Let libFuzzer look for new ways through the parser, in a process of its own."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, data in enumerate(parser.seeds()):
            (corpus / f"seed-{number}").write_bytes(data)
        words = Path(folder) / "words"
        words.write_text("\n".join(map(_quoted, parser.pieces)))
        orders = (
            *(f"-runs={runs}", f"-seed={seed}", f"-dict={words}", f"-artifact_prefix={kept}/"),
            *(f"-max_len={_longest(parser)}", f"-timeout={HANGS}", "-rss_limit_mb=3000"),
            *("-print_final_stats=0", "-verbosity=1"),
        )
        told = subprocess.run(
            [sys.executable, "-m", "tests.fuzzing.guided", parser.name, str(corpus), *orders],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
    said = told.stdout.decode("utf-8", "replace") + told.stderr.decode("utf-8", "replace")
    done = DONE.search(said)
    finding = "" if told.returncode == 0 and done else said[-6000:]
    made = int(done[1]) if done else 0
    return Outcome(parser.name, made, time.monotonic() - began, seed, finding)


def _longest(parser: Parser) -> int:
    return max(parser.longest, *map(len, parser.seeds()))


def _quoted(piece: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02X}" for byte in piece) + '"'
