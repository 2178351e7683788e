"""The base as arrays: which terms each phrasing, answer and heading holds, how strongly."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.analyser import Token, all_tokens, indexed_terms
from knowledge.entries import Entry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SATURATION, LENGTH_SHARE = 1.2, 0.4  # BM25's k1 and b, for texts of one to four sentences


@dataclass(frozen=True, slots=True)
class Texts:
    """An entry's texts, read once for all that is built from them."""

    phrasings: tuple[tuple[Token, ...], ...]
    answer: tuple[Token, ...]
    heading: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings: for each term the columns where it stands, and how strongly.

    One column a phrasing, then one an answer, then one a heading.
    """

    places: Mapping[str, Ints]
    strengths: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Index:
    size: int
    phrasings: int
    first_phrasing: Ints  # where each entry's phrasings begin
    postings: Postings
    entries_with: Mapping[str, int]  # in how many entries a term stands
    neighbours: frozenset[tuple[str, str]]  # terms that stand side by side in a phrasing

    def rarity(self, terms: Iterable[str]) -> float:
        """Tell how telling a word is: the idf of BM25, for all that it may stand for."""
        count = min(sum(self.entries_with.get(term, 0) for term in terms), self.size)
        return float(np.log(1 + (self.size - count + 0.5) / (count + 0.5)))


def read_texts(entry: Entry) -> Texts:
    return Texts(
        phrasings=tuple(all_tokens(text) for text in entry.phrasings),
        answer=all_tokens(entry.answer),
        heading=all_tokens(_heading(entry)),
    )


def build_index(read: Sequence[Texts]) -> Index:
    phrasings = [[indexed_terms(tokens) for tokens in texts.phrasings] for texts in read]
    answers = [indexed_terms(texts.answer) for texts in read]
    headings = [indexed_terms(texts.heading) for texts in read]
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
    )


def _heading(entry: Entry) -> str:
    """Take source, agenda item and links as words; addresses are cut where letters end."""
    agenda = "".join(char for char in entry.agenda if not char.isdigit())
    return " ".join((entry.source, agenda, *entry.links)).replace("%", " ").replace("-", " ")


def _postings(fields: Iterable[Sequence[Sequence[str]]]) -> Postings:
    places: defaultdict[str, list[int]] = defaultdict(list)
    strengths: defaultdict[str, list[float]] = defaultdict(list)
    first = 0
    for texts in fields:
        usual = sum(map(len, texts)) / max(len(texts), 1) or 1.0
        for column, terms in enumerate(texts, start=first):
            room = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * len(terms) / usual)
            for term, count in Counter(terms).items():
                places[term].append(column)
                strengths[term].append(count * (SATURATION + 1) / (count + room))
        first += len(texts)
    return Postings(
        places={term: np.array(found, dtype=np.int64) for term, found in places.items()},
        strengths={term: np.array(found) for term, found in strengths.items()},
    )
