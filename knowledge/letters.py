"""Likeness by groups of three to five letters: finds the misspelled, inflected and compounded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHORTEST, LONGEST = 3, 5
UNKNOWN = -1
WORDS_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Groups:
    """The letter groups of a question, each with the weight of the words that have it."""

    groups: tuple[str, ...]
    weights: Floats


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
        self._starts, self._lengths = np.cumsum(found_in) - found_in, found_in

    def _learned(self, word: str) -> Ints:
        ids = self._ids
        return np.array([ids.setdefault(group, len(ids)) for group in letter_groups(word)])

    def likeness(self, asked: Groups) -> Floats:
        """Compare weighted letter groups with every text: 0 nothing shared, 1 the same letters."""
        ids = self._ids
        found = np.array([ids.get(group, UNKNOWN) for group in asked.groups], dtype=np.int64)
        known = found != UNKNOWN
        if not known.any():
            return np.zeros(self.size)
        kinds = found[known]
        weights = asked.weights[known] * self._rarity[kinds]
        unknown = sum(weight**2 for weight in asked.weights[~known].tolist())
        norm = np.sqrt(np.add.reduce(weights**2) + unknown * self._rarest**2)
        starts, lengths = self._starts[kinds], self._lengths[kinds]
        places = spread(starts, lengths)
        parts = self._weights[places] * weights.repeat(lengths)
        total = np.bincount(self._owners[places], parts, minlength=self.size)
        return np.asarray(total / max(norm, 1e-9), dtype=np.float64)


def weighed_groups(words: Iterable[tuple[str, float]]) -> Groups:
    """Take weighted words apart; a group that several words have counts for each."""
    found: dict[str, float] = {}
    for word, weight in words:
        for group in letter_groups(word):
            found[group] = found.get(group, 0.0) + weight
    return Groups(tuple(found), np.array([*found.values()]))


def spread(starts: Ints, lengths: Ints) -> Ints:
    """Give the places of all spans, one after the other."""
    ends = lengths.cumsum()
    return np.asarray(np.arange(ends[-1]) + (starts - (ends - lengths)).repeat(lengths))


@lru_cache(maxsize=WORDS_KEPT)
def letter_groups(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    found = (
        padded[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - length + 1)
    )
    return tuple(found) or (padded,)


def _joined(groups: dict[str, Ints], text: Sequence[str]) -> Ints:
    found = [groups[word] for word in text]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
