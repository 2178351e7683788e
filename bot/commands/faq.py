"""`faq answer` and `faq evaluate`: the answer engine over files, without a meeting."""

import json
from collections.abc import Sequence
from pathlib import Path

from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.commands.writing import read_text
from bot.semantic import embedder_for
from bot.settings import Semantic
from bot.stores.disk import write_whole
from knowledge.embedding import Meanings
from knowledge.entries import FaultyEntriesError, parse_entries
from knowledge.evaluate import predict, report
from knowledge.labelled import Labelled, read_labelled
from knowledge.search import Knowledge


def answer(faq: Path, queries: Path, out: Path, progress: Progress, semantic: Semantic) -> None:
    """Write one prediction a line, in the order of the queries."""
    base = _base(faq, semantic)
    rows = predict(base, progress.over([one.query for one in labelled_of(queries)]))
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    write_whole(out, "".join(f"{line}\n" for line in lines).encode())


def evaluate(faq: Path, queries: Path, progress: Progress, semantic: Semantic) -> dict[str, object]:
    """Measure against labelled queries."""
    base = _base(faq, semantic)
    gold = labelled_of(queries)
    return report(gold, predict(base, progress.over([one.query for one in gold])))


def _base(path: Path, semantic: Semantic) -> Knowledge:
    embedder = embedder_for(semantic)
    base = knowledge_of(path)
    return base if embedder is None else base.with_meaning(Meanings(embedder))


def knowledge_of(path: Path) -> Knowledge:
    """Read a base and index it. Raises CommandError."""
    try:
        return Knowledge.of(parse_entries(read_text(path)))
    except FaultyEntriesError as error:
        faults = "\n".join(f"{path.name}, {fault.sentence}" for fault in error.faults)
        raise CommandError(faults) from None


def labelled_of(path: Path) -> Sequence[Labelled]:
    """Read labelled queries. Raises CommandError."""
    try:
        return read_labelled(read_text(path))
    except ValueError as error:
        raise CommandError(f"{path.name}, {error}") from None
