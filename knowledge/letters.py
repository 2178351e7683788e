"""Likeness by groups of three to five letters: finds the misspelled, inflected and compounded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

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


class Lexicon:
    """Words and the letter groups inside each, both by number; shared by indexes over them."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = {word: number for number, word in enumerate(dict.fromkeys(words))}
        self.groups: dict[str, int] = {}
        known = self.groups
        read = [letter_groups(word) for word in self.words]
        self.lengths = _numbers(map(len, read))
        self.starts = self.lengths.cumsum() - self.lengths
        self.kinds = _numbers(known.setdefault(one, len(known)) for one in chain(*read))


class LetterIndex:
    """TF-IDF over letter groups inside words, cosine to every text; immutable once built.

    The lexicon has to know every word of the texts.
    """

    def __init__(self, lexicon: Lexicon, texts: Sequence[Sequence[str]]) -> None:
        self.size, self._ids = len(texts), lexicon.groups
        kinds, owners, counts = _held(lexicon, texts)
        found_in = np.bincount(kinds, minlength=len(self._ids))
        self._rarity = np.log((1 + self.size) / (1 + found_in)) + 1
        self._rarest = float(np.log(1 + self.size)) + 1
        weights = (1 + np.log(counts)) * self._rarity[kinds]
        norms = np.sqrt(np.bincount(owners, weights**2, minlength=self.size))
        weights /= np.maximum(norms[owners], 1e-9)
        self._owners, self._weights = owners, weights
        self._starts, self._lengths = np.cumsum(found_in) - found_in, found_in

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
    return np.asarray(np.arange(lengths.sum()) + (starts - (ends - lengths)).repeat(lengths))


@lru_cache(maxsize=WORDS_KEPT)
def letter_groups(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    found = (
        padded[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - length + 1)
    )
    return tuple(found) or (padded,)


def _held(lexicon: Lexicon, texts: Sequence[Sequence[str]]) -> tuple[Ints, Ints, Ints]:
    """Give each group with each text that holds it, and how often: by group, then by text."""
    words = lexicon.words
    said = _numbers(words[word] for word in chain(*texts))
    owners = np.arange(len(texts)).repeat(_numbers(map(len, texts)))
    lengths = lexicon.lengths[said]
    kinds = lexicon.kinds[spread(lexicon.starts[said], lengths)]
    size = max(len(texts), 1)
    pairs, counts = np.unique(kinds * size + owners.repeat(lengths), return_counts=True)
    return pairs // size, pairs % size, counts


def _numbers(found: Iterable[int]) -> Ints:
    return np.fromiter(found, dtype=np.int64)
