"""One run after the other of a parser: those that libFuzzer guides, and seeded ones after them."""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fuzzing.harness import Parser
from tests.fuzzing.mutating import mutated

ROOT = Path(__file__).parent.parent.parent
DONE = re.compile(r"Done (\d+) runs in (\d+) second")
HANGS = 60  # seconds on the wall after which a run is given up
RECENT = 1_000  # changed inputs that are changed further


class SlowError(AssertionError):
    """A parser took longer over one input than it may."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the runs; `told` is the finding, with the bytes that made it."""

    parser: str
    runs: int
    guided: int
    seconds: float
    seed: int
    told: str = ""

    def line(self) -> str:
        """Give it as one line of JSON."""
        figures: dict[str, object] = {"parser": self.parser, "runs": self.runs}
        figures |= {"guided": self.guided, "seconds": round(self.seconds, 1)}
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
    chance, seeds = Random(seed), [*parser.seeds()]
    recent, most = deque(seeds, RECENT), _longest(parser)
    for number in range(runs):
        if number < len(seeds):
            data = seeds[number]
        else:
            known = recent if number % 3 == 0 else seeds
            data = mutated(chance.choice(known), chance, parser.pieces, most)
        if number % 3 == 0:
            recent.append(data)  # changes on top of changes
        try:
            tried(parser, data)
        except BaseException as error:
            error.add_note(f"{parser.name} failed on {data!r}")
            raise


def soaked(parser: Parser, runs: int, seed: int, kept: Path) -> Outcome:
    """Let libFuzzer look for new ways through the parser, then change all that it has found.

    Each in a process of its own; inputs that make one fail are in what is told, or in `kept`.
    """
    began = time.monotonic()
    first = min(runs, parser.guided)
    with tempfile.TemporaryDirectory() as folder:
        made, finding = _guided(parser, first, seed, kept, Path(folder))
        guided = made
        if not finding and runs > first:
            order = ("unguided", parser.name, f"{folder}/corpus", str(runs - first), str(seed))
            status, said = _run(*order)
            finding = said[-6000:] if status else ""
            made += 0 if status else runs - first
    return Outcome(parser.name, made, guided, time.monotonic() - began, seed, finding)


def _guided(parser: Parser, runs: int, seed: int, kept: Path, folder: Path) -> tuple[int, str]:
    """Give how many runs were made, and what was found."""
    corpus, words = folder / "corpus", folder / "words"
    corpus.mkdir()
    for number, data in enumerate(parser.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    words.write_text("\n".join(map(_quoted, parser.pieces)))
    orders = (
        *(f"-runs={runs}", f"-seed={seed}", f"-dict={words}", f"-artifact_prefix={kept}/"),
        *(f"-max_len={_longest(parser)}", f"-timeout={HANGS}", "-rss_limit_mb=3000"),
        *("-print_final_stats=0", "-verbosity=1"),
    )
    status, said = _run("guided", parser.name, str(corpus), *orders)
    done = DONE.search(said)
    return int(done[1]) if done else 0, "" if status == 0 and done else said[-6000:]


def _run(module: str, *orders: str) -> tuple[int, str]:
    """Run one of this folder's programs; give how it ended, and what it said."""
    ended = subprocess.run(
        [sys.executable, "-m", f"tests.fuzzing.{module}", *orders],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    said = ended.stdout.decode("utf-8", "replace") + ended.stderr.decode("utf-8", "replace")
    return ended.returncode, said


def _longest(parser: Parser) -> int:
    return max(parser.longest, *map(len, parser.seeds()))


def _quoted(piece: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02X}" for byte in piece) + '"'
