"""The base as arrays: which terms each phrasing, answer and heading holds, how strongly."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.analyser import fold, indexed_terms
from knowledge.entries import Entry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SATURATION, LENGTH_SHARE = 1.2, 0.4  # BM25's k1 and b, for texts of one to four sentences


@dataclass(frozen=True, slots=True)
class Field:
    """Postings of one field: for each term where it stands and how strongly."""

    size: int
    places: Mapping[str, Ints]
    strengths: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Index:
    size: int
    first_phrasing: Ints  # where each entry's phrasings begin in `questions`
    questions: Field
    answers: Field
    headings: Field
    entries_with: Mapping[str, int]  # in how many entries a term stands
    neighbours: frozenset[tuple[str, str]]  # terms that stand side by side in a phrasing

    def rarity(self, terms: Iterable[str]) -> float:
        """Tell how telling a word is: the idf of BM25, for all that it may stand for."""
        count = min(sum(self.entries_with.get(term, 0) for term in terms), self.size)
        return float(np.log(1 + (self.size - count + 0.5) / (count + 0.5)))


def build_index(entries: Sequence[Entry]) -> Index:
    phrasings = [[indexed_terms(text) for text in entry.phrasings] for entry in entries]
    answers = [indexed_terms(entry.answer) for entry in entries]
    headings = [indexed_terms(heading(entry)) for entry in entries]
    counts = [len(texts) for texts in phrasings]
    everything = zip(phrasings, answers, headings, strict=True)
    flat = [terms for texts in phrasings for terms in texts]
    return Index(
        size=len(entries),
        first_phrasing=np.cumsum([0, *counts[:-1]]),
        questions=_field(flat),
        answers=_field(answers),
        headings=_field(headings),
        entries_with=Counter(
            term for texts, *rest in everything for term in set().union(*texts, *rest)
        ),
        neighbours=frozenset(pair for terms in flat for pair in pairwise(terms)),
    )


def heading(entry: Entry) -> str:
    """Take source, agenda item and links as words; addresses are cut where letters end."""
    agenda = "".join(char for char in entry.agenda if not char.isdigit())
    return fold(" ".join((entry.source, agenda, *entry.links)).replace("%", " ").replace("-", " "))


def _field(texts: Sequence[Sequence[str]]) -> Field:
    usual = sum(map(len, texts)) / max(len(texts), 1) or 1.0
    places: defaultdict[str, list[int]] = defaultdict(list)
    strengths: defaultdict[str, list[float]] = defaultdict(list)
    for place, terms in enumerate(texts):
        room = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * len(terms) / usual)
        for term, count in Counter(terms).items():
            places[term].append(place)
            strengths[term].append(count * (SATURATION + 1) / (count + room))
    return Field(
        size=len(texts),
        places={term: np.array(found, dtype=np.int64) for term, found in places.items()},
        strengths={term: np.array(found) for term, found in strengths.items()},
    )
