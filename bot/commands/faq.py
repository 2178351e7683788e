"""`faq answer` and `faq evaluate`: the answer engine over files, without a meeting."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.base.library import BaseFileError, read_base
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.commands.writing import read_text
from bot.semantic import embedder_for
from bot.settings import Semantic
from bot.stores.disk import write_whole
from knowledge.embedding import Meanings
from knowledge.evaluate import predict, report
from knowledge.labelled import Labelled, read_labelled
from knowledge.search import Knowledge


@dataclass(frozen=True, slots=True)
class Base:
    """The files of a knowledge base: its entries, and its series' own words if it has some."""

    entries: Path
    words: Path | None = None


def answer(faq: Base, queries: Path, out: Path, progress: Progress, semantic: Semantic) -> None:
    """Write one prediction a line, in the order of the queries."""
    base = _base(faq, semantic)
    rows = predict(base, progress.over([one.query for one in labelled_of(queries)]))
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    write_whole(out, "".join(f"{line}\n" for line in lines).encode())


def evaluate(faq: Base, queries: Path, progress: Progress, semantic: Semantic) -> dict[str, object]:
    """Measure against labelled queries."""
    base = _base(faq, semantic)
    gold = labelled_of(queries)
    return report(gold, predict(base, progress.over([one.query for one in gold])))


def _base(files: Base, semantic: Semantic) -> Knowledge:
    embedder = embedder_for(semantic)
    base = knowledge_of(files)
    return base if embedder is None else base.with_meaning(Meanings(embedder))


def knowledge_of(files: Base) -> Knowledge:
    """Read a base and index it. Raises CommandError."""
    try:
        return read_base(files.entries, files.words)
    except BaseFileError as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(f"{error.filename} cannot be read: {error.strerror}") from None


def labelled_of(path: Path) -> Sequence[Labelled]:
    """Read labelled queries. Raises CommandError."""
    try:
        return read_labelled(read_text(path))
    except ValueError as error:
        raise CommandError(f"{path.name}, {error}") from None
