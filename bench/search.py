"""Measures one search at 58 and at 5,000 entries, beside rapidfuzz over the same questions.

`python -m bench.search` prints one JSON object a line. The 5,000 are the example's own entries and
others made from its words (seeded): recombined sentences, compounds, places, numbers and dates.
"""

import gc
import json
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from mmap import PAGESIZE
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from rapidfuzz import fuzz
from rapidfuzz.process import extract
from rapidfuzz.utils import default_process

from bot.collecting import collect_seldom
from knowledge.load import read_entries
from knowledge.search import Knowledge
from meeting.entry import Entry
from meeting.ids import EntryId

ROOT = Path(__file__).parent.parent
BASE = ROOT / "examples" / "programledermoede-2020-03" / "faq.jsonl"
QUERIES = ROOT / "tests" / "fixtures" / "faq-dev.jsonl"
MANY, ROUNDS, SEED = 5_000, 2, 7
MONTHS = ("januar", "marts", "april", "maj", "juni", "august", "september", "oktober", "november")
ENDINGS = ("strup", "lev", "by", "rup", "borg", "sted", "løse", "rød")


def main() -> None:
    collect_seldom()  # as the server does
    entries = read_entries(BASE)
    lines = QUERIES.read_text(encoding="utf-8").splitlines()
    queries = [str(json.loads(line)["query"]) for line in lines]
    for size, base in ((len(entries), entries), (MANY, made(entries, MANY))):
        knowledge, seconds = _built(base)
        texts = [entry.question for entry in base]
        ours = _p50(knowledge.ask, queries)
        theirs = _p50(partial(_rapidfuzz, texts), queries)
        _show(f"search_p50_{size}", ours, "ms", theirs)
        _show(f"search_p99_{size}", _tail(knowledge, queries), "ms", None)
        _show(f"search_build_{size}", seconds, "s", None)
        _show(f"search_memory_{size}", _memory(base), "MB", None)
    _show(f"search_update_{MANY}", _update(knowledge, base), "s", seconds)
    _show("search_longest_beside_update", _beside(knowledge, base, queries), "ms", None)


def made(entries: Sequence[Entry], count: int) -> tuple[Entry, ...]:
    """Grow a base to `count` entries; no two have the same question."""
    chance = random.Random(SEED)  # noqa: S311 - made-up data, the same each time
    words = sorted({word for entry in entries for word in _nouns(entry)})
    found = {entry.question: entry for entry in entries}
    while len(found) < count:
        one, other = chance.sample(entries, 2)
        question = _varied(one.question, words, chance)
        answer = " ".join(_varied(text, words, chance) for text in (one.answer, other.answer))
        new = replace(one, id=EntryId(f"n{len(found):04d}"), question=question, answer=answer)
        found.setdefault(question, replace(new, alt=()))
    return tuple(found.values())


def _nouns(entry: Entry) -> list[str]:
    cleaned = (word.strip(".,?!()\"'").lower() for word in entry.question.split())
    return [word for word in cleaned if len(word) > 4 and word.isalpha()]


def _varied(text: str, words: Sequence[str], chance: random.Random) -> str:
    return " ".join(_other(word, words, chance) for word in text.split())


def _other(word: str, words: Sequence[str], chance: random.Random) -> str:
    if any(char.isdigit() for char in word):
        return str(chance.randrange(2, 900))
    if len(word) <= 4 or chance.random() < 0.5:
        return word
    kind = chance.random()
    if kind < 0.5:
        return chance.choice(words)
    if kind < 0.7:
        return chance.choice(words)[:7] + "s" + chance.choice(words)
    if kind < 0.8:
        return chance.choice(words)[:4].capitalize() + chance.choice(ENDINGS)
    return chance.choice(MONTHS) if kind < 0.85 else word


def _built(entries: Sequence[Entry]) -> tuple[Knowledge, float]:
    start = time.perf_counter()
    knowledge = Knowledge.of(entries)
    return knowledge, time.perf_counter() - start


def _memory(entries: Sequence[Entry]) -> float:
    """Say how many MB a process of its own grows by when it builds the index."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_grown_by, tuple(entries)).result()


def _grown_by(entries: tuple[Entry, ...]) -> float:
    before = _resident()
    kept = Knowledge.of(entries)
    grown = _resident() - before
    return grown if kept.entries else 0.0


def _resident() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGESIZE / 2**20


def _changed(entries: Sequence[Entry]) -> list[Entry]:
    return [replace(entries[0], answer="Det er lavet om siden."), *entries[1:]]


def _update(knowledge: Knowledge, entries: Sequence[Entry]) -> float:
    """Take in one changed entry among all."""
    start = time.perf_counter()
    knowledge.with_entries(_changed(entries))
    return time.perf_counter() - start


def _beside(knowledge: Knowledge, entries: Sequence[Entry], queries: Sequence[str]) -> float:
    """Ask while a thread takes in a changed entry, as the server does; give the longest."""
    found: list[float] = []
    with ThreadPoolExecutor(1) as pool:
        update = pool.submit(knowledge.with_entries, _changed(entries))
        while not update.done():
            start = time.perf_counter()
            knowledge.ask(queries[len(found) % len(queries)])
            found.append((time.perf_counter() - start) * 1000)
    return max(found)


def _rapidfuzz(texts: Sequence[str], query: str) -> object:
    return extract(query, texts, scorer=fuzz.token_set_ratio, limit=10, processor=default_process)


def _times(ask: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    found = []
    for query in [*queries] * ROUNDS:
        start = time.perf_counter()
        ask(query)
        found.append((time.perf_counter() - start) * 1000)
    return found


def _p50(ask: Callable[[str], object], queries: Sequence[str]) -> float:
    return median(_times(ask, queries))


def _tail(knowledge: Knowledge, queries: Sequence[str]) -> float:
    found = sorted(_times(knowledge.ask, queries))
    return found[int(len(found) * 0.99)]


def _show(name: str, value: float, unit: str, baseline: float | None) -> None:
    row = {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "baseline": None if baseline is None else round(baseline, 4),
        "ratio": None if baseline is None else round(value / baseline, 4),
    }
    print(json.dumps(row))


if __name__ == "__main__":
    main()
