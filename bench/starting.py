"""How long the whole program takes to start with a knowledge base of 5,000 entries.

Run with `python -m bench.starting`. Two figures a size, in seconds from the start of the process:
until it says that it is ready, and until somebody has joined, asked and been answered from the
base. The baseline is the same program with the example's base, in turns with it.
"""

import http.cookiejar
import json
import shutil
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import orjson

from bench.program import ROOT, SECRET, Program, program
from bench.scratch import scratch
from bench.search import BASE, MANY, made
from bot.files.meeting_file import read_meeting_file
from bot.keys import Keys
from knowledge.load import read_entries
from meeting.entry import Entry

EXAMPLE = ROOT / "examples" / "programledermoede-2020-03"
ROUNDS = 5
Seconds = tuple[float, float]  # until it is ready, until somebody is answered


def main() -> None:
    few = read_entries(BASE)
    with tempfile.TemporaryDirectory(dir=scratch()) as place:
        sizes = {len(base): _laid_down(Path(place), base) for base in (few, made(few, MANY))}
        for file in sizes.values():
            _start(file, few[0])  # compiles what has changed
        rounds = [[_start(file, few[0]) for file in sizes.values()] for _ in range(ROUNDS)]
    for which, name in enumerate(("ready", "answered")):
        small, large = (statistics.median(r[n][which] for r in rounds) for n in range(2))
        worst = max(r[1][which] for r in rounds)
        figure = {"name": f"start_{name}_{MANY}", "value": round(large, 2), "unit": "s"}
        beside = {"baseline": round(small, 2), "ratio": round(large / small, 2)}
        print(json.dumps({**figure, "longest": round(worst, 2), **beside}), flush=True)


def _laid_down(place: Path, base: Sequence[Entry]) -> Path:
    """Write the example's meeting with another base beside it; give its file."""
    folder = place / str(len(base))
    shutil.copytree(EXAMPLE, folder)
    (folder / "faq.jsonl").write_bytes(b"\n".join(map(orjson.dumps, base)))
    return folder / "meeting.yaml"


def _start(file: Path, known: Entry) -> Seconds:
    plan = read_meeting_file(file).plans(Keys(SECRET.encode()))[0]
    with (
        tempfile.TemporaryDirectory(dir=scratch()) as data,
        program(Path(data), ORDSTYRER_MEETING=str(file)) as running,
    ):
        ready = running.seconds_to("/readyz")
        _ask(running, plan.code, known)
        return ready, time.perf_counter() - running.began


def _ask(running: Program, code: str, known: Entry) -> None:
    """Join and ask what the base knows. Raises ValueError when that is not the answer."""
    site = f"http://127.0.0.1:{running.port}"
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    for path, said in (
        ("join", {"name": "Anna", "organisation": "Odense"}),
        ("messages", {"text": known.question}),
    ):
        head = {"Content-Type": "application/json", "Origin": site}
        address = f"{site}/m/{code}/{path}"
        order = urllib.request.Request(address, orjson.dumps(said), head)  # noqa: S310 - ours
        with browser.open(order) as answer:
            told = orjson.loads(answer.read())
    if known.answer not in told["reply"]:
        raise ValueError(told["reply"])


if __name__ == "__main__":
    main()
