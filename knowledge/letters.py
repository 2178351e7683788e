"""Likeness by groups of three to five letters: finds the misspelled, inflected and compounded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHORTEST, LONGEST = 3, 5


class LetterIndex:
    """TF-IDF over letter groups inside words, cosine to every text; immutable once built."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.size = len(texts)
        self._ids: dict[str, int] = {}
        distinct = dict.fromkeys(word for text in texts for word in text)
        groups = {word: self._learned(word) for word in distinct}
        rows = [np.unique(_joined(groups, text), return_counts=True) for text in texts]
        kinds = np.concatenate([row[0] for row in rows] or [np.zeros(0, dtype=np.int64)])
        owners = np.repeat(np.arange(self.size), [len(row[0]) for row in rows])
        counts = np.concatenate([row[1] for row in rows] or [np.zeros(0, dtype=np.int64)])
        found_in = np.bincount(kinds, minlength=len(self._ids))
        self._rarity = np.log((1 + self.size) / (1 + found_in)) + 1
        self._rarest = float(np.log(1 + self.size)) + 1
        weights = (1 + np.log(counts)) * self._rarity[kinds]
        norms = np.sqrt(np.bincount(owners, weights**2, minlength=self.size))
        weights /= np.maximum(norms[owners], 1e-9)
        order = np.argsort(kinds, kind="stable")
        self._owners, self._weights = owners[order], weights[order]
        self._starts = np.concatenate([[0], np.cumsum(found_in)])

    def _learned(self, word: str) -> Ints:
        ids = self._ids
        return np.array([ids.setdefault(group, len(ids)) for group in letter_groups(word)])

    def likeness(self, words: Iterable[tuple[str, float]]) -> Floats:
        """Compare weighted words with every text: 0 nothing shared, 1 the same letters."""
        asked: defaultdict[str, float] = defaultdict(float)
        for word, weight in words:
            for group in letter_groups(word):
                asked[group] += weight
        return self._cosine(asked) if asked else np.zeros(self.size)

    def _cosine(self, asked: Mapping[str, float]) -> Floats:
        known = [(self._ids[group], count) for group, count in asked.items() if group in self._ids]
        unknown = sum(count**2 for group, count in asked.items() if group not in self._ids)
        kinds = np.array([kind for kind, _ in known], dtype=np.int64)
        weights = np.array([count for _, count in known]) * self._rarity[kinds]
        norm = np.sqrt(np.sum(weights**2) + unknown * self._rarest**2)
        spans = [slice(self._starts[kind], self._starts[kind + 1]) for kind in kinds]
        if not spans:
            return np.zeros(self.size)
        owners = np.concatenate([self._owners[span] for span in spans])
        parts = [self._weights[span] * weight for span, weight in zip(spans, weights, strict=True)]
        total = np.bincount(owners, np.concatenate(parts), minlength=self.size)
        return np.asarray(total / max(norm, 1e-9), dtype=np.float64)


def letter_groups(word: str) -> list[str]:
    padded = f" {word} "
    return [
        padded[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - length + 1)
    ] or [padded]


def _joined(groups: dict[str, Ints], text: Sequence[str]) -> Ints:
    found = [groups[word] for word in text]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
