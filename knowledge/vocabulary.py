"""The knowledge base's own words, and which of them a written word may stand for, how surely."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge.analyser import Kind, Token, stem
from knowledge.wordlist import Wordlist

EXACT, JOINED, TYPO, MEANS, PART, RELATED, PREFIX = 1.0, 0.95, 0.85, 0.8, 0.7, 0.6, 0.5
SHORTEST_PART, SHORTEST_TYPO, SHORTEST_PREFIX, LONGEST_REST = 4, 4, 5, 3
MORE_MISTAKES_FROM = (7, 14)  # letters from which a second and a third mistake are believed
LONG_COMPOUND = 10
LONGEST_COMPOUND = 80  # letters; the longest words of Danish law have some fifty
MOST_SPELLINGS = 4
LINKS = ("", "s", "e")

PIECES_KEPT = 100_000  # of words, while the base is taken apart: compounds share heads and tails
WORDS_KEPT = 4_000  # looked up before; people use the same words over and over

Matches = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a written word may stand for: terms of the base, each with a weight up to 1."""

    matches: Matches
    spelled: str  # the term itself, or the known word that it is a misspelling of
    danish: float  # .15 for a stop word, .5 for an ordinary word, else 1
    english: float  # the same in an English question

    def weight(self, *, english: bool) -> float:
        return self.english if english else self.danish


