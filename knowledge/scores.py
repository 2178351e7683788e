"""Seven scores of every entry for one question, each about 0 to 1 whatever the base's size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.analyser import indexed_words
from knowledge.answertype import asked_kinds, fit_of_kind, gives
from knowledge.entries import Entry
from knowledge.index import Field, Floats, build_index
from knowledge.letters import LetterIndex
from knowledge.question import Asked, Question, read_question
from knowledge.vocabulary import EXACT, JOINED, RELATED, Vocabulary
from knowledge.wordlist import Wordlist

SCORES = ("words", "covered", "covered_by_phrasing", "letters", "letters_all", "numbers", "kind")
FIELD_WEIGHTS = (1.0, 0.6, 0.4)  # phrasings, answer, source with agenda and links


@dataclass(frozen=True, slots=True)
class Scored:
    question: Question
    table: Floats  # one row an entry, one column a score
    rarities: Floats  # of each asked token, weighted
    unknown_rarity: float  # of a word that the base has never seen
    covered: Floats  # tokens x entries: how well each token is matched anywhere in the entry

    @property
    def known(self) -> bool:
        """Tell whether any word with content is one that the base knows."""
        return any(one.matches for one in self.question.content)


class Scorer:
    """All that is computed once for a base; immutable afterwards."""

    def __init__(self, entries: Sequence[Entry], words: Wordlist) -> None:
        self._index = build_index(entries)
        self.vocabulary = Vocabulary(
            self._index.entries_with,
            words,
            {one + two: {one: JOINED, two: JOINED} for one, two in sorted(self._index.neighbours)},
        )
        phrasings = [self._spelled(text) for entry in entries for text in entry.phrasings]
        whole = [self._spelled(" ".join((*one.phrasings, one.answer))) for one in entries]
        self._gives = tuple(gives(entry) for entry in entries)
        self._letters, self._letters_all = LetterIndex(phrasings), LetterIndex(whole)

    def _spelled(self, text: str) -> list[str]:
        light = self.vocabulary.words.danish
        return [word for word in indexed_words(text) if word not in light]

    def score(self, text: str) -> Scored:
        question = read_question(text, self.vocabulary)
        asked = asked_kinds(question.spelled)
        index = self._index
        rarities = np.array([one.weight * index.rarity(one.matches) for one in question.asked])
        share = rarities / max(float(rarities.sum()), 1e-9)
        phrasing, phrasing_strength = _matched(question.asked, index.questions)
        answer, answer_strength = _matched(question.asked, index.answers)
        heading, heading_strength = _matched(question.asked, index.headings)
        per_entry = self._per_entry(phrasing)
        covered = np.maximum.reduce([per_entry, answer, heading])
        strengths = (self._per_entry(phrasing_strength), answer_strength, heading_strength)
        weighted = sum(w * s for w, s in zip(FIELD_WEIGHTS, strengths, strict=True))
        letters = _letter_words(question)
        table = np.column_stack(
            [
                share @ weighted,
                share @ covered,
                self._per_entry(share @ phrasing),
                self._per_entry(self._letters.likeness(letters)),
                self._letters_all.likeness(letters),
                _exact_share(question.asked, covered),
                np.array([fit_of_kind(asked, given) for given in self._gives]),
            ]
        )
        return Scored(question, table, rarities, index.rarity(()), covered)

    def _per_entry(self, per_phrasing: Floats) -> Floats:
        if not self._index.size:
            return per_phrasing
        return np.asarray(np.maximum.reduceat(per_phrasing, self._index.first_phrasing, axis=-1))


def _matched(asked: Sequence[Asked], field: Field) -> tuple[Floats, Floats]:
    """Say for each token how well each text matches it, plain and by strength in that text."""
    plain = np.zeros((len(asked), field.size))
    strong = np.zeros((len(asked), field.size))
    for row, one in enumerate(asked):
        for term, match in one.matches.items():
            places = field.places.get(term)
            if places is not None:
                plain[row, places] = np.maximum(plain[row, places], match)
                strength = match * field.strengths[term]
                strong[row, places] = np.maximum(strong[row, places], strength)
    return plain, strong


def _letter_words(question: Question) -> list[tuple[str, float]]:
    """Spell the question for a comparison of letters; English words by what they mean in Danish."""
    found: list[tuple[str, float]] = []
    for one in question.content:
        meant = _meant(one) if question.english and not one.token.exact else []
        if meant:
            found += [(term, one.weight / len(meant)) for term in meant]
        else:
            found.append((one.token.term if one.token.exact else one.token.word, one.weight))
    return found


def _meant(one: Asked) -> list[str]:
    best = max(one.matches.values(), default=0.0)
    if not RELATED <= best < EXACT:
        return []
    return [term for term, match in one.matches.items() if match == best]


def _exact_share(asked: Sequence[Asked], covered: Floats) -> Floats:
    """Share of the question's numbers, dates and months that the entry holds; 1 if it has none."""
    rows = [row for row, one in enumerate(asked) if one.token.exact]
    if not rows:
        return np.ones(covered.shape[1])
    return np.asarray(covered[rows].mean(axis=0))
