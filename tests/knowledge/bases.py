"""The example base and its questions, read once for these tests."""

from functools import cache
from pathlib import Path

from knowledge.labelled import Labelled, read_labelled
from knowledge.load import read_entries
from knowledge.search import Knowledge
from meeting.entry import Entry

ROOT = Path(__file__).parent.parent.parent
BASE = ROOT / "examples" / "programledermoede-2020-03" / "faq.jsonl"


@cache
def example_entries() -> tuple[Entry, ...]:
    return read_entries(BASE)


@cache
def example() -> Knowledge:
    return Knowledge.of(example_entries())


@cache
def questions(name: str) -> tuple[Labelled, ...]:
    path = ROOT / "tests" / "fixtures" / f"faq-{name}.jsonl"
    return read_labelled(path.read_text(encoding="utf-8"))