class Vocabulary:
    """Immutable once built; `terms` are stems, numbers and dates as the analyser writes them."""

    def __init__(
        self, terms: Iterable[str], words: Wordlist, apart: Mapping[str, Matches] | None = None
    ) -> None:
        self.words = words
        self._apart = apart or {}  # two words of the base, for whom writes them as one
        self.terms = frozenset(terms)
        self._whole = frozenset(term for term in self.terms if self._may_be_part(term))
        self._sorted = sorted(term for term in self._whole if len(term) >= SHORTEST_PREFIX)
        self._known = lru_cache(PIECES_KEPT)(self._known_of)
        self._inside = self._compounds()
        self._known.cache_clear()
        light = words.danish | words.english | words.common
        keys = {*words.synonyms.means, *words.synonyms.related}
        self._phrases = frozenset(key for key in keys if " " in key)
        self._spelled = frozenset(
            (*self._whole, *light, *map(stem, light), *(keys - self._phrases))
        )
        self._spellings = _by_first_letter(self._spelled)
        self._phrase_starts = frozenset(key.partition(" ")[0] for key in self._phrases)
        self._in_order = sorted(self._whole)
        self._word_meaning = lru_cache(WORDS_KEPT)(self._of_word)

    def _may_be_part(self, term: str) -> bool:
        light = term in self.words.danish or term in self.words.english
        return len(term) >= SHORTEST_PART and not {"#", "@"} & {*term} and not light

    def _compounds(self) -> Mapping[str, tuple[str, ...]]:
        inside: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted(self._whole):
            for part in self.parts(term):
                inside[part].append(term)
        return {part: tuple(terms) for part, terms in inside.items()}

    def parts(self, term: str) -> frozenset[str]:
        """Known words that a compound begins or ends with, the middle ones of a long one too."""
        return self._parts(term, {}) if len(term) <= LONGEST_COMPOUND else frozenset()

    def _parts(self, term: str, read: dict[str, frozenset[str]]) -> frozenset[str]:
        """Take a term apart; `read` holds what its endings gave, which many beginnings share."""
        if term not in read:
            found: set[str] = set()
            for cut in range(SHORTEST_PART, len(term) - 2):
                head, tail = self._known(term[:cut]), self._known(term[cut:])
                inner = frozenset({tail}) if tail else frozenset()
                if head and not tail and len(term) - cut > 2 * SHORTEST_PART:
                    inner = self._parts(term[cut:], read)
                found |= inner
                if head and inner:
                    found.add(head)
            read[term] = frozenset(found - {term})
        return read[term]

    def _known_of(self, piece: str) -> str | None:
        for form in (piece, piece.removesuffix("s"), piece.removesuffix("e")):
            for known in (form, stem(form)):
                if known in self._whole:
                    return known
        return None

    def meaning(self, token: Token) -> Meaning:
        if token.exact:
            return Meaning(self._exactly(token), token.term, 1.0, 1.0)
        if token.kind is Kind.CODE:
            found = self.standing_for(token.term) | self._exactly(token)
            return Meaning(found, token.term, *self._weights(token.term, token.word, token.term))
        return self._word_meaning(token.term, token.word)

    def _of_word(self, term: str, word: str) -> Meaning:
        near, spelled = self._near(term), self._respelled(term, word)
        if spelled != term:
            _raise(near, _scaled(self._near(spelled), TYPO).items())
        return Meaning(near, spelled, *self._weights(term, word, spelled))

    def _weights(self, term: str, word: str, spelled: str) -> tuple[float, float]:
        """Weigh it in a Danish and in an English question; a misspelled word as what it means."""
        return self._weight(term, word, spelled, False), self._weight(term, word, spelled, True)

    def _weight(self, term: str, word: str, spelled: str, english: bool) -> float:
        weight = self.words.weight(word, english=english)
        if weight < 1 or spelled == term:
            return weight
        return self.words.stem_weight(spelled, english)

    def _exactly(self, token: Token) -> dict[str, float]:
        found = {token.term: EXACT} if token.term in self.terms else {}
        day = token.term.replace("#", "@")
        if token.kind is Kind.NUMBER and day in self.terms:
            found[day] = RELATED
        return found

    def _respelled(self, term: str, word: str) -> str:
        if term in self._spelled or self._is_composed(term):
            return term
        return self._nearest(term) or self._nearest(word) or term

    def joined(self, words: Sequence[str]) -> str | None:
        """Find the compound that somebody wrote as several words."""
        if not self._begins_a_term(words[0]):
            return None  # a stem is where a word begins
        for link in LINKS:
            whole = stem(link.join(words))
            if whole in self._whole and len(whole) > max(map(len, words)):
                return whole
        return None

    def _begins_a_term(self, word: str) -> bool:
        place = bisect_left(self._in_order, word)
        return place < len(self._in_order) and self._in_order[place].startswith(word)

    def phrase(self, words: Sequence[str]) -> dict[str, float]:
        """Look up what the synonym list says of a phrase."""
        if words[0] not in self._phrase_starts:
            return {}
        key = " ".join(words)
        return self.standing_for(key) if key in self._phrases else {}

    def standing_for(self, key: str) -> dict[str, float]:
        """Look up what the synonym list says of a word or a phrase, as far as the base knows it."""
        found: dict[str, float] = {}
        known = self.words.synonyms
        for table, weight in ((known.related, RELATED), (known.means, MEANS)):
            for value in table.get(key, ()):
                _raise(found, self._of_value(value, weight))
        return found

    def _of_value(self, value: str, weight: float) -> Iterator[tuple[str, float]]:
        for term in value.split():
            if term in self.terms:
                yield term, weight
            else:
                yield from ((whole, weight * PART) for whole in self._inside.get(term, ()))

    def _near(self, term: str) -> dict[str, float]:
        found: dict[str, float] = {}
        _raise(found, ((other, PREFIX) for other in self._same_beginning(term)))
        _raise(found, self.standing_for(term).items())
        _raise(found, self._apart.get(term, {}).items())
        if len(term) >= SHORTEST_PART:
            _raise(found, ((whole, PART) for whole in self._inside.get(term, ())))
            _raise(found, ((part, PART) for part in self.parts(term)))
        if term in self.terms:
            found[term] = EXACT
        return found

    def _is_composed(self, term: str) -> bool:
        """Tell whether an unknown word is made of known ones, so that it needs no respelling."""
        if term in self._apart or len(term) < LONG_COMPOUND:
            return max(self._near(term).values(), default=0.0) >= PART
        cuts = range(SHORTEST_PART, len(term) - 2)
        return any(self._known(term[:cut]) and self._known(term[cut:]) for cut in cuts)

    def _same_beginning(self, term: str) -> Iterator[str]:
        beginning = term[: max(SHORTEST_PREFIX, len(term) - LONGEST_REST)]
        if len(term) < SHORTEST_PREFIX:
            return
        for place in range(bisect_left(self._sorted, beginning), len(self._sorted)):
            other = self._sorted[place]
            if not other.startswith(beginning):
                return
            if len(other) <= len(beginning) + LONGEST_REST:
                yield other

    def _nearest(self, term: str) -> str | None:
        if len(term) < SHORTEST_TYPO:
            return None
        allowed = 1 + sum(len(term) >= length for length in MORE_MISTAKES_FROM)
        known = self._spellings.get(term[0], ())
        found = extract(
            term,
            known,
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=MOST_SPELLINGS,
            processor=None,
        )
        ranked = [(distance, other not in self.terms, other) for other, distance, _ in found]
        return min(ranked)[2] if ranked else None


def _by_first_letter(terms: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for term in sorted(terms):
        groups[term[0]].append(term)
    return {letter: tuple(group) for letter, group in groups.items()}


def _raise(found: dict[str, float], others: Iterable[tuple[str, float]]) -> None:
    for term, weight in others:
        found[term] = max(weight, found.get(term, 0.0))


def _scaled(found: Matches, factor: float) -> dict[str, float]:
    return {term: weight * factor for term, weight in found.items()}
