"""Questions with the entries that answer them: what the engine is fitted and measured on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

CHITCHAT = "chitchat"


@dataclass(frozen=True, slots=True)
class Labelled:
    query: str
    ids: frozenset[str]  # empty: the base cannot answer it
    topic: str
    kind: str  # paraphrase, typo, ascii, compound, english, keyword, near-miss, chitchat


def read_labelled(text: str) -> tuple[Labelled, ...]:
    """Read JSON lines; `ids`, `topic` and `kind` may be left out of questions to be answered."""
    return tuple(
        Labelled(
            query=str(row["query"]),
            ids=frozenset(row.get("ids") or ()),
            topic=str(row.get("topic") or ""),
            kind=str(row.get("kind") or ""),
        )
        for row in _rows(text)
    )


def _rows(text: str) -> Iterator[dict[str, object]]:
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            raise ValueError(f"line {number}: expected one JSON object") from None
        if not isinstance(row, dict) or not isinstance(row.get("query"), str):
            raise ValueError(f"line {number}, query: expected a text")
        yield row
