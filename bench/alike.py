"""What it costs to find questions that ask the same, among 100, 1,000 and 10,000 of them.

`near` is what happens while somebody types; the baseline is the answer engine's search over the
same number of entries, which runs for each question as well.
"""

import itertools
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

from knowledge.alike import Index

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"
SIZES = (100, 1_000, 10_000)
TRIES = 200


def texts() -> list[str]:
    """Real queries, and as many more as are wanted by putting their halves together anew."""
    rows = (FIXTURES / "faq-own.jsonl").read_text(encoding="utf-8").splitlines()
    real = [json.loads(row)["query"] for row in rows]
    chance = random.Random(7)  # noqa: S311 - for words, not for secrets
    halves = [text.split() for text in real]
    pairs = ((chance.choice(halves), chance.choice(halves)) for _ in itertools.count())
    made = (" ".join((*one[: len(one) // 2], *two[len(two) // 2 :])) for one, two in pairs)
    return list(itertools.islice(itertools.chain(real, made), max(SIZES)))


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    found = texts()
    asked = found[:TRIES]
    first = None
    for size in SIZES:
        index = Index()
        started = time.perf_counter()
        for number in range(size):
            index.add(str(number), found[number])
        adding = (time.perf_counter() - started) / size
        looking = seconds(lambda: [index.near(text) for text in asked]) / len(asked)  # noqa: B023
        first = first or looking
        for name, value, baseline in (("near", looking, first), ("add", adding, None)):
            ratio = None if baseline is None else round(value / baseline, 2)
            row = {"name": f"alike {name} of {size}", "value": round(value * 1000, 3), "unit": "ms"}
            based = None if baseline is None else round(baseline * 1000, 3)
            print(json.dumps({**row, "baseline": based, "ratio": ratio}))


if __name__ == "__main__":
    main()
