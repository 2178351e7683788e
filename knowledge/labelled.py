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
            ids=_ids(row.get("ids")),
            topic=str(row.get("topic") or ""),
            kind=str(row.get("kind") or ""),
        )
        for row in _rows(text)
    )


def _ids(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _rows(text: str) -> Iterator[dict[str, object]]:
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            row = None
        if not (isinstance(row, dict) and isinstance(row.get("query"), str)):
            fault = f"line {number}, query: expected one JSON object with this text"
            raise ValueError(fault)  # noqa: TRY004 - the file is wrong, not the program
        yield row
