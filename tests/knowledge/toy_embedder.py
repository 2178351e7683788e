"""An embedder that knows a few words: each word is a direction, and synonyms share theirs."""

import threading
import zlib
from collections.abc import Sequence

import numpy as np

from knowledge.embedding import Embedder, Vectors

SAME = {"skærm": "display", "forrude": "display"}
SIZE = 64


class ToyEmbedder(Embedder):
    """Counts what it is asked to embed; with a gate it waits there until somebody opens it."""

    name = "toy"

    def __init__(self) -> None:
        self.embedded: list[str] = []
        self.gate: threading.Event | None = None

    def question(self, text: str) -> Vectors:
        if self.gate is not None:
            assert self.gate.wait(10), "nobody else came to do anything meanwhile"
        return self._row(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self._row(text) for text in texts])

    def _row(self, text: str) -> Vectors:
        row = np.zeros(SIZE, dtype=np.float32)
        for word in text.lower().split():
            meant = SAME.get(word.strip(".,?"), word.strip(".,?"))
            row[zlib.crc32(meant.encode()) % SIZE] += 1
        length = float(np.linalg.norm(row))
        return row / length if length else row
