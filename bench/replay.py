"""How fast a log is stored and read again; prints one JSON line for each figure.

Run with `python -m bench.replay`. The baselines run in the same process on the same disk.
"""

import asyncio
import gc
import itertools
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from bench.scratch import scratch
from bot.stores import codec
from bot.stores.group import GroupCommit
from bot.stores.lines import Reading
from bot.stores.log import MeetingLog, prepared
from bot.stores.tinydb_store import TinyDbStore
from meeting.events import Change, MeetingPlanned, QuestionAsked, VoteCast
from meeting.evolve import fold
from meeting.ids import CommandId, MeetingId, PersonId, QuestionId
from meeting.model import Plan
from meeting.question import Question, QuestionState, Route, RouteKind, Show

EVENTS = 100_000
PEOPLE = 2_000
QUESTIONS = 300
ROUNDS = 3
SECONDS = 1.0  # of appending, for each figure
START = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
MEETING = MeetingId("bench")
NUMBERS = itertools.count()


def main() -> None:
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        replay(Path(folder) / "bench.journal")
        for writers in (1, 100):
            asyncio.run(append(Path(folder), writers))


def say(name: str, value: float, unit: str, baseline: float) -> None:
    figure = {"name": name, "value": round(value, 4), "unit": unit}
    ratio = {"baseline": round(baseline, 4), "ratio": round(value / baseline, 3)}
    print(orjson.dumps(figure | ratio).decode(), flush=True)


# Replay


def replay(path: Path) -> None:
    """Measure reading, decoding and folding a whole log; the baseline only parses its lines."""
    log = MeetingLog(path)
    log.append([prepared(None, list(changes()))])
    log.close()
    parsing = best(lambda: parse(path))
    hold(path)
    say("replay of 100,000 events: checked lines", best(lambda: scan(path)), "s", parsing)
    say("replay of 100,000 events: read and decode", best(lambda: read(path)), "s", parsing)
    say("replay of 100,000 events: fold alone", folding(read(path)), "s", parsing)
    say("replay of 100,000 events", best(lambda: fold(read(path))), "s", parsing)


def hold(path: Path) -> None:
    """Measure what an open log keeps in memory; the baseline is its size on disk."""
    gc.collect()
    before = resident()
    log = MeetingLog(path)
    log.read(0)
    gc.collect()
    size = path.stat().st_size
    say("memory of an open log of 100,000", (resident() - before) / 1e6, "MB", size / 1e6)
    log.close()


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


def best(work: Callable[[], object]) -> float:
    return min(seconds(work) for _ in range(ROUNDS))


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def parse(path: Path) -> int:
    return sum(len(orjson.loads(line[9:])) for line in path.read_bytes().splitlines())


def scan(path: Path) -> int:
    return sum(1 for _ in Reading(path).rows())


def read(path: Path) -> list[Change]:
    log = MeetingLog(path)
    try:
        return log.read(0)
    finally:
        log.close()


def folding(log: Sequence[Change]) -> float:
    return best(lambda: fold(log))


def changes() -> Iterator[Change]:
    """Yield a log as a large meeting leaves it: a plan, some questions, many votes."""
    planned = MeetingPlanned(
        Plan(MEETING, "ABCD", "s", "Bench", "da", "Europe/Copenhagen", START, (), (), (), ())
    )
    yield Change(CommandId("plan"), START, None, (planned,))
    for number in range(QUESTIONS):
        yield asked(number)
    for number in range(EVENTS - QUESTIONS - 1):
        yield vote(number)


def asked(number: int) -> Change:
    asker = PersonId(f"person:{number % PEOPLE:024x}")
    question = Question(
        id=QuestionId(f"{number:032x}"),
        number=number + 1,
        text="Hvornår sender I de nye satser ud til kommunerne, og hvem skal have dem?",
        asker=asker,
        show=Show.NAME,
        shown_as="En Programleder",
        organisation="Eksempel Kommune",
        item=None,
        route=Route((), RouteKind.HOST),
        state=QuestionState.QUEUED,
        asked_at=START,
    )
    return Change(CommandId(f"ask:{number:032x}"), START, asker, (QuestionAsked(question),))


def vote(number: int) -> Change:
    person = PersonId(f"person:{number % PEOPLE:024x}")
    cast = VoteCast(QuestionId(f"{number // PEOPLE % QUESTIONS:032x}"), person)
    at = START + timedelta(milliseconds=number)
    return Change(CommandId(f"vote:{number:032x}"), at, person, (cast,))


# Append


@dataclass
class Counts:
    acknowledged: int = 0


async def append(folder: Path, writers: int) -> None:
    """Measure acknowledged appends; the baseline writes bare JSON lines, also in groups."""
    store = TinyDbStore(folder / f"store-{writers}")
    bare = BareLines(folder / f"bare-{writers}.jsonl")
    rates = [
        (
            await rate(writers, lambda change: store.append(MEETING, None, [change])),
            await rate(writers, bare.append),
        )
        for _ in range(ROUNDS)
    ]
    await store.close()
    bare.close()
    journal, baseline = (statistics.median(column) for column in zip(*rates, strict=True))
    say(f"acknowledged appends, {writers} writers", journal, "1/s", baseline)


async def rate(writers: int, store: Callable[[Change], Awaitable[object]]) -> float:
    counts = Counts()
    before = time.perf_counter()
    end = before + SECONDS
    await asyncio.gather(*(write(counts, store, end) for _ in range(writers)))
    return counts.acknowledged / (time.perf_counter() - before)


async def write(counts: Counts, store: Callable[[Change], Awaitable[object]], end: float) -> None:
    while time.perf_counter() < end:
        await store(fresh())
        counts.acknowledged += 1


def fresh() -> Change:
    return vote(next(NUMBERS))


class BareLines:
    """The least that is durable: the same JSON, no checksum, no versions, no ids remembered."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._group: GroupCommit[bytes, None] = GroupCommit(self._commit)

    async def append(self, change: Change) -> None:
        await self._group.submit(codec.encode(change) + b"\n")

    async def _commit(self, lines: Sequence[bytes]) -> Sequence[None]:
        await asyncio.to_thread(self._write, b"".join(lines))
        return [None] * len(lines)

    def _write(self, data: bytes) -> None:
        os.write(self._descriptor, data)
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


if __name__ == "__main__":
    main()
