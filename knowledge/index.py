"""The base as arrays: which terms each phrasing, answer and heading holds, how strongly."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.analyser import Token, all_tokens, indexed_terms
from meeting.entry import Entry

Floats = NDArray[np.float64]
Terms = tuple[str, ...]
Ints = NDArray[np.int64]

SATURATION, LENGTH_SHARE = 1.2, 0.4  # BM25's k1 and b, for texts of one to four sentences


@dataclass(frozen=True, slots=True)
class Texts:
    """The terms of an entry's texts, read once for all that is built from them."""

    phrasings: tuple[Terms, ...]
    answer: Terms
    heading: Terms


@dataclass(frozen=True, slots=True)
class Postings:
    """The columns where each term stands, and how strongly; all terms' one after the other.

    One column a phrasing, then one an answer, then one a heading.
    """

    spans: Mapping[str, tuple[int, int]]  # where each term's begin, and how many there are
    columns: Ints
    strengths: Floats


@dataclass(frozen=True, slots=True)
class Index:
    size: int
    phrasings: int
    first_phrasing: Ints  # where each entry's phrasings begin
    postings: Postings
    entries_with: Mapping[str, int]  # in how many entries a term stands
    neighbours: frozenset[tuple[str, str]]  # terms that stand side by side in a phrasing
    rarities: tuple[float, ...]  # of what stands in none of the entries, in one, in two ...

    def rarity(self, terms: Iterable[str]) -> float:
        """Tell how telling a word is: the idf of BM25, for all that it may stand for."""
        with_it = self.entries_with
        return self.rarities[min(sum([with_it.get(term, 0) for term in terms]), self.size)]


def read_texts(
    entry: Entry, phrasings: Iterable[tuple[Token, ...]], answer: tuple[Token, ...]
) -> Texts:
    return Texts(
        phrasings=tuple(map(_terms, phrasings)),
        answer=_terms(answer),
        heading=_terms(all_tokens(_heading(entry))),
    )


def _terms(tokens: Iterable[Token]) -> Terms:
    """Give the terms, each string once in memory however many texts it stands in."""
    return tuple(map(sys.intern, indexed_terms(tokens)))


def build_index(read: Sequence[Texts]) -> Index:
    phrasings = [texts.phrasings for texts in read]
    answers = [texts.answer for texts in read]
    headings = [texts.heading for texts in read]
    counts = [len(texts) for texts in phrasings]
    everything = zip(phrasings, answers, headings, strict=True)
    flat = [terms for texts in phrasings for terms in texts]
    return Index(
        size=len(read),
        phrasings=len(flat),
        first_phrasing=np.cumsum([0, *counts[:-1]]),
        postings=_postings((flat, answers, headings)),
        entries_with=Counter(
            term for texts, *rest in everything for term in set().union(*texts, *rest)
        ),
        neighbours=frozenset(pair for terms in flat for pair in pairwise(terms)),
        rarities=tuple(_rarity(count, len(read)) for count in range(len(read) + 1)),
    )


def _rarity(count: int, size: int) -> float:
    return float(np.log(1 + (size - count + 0.5) / (count + 0.5)))


def _heading(entry: Entry) -> str:
    """Take source, agenda item and links as words; addresses are cut where letters end."""
    agenda = "".join(char for char in entry.agenda if not char.isdigit())
    return " ".join((entry.source, agenda, *entry.links)).replace("%", " ").replace("-", " ")


def _postings(fields: Sequence[Sequence[Terms]]) -> Postings:
    """Give BM25's strength of each term in each column: `count * (k1 + 1) / (count + k1 * room)`.

    A text has more room the longer it is for its field (https://doi.org/10.1561/1500000019, 3.4).
    """
    texts = list(chain(*fields))
    terms: dict[str, int] = {}
    said = np.fromiter((terms.setdefault(one, len(terms)) for one in chain(*texts)), np.int64)
    lengths = np.fromiter(map(len, texts), np.int64)
    columns = np.arange(len(texts)).repeat(lengths)
    width = max(len(texts), 1)
    pairs, counts = np.unique(said * width + columns, return_counts=True)
    at = pairs % width
    room = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * _relative_lengths(fields))
    held = np.bincount(pairs // width, minlength=len(terms))
    spans = zip((held.cumsum() - held).tolist(), held.tolist(), strict=True)
    return Postings(
        spans=dict(zip(terms, spans, strict=True)),
        columns=at,
        strengths=counts * (SATURATION + 1) / (counts + room[at]),
    )


def _relative_lengths(fields: Sequence[Sequence[Terms]]) -> Floats:
    """Say how long each text is beside the usual one of its field."""
    lengths = [np.array([*map(len, texts)], dtype=np.float64) for texts in fields]
    usual = [float(found.sum()) / max(len(found), 1) or 1.0 for found in lengths]
    return np.concatenate([found / mean for found, mean in zip(lengths, usual, strict=True)])
