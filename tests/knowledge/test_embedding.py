"""Answering by what is meant: what is embedded when, and what an answer then goes by."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.embedding import MeaningIndex, Meanings
from knowledge.search import EMBEDDED_AT_ONCE, Knowledge
from meeting.entry import Entry
from meeting.ids import EntryId
from tests.knowledge.bases import example, example_entries
from tests.knowledge.toy_embedder import ToyEmbedder


def entry(number: int, question: str, *alt: str) -> Entry:
    return Entry(EntryId(f"n{number}"), question, f"Svar {number}.", "general", alt=alt)


def test_a_text_is_embedded_once_whoever_asks_again() -> None:
    embedder = ToyEmbedder()
    meanings = Meanings(embedder)
    base = (entry(1, "Hvor er den?"), entry(2, "Hvor er den?"))

    MeaningIndex(base, meanings)
    MeaningIndex(base, Meanings(embedder, meanings.kept))

    assert sorted(embedder.embedded) == [
        "Hvor er den?",
        "Hvor er den? Svar 1.",
        "Hvor er den? Svar 2.",
    ]


def test_vectors_of_another_model_are_not_used() -> None:
    embedder, other = ToyEmbedder(), ToyEmbedder()
    other.name = "another"
    kept = Meanings(embedder)
    kept.passages(["Hvor er den?"])

    Meanings(other, kept.kept).passages(["Hvor er den?"])

    assert other.embedded == ["Hvor er den?"]


def test_each_entry_is_as_near_as_its_nearest_phrasing() -> None:
    base = (entry(1, "hvor er skærm", "et to tre"), entry(2, "fire fem seks"))
    index = MeaningIndex(base, Meanings(ToyEmbedder()))

    phrasing, whole = index.nearness("et to tre")

    assert phrasing[0] == pytest.approx(1.0)
    assert phrasing[1] < 0.9
    assert whole.shape == (2,)


def test_what_no_entry_holds_any_more_is_forgotten() -> None:
    meanings = Meanings(ToyEmbedder())
    old, new = entry(1, "Hvor er den gamle?"), entry(2, "Hvor er den nye?")
    MeaningIndex((old, new), meanings)

    meanings.keep_only([new])

    assert (meanings.missing([old]), meanings.missing([new])) == (2, 0)


def test_meaning_adds_two_scores_and_takes_none_away() -> None:
    plain = example()
    semantic = plain.with_meaning(Meanings(ToyEmbedder()))

    before, after = (
        plain._scorer.score("hvad koster det"),
        semantic._scorer.score("hvad koster det"),
    )

    assert after.table.shape[1] == before.table.shape[1] + 2
    assert np.array_equal(after.table[:, :-2], before.table)
    assert (plain.semantic, semantic.semantic) == (False, True)


def test_a_base_that_changed_a_little_goes_on_by_meaning() -> None:
    embedder = ToyEmbedder()
    known = Knowledge.of(example_entries()).with_meaning(Meanings(embedder))
    embedder.embedded.clear()
    first, *rest = example_entries()

    changed = known.with_entries([replace(first, answer="Det er lavet om."), *rest])

    assert changed.semantic
    assert embedder.embedded == [f"{first.question} Det er lavet om."]


def test_a_base_that_changed_much_answers_by_words_until_it_is_embedded() -> None:
    embedder = ToyEmbedder()
    known = Knowledge.of(example_entries()).with_meaning(Meanings(embedder))
    embedder.embedded.clear()
    more = tuple(entry(n, f"Hvad med nummer {n}?") for n in range(EMBEDDED_AT_ONCE))

    changed = known.with_entries((*example_entries(), *more))

    assert (changed.semantic, embedder.embedded) == (False, [])
    assert changed.ask(example_entries()[0].question).answer == example_entries()[0]


def test_an_empty_base_needs_no_vectors() -> None:
    assert not Knowledge.of(()).with_meaning(Meanings(ToyEmbedder())).semantic
