"""Vectors while the meeting is served: nobody waits for them, and they are made once."""

import asyncio
import threading
from pathlib import Path

import pytest

from bot.base.embedding import FILE, Embedding, read_vectors
from bot.base.knowing import ask_base
from bot.base.learning import Learner
from bot.semantic import embedder_for
from bot.settings import Semantic, SettingsError
from knowledge import e5
from knowledge.embedding import Meanings
from meeting import commands as c
from tests.bot.test_learning import FIRST, LATER, Series
from tests.given import KEYS, RASMUS, START, Clock, demo_knowledge
from tests.knowledge.toy_embedder import ToyEmbedder


async def test_bases_are_embedded_once_for_all_meetings_that_share_them(tmp_path: Path) -> None:
    series, embedder = Series(), ToyEmbedder()

    embedding = Embedding(series.library, embedder, tmp_path)
    await embedding.look()
    first = list(embedder.embedded)
    await embedding.look()

    assert series.library[FIRST.meeting].semantic
    assert series.library[FIRST.meeting] is series.library[LATER.meeting]
    assert embedder.embedded == first
    assert len(first) == len(set(first))


async def test_a_restart_embeds_nothing_that_was_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    await Embedding(Series().library, ToyEmbedder(), folder).look()
    again = ToyEmbedder()
    series = Series()

    await Embedding(series.library, again, folder).look()

    assert again.embedded == []
    assert series.library[FIRST.meeting].semantic


@pytest.mark.parametrize("content", [b"", b"PK\3\4 torn", b"no archive at all"])
async def test_a_torn_file_of_vectors_costs_time_and_nothing_else(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / FILE
    file.write_bytes(content)
    series, embedder = Series(), ToyEmbedder()

    await Embedding(series.library, embedder, tmp_path).look()

    assert series.library[FIRST.meeting].semantic
    assert len(read_vectors(file)) == len(embedder.embedded)


async def test_a_full_disk_leaves_the_answers_as_they_are(tmp_path: Path) -> None:
    series = Series()

    await Embedding(series.library, ToyEmbedder(), Path("/dev/full")).look()

    assert series.library[FIRST.meeting].semantic


async def test_what_is_learned_is_answered_by_meaning_too(tmp_path: Path) -> None:
    series = Series()
    await series.open()
    learner = Learner(series.hub, series.library, KEYS, Clock())
    id_ = await series.answered()
    await Embedding(series.library, ToyEmbedder(), tmp_path).look()
    await series.do(FIRST.meeting, RASMUS, c.LearnAnswer(id_))

    await learner.look()
    learned = series.library[FIRST.meeting]
    await learner.look()

    assert learned.semantic
    assert len(learned.entries) == len(demo_knowledge().entries) + 1
    assert series.library[FIRST.meeting] is learned


async def test_others_are_served_while_a_question_is_embedded() -> None:
    embedder = ToyEmbedder()
    base = demo_knowledge().with_meaning(Meanings(embedder))
    embedder.gate = gate = threading.Event()

    asking = asyncio.create_task(ask_base(base, "Hvad koster det?", START.date()))
    await asyncio.sleep(0)
    gate.set()  # reached only when the loop is free

    assert (await asking).ranked


def test_the_embedder_is_an_operators_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "PACKAGE", "a_package_that_is_not_there")

    assert embedder_for(Semantic.OFF) is None
    assert embedder_for(Semantic.AUTO) is None
    with pytest.raises(SettingsError, match=r"requirements-semantic\.txt"):
        embedder_for(Semantic.ON)
