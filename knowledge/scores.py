"""Scores of every entry for one question, each about 0 to 1 whatever the base's size.

Seven by words and letters, and two by meaning where there is an embedder.
"""

import copy
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from knowledge.analyser import Token, all_tokens, spelled_words
from knowledge.answertype import Gives, fit_of_kind, gives
from knowledge.embedding import MeaningIndex, Meanings
from knowledge.index import Floats, Texts, build_index, read_texts
from knowledge.letters import LetterIndex, Lexicon, spread, weighed_groups
from knowledge.question import Asked, Question, read_question
from knowledge.vocabulary import EXACT, JOINED, RELATED, Vocabulary
from knowledge.wordlist import Wordlist
from meeting.entry import Entry

SCORES = ("words", "covered", "covered_by_phrasing", "letters", "letters_all", "numbers", "kind")
MEANING_SCORES = ("meaning", "meaning_all")
FIELD_WEIGHTS = (1.0, 0.6, 0.4)  # phrasings, answer, source with agenda and links


def score_names(table: Floats) -> tuple[str, ...]:
    """Name the columns of a table of scores."""
    return (*SCORES, *MEANING_SCORES)[: table.shape[1]]


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


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry as it was read: it is the same in every base, so a changed base reads little."""

    texts: Texts
    gives: Gives
    phrasings: tuple[tuple[str, ...], ...]  # their words but the light ones, as they are spelled
    answer: tuple[str, ...]


def _reading(entry: Entry, words: Wordlist) -> Reading:
    phrasings = tuple(map(all_tokens, entry.phrasings))
    answer = all_tokens(entry.answer)
    return Reading(
        read_texts(entry, phrasings, answer),
        gives(entry, answer),
        tuple(_spelled(tokens, words) for tokens in phrasings),
        _spelled(answer, words),
    )


def _spelled(tokens: Iterable[Token], words: Wordlist) -> tuple[str, ...]:
    return tuple(sys.intern(word) for word in spelled_words(tokens) if word not in words.danish)


class Scorer:
    """All that is computed once for a base; immutable afterwards.

    What `before`, another base of the same words, has read already is not read again.
    """

    def __init__(
        self, entries: Sequence[Entry], words: Wordlist, before: "Scorer | None" = None
    ) -> None:
        known: dict[Entry, Reading] = before.readings if before else {}
        read = [known.get(entry) or _reading(entry, words) for entry in entries]
        self.readings: dict[Entry, Reading] = dict(zip(entries, read, strict=True))
        self._index = build_index([one.texts for one in read])
        self.vocabulary = Vocabulary(
            self._index.entries_with,
            words,
            {one + two: {one: JOINED, two: JOINED} for one, two in sorted(self._index.neighbours)},
        )
        phrasings = [words for one in read for words in one.phrasings]
        everything = [[*chain(*one.phrasings), *one.answer] for one in read]
        lexicon = Lexicon(chain(*everything))
        self._letters = LetterIndex(lexicon, phrasings)
        self._letters_all = LetterIndex(lexicon, everything)
        self.gives = tuple(one.gives for one in read)
        self._kinds = tuple(dict.fromkeys(self.gives))
        places = {given: place for place, given in enumerate(self._kinds)}
        self._kind_of = np.array([places[given] for given in self.gives], dtype=np.int64)
        self._fits = cache(self._fits_of)
        self._entries = tuple(entries)
        self._meaning: MeaningIndex | None = None

    def with_meaning(self, meanings: Meanings) -> "Scorer":
        """Score by meaning as well. Slow: it embeds every text that is new."""
        found = copy.copy(self)
        found._meaning = MeaningIndex(self._entries, meanings)  # noqa: SLF001 - of one class
        return found

    def score(self, text: str) -> Scored:
        question = read_question(text, self.vocabulary)
        rarity = self._index.rarity
        rarities = np.array([one.weight * rarity(one.matches) for one in question.asked])
        plain, strong = self._matched(question.asked)
        phrasing, answer, heading = self._fields(plain)
        covered = np.maximum.reduce([self._per_entry(phrasing), answer, heading])
        share = rarities / max(float(rarities.sum()), 1e-9)
        by_words = (
            self._by_words(_weighted(share, strong)),
            _weighted(share, covered),
            _weighted(share, phrasing),
        )
        table = self._table(question, by_words, covered)
        if self._meaning is not None:
            table = np.column_stack([table, *self._meaning.nearness(text)])
        return Scored(question, table, rarities, rarity(()), covered)

    def _by_words(self, strengths: Floats) -> Floats:
        phrasing, answer, heading = self._fields(strengths)
        return np.asarray(np.array(FIELD_WEIGHTS) @ (self._per_entry(phrasing), answer, heading))

    def _table(
        self, question: Question, by_words: tuple[Floats, Floats, Floats], covered: Floats
    ) -> Floats:
        words, in_all, in_phrasing = by_words
        letters = weighed_groups(_letter_words(question))
        return np.column_stack(
            [
                words,
                in_all,
                self._per_entry(in_phrasing),
                self._per_entry(self._letters.likeness(letters)),
                self._letters_all.likeness(letters),
                _exact_share(question.asked, covered),
                self._fits(question.kinds),
            ]
        )

    def _fits_of(self, asked: frozenset[str]) -> Floats:
        return np.array([fit_of_kind(asked, given) for given in self._kinds])[self._kind_of]

    def _matched(self, asked: Sequence[Asked]) -> tuple[Floats, Floats]:
        """Say for each token how well each text matches it, plain and by strength in that text.

        The surest of the terms that a token may stand for is written last, and so counts.
        """
        postings = self._index.postings
        plain = np.zeros((len(asked), self._index.phrasings + 2 * self._index.size))
        strong = np.zeros_like(plain)
        found = [
            (row, match, *postings.spans[term])
            for row, one in enumerate(asked)
            for match, term in sorted((match, term) for term, match in one.matches.items())
        ]
        if found:
            rows, matches, starts, lengths = map(np.array, zip(*found, strict=True))
            places = spread(starts, lengths)
            at = (rows.repeat(lengths), postings.columns[places])
            plain[at] = sure = matches.repeat(lengths)
            strong[at] = sure * postings.strengths[places]
        return plain, strong

    def _fields(self, columns: Floats) -> tuple[Floats, Floats, Floats]:
        first, size = self._index.phrasings, self._index.size
        middle = first + size
        return columns[..., :first], columns[..., first:middle], columns[..., middle:]

    def _per_entry(self, per_phrasing: Floats) -> Floats:
        if not self._index.size:
            return per_phrasing
        return np.asarray(np.maximum.reduceat(per_phrasing, self._index.first_phrasing, axis=-1))


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
    return np.asarray(np.add.reduce(covered[rows]) / len(rows))


def _weighted(share: Floats, rows: Floats) -> Floats:
    """Sum the rows by weight; unlike `@` on one core, so a busy machine does not stretch it."""
    return np.asarray(np.einsum("t,tc->c", share, rows))
