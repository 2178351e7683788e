"""What texts mean, as vectors: the port to an embedder, its vectors kept by content, an index.

Optional: without an embedder the engine goes by words and letters alone.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Floats
from meeting.entry import Entry

Vectors = NDArray[np.float32]
Key = bytes

LONGEST_EMBEDDED = 2_000  # characters; e5 reads 512 tokens
BATCH = 16  # texts at a time: long enough to be fast, short enough to be ended between two


class Embedder(Protocol):
    """Gives each text a vector of length 1; the product of two is how near their meanings are.

    It takes milliseconds a text, so it is called from threads, never from the event loop.
    """

    @property
    def name(self) -> str:
        """Name the model and its version; vectors of another are of no use."""
        ...

    def question(self, text: str) -> Vectors:
        """Give one row."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Give a row a text."""
        ...


class Meanings:
    """An embedder with all that it has embedded, by a hash of the content."""

    def __init__(self, embedder: Embedder, kept: Mapping[Key, Vectors] | None = None) -> None:
        self._embedder = embedder
        self._kept = dict(kept or {})

    @property
    def kept(self) -> Mapping[Key, Vectors]:
        return dict(self._kept)

    def question(self, text: str) -> Vectors:
        return self._embedder.question(text[:LONGEST_EMBEDDED])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Give a row a text; only what is new is embedded."""
        missing = list({self._key(text): text for text in self._unknown(texts)}.items())
        for start in range(0, len(missing), BATCH):
            some = missing[start : start + BATCH]
            rows = self._embedder.passages([text[:LONGEST_EMBEDDED] for _, text in some])
            self._kept.update(zip((key for key, _ in some), rows, strict=True))
        return np.stack([self._kept[self._key(text)] for text in texts])

    def missing(self, entries: Iterable[Entry]) -> int:
        """Count the texts of these entries that are still to be embedded."""
        return sum(1 for entry in entries for _ in self._unknown(texts_of(entry)))

    def keep_only(self, entries: Iterable[Entry]) -> None:
        """Forget the vectors of all texts that stand in none of these entries."""
        wanted = {self._key(text) for entry in entries for text in texts_of(entry)}
        self._kept = {key: row for key, row in self._kept.items() if key in wanted}

    def _unknown(self, texts: Iterable[str]) -> Iterator[str]:
        return (text for text in texts if self._key(text) not in self._kept)

    def _key(self, text: str) -> Key:
        return hashlib.blake2b(f"{self._embedder.name}\n{text}".encode(), digest_size=16).digest()


class MeaningIndex:
    """The vectors of a base, and how near a question is to each of its entries."""

    def __init__(self, entries: Sequence[Entry], meanings: Meanings) -> None:
        counts = [len(entry.phrasings) for entry in entries]
        self._first = np.array([0, *accumulate(counts[:-1])], dtype=np.int64)
        self._phrasings = meanings.passages([text for one in entries for text in one.phrasings])
        self._whole = meanings.passages([_whole(entry) for entry in entries])
        self._meanings = meanings

    def nearness(self, text: str) -> tuple[Floats, Floats]:
        """Say how near a question is to each entry's nearest phrasing, and to it as a whole."""
        asked = self._meanings.question(text)
        phrasing = np.maximum.reduceat(self._phrasings @ asked, self._first)
        return phrasing.astype(np.float64), (self._whole @ asked).astype(np.float64)


def texts_of(entry: Entry) -> tuple[str, ...]:
    """Give all texts of an entry that are embedded."""
    return (*entry.phrasings, _whole(entry))


def _whole(entry: Entry) -> str:
    return f"{entry.question} {entry.answer}"
