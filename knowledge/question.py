"""What somebody wrote, read against a base: each token, its weight and what it may mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.analyser import Kind, Token, stem, tokens
from knowledge.answertype import asked_kinds
from knowledge.vocabulary import JOINED, Matches, Vocabulary
from knowledge.wordlist import COMMON_WEIGHT, STOP_WEIGHT

LONGEST_PHRASE = 3
SHORTEST_JOINED = 6


@dataclass(frozen=True, slots=True)
class Asked:
    token: Token
    weight: float  # .15 for a stop word, .5 for an ordinary word, else 1
    matches: Matches
    spelling: str  # the word as the base or the word lists spell it


@dataclass(frozen=True, slots=True)
class Question:
    asked: tuple[Asked, ...]
    english: bool
    spelled: str  # the text with its misspelled words put right
    kinds: frozenset[str]  # of answer that are asked for

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(one.token for one in self.asked)

    @property
    def content(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.weight > STOP_WEIGHT)


def read_question(text: str, vocabulary: Vocabulary) -> Question:
    read = tokens(text)
    english = vocabulary.words.is_english(tuple(token.word for token in read))
    phrases = _phrases(read, vocabulary)
    asked = []
    for place, token in enumerate(read):
        meaning = vocabulary.meaning(token)
        weight = meaning.weight(english=english)
        matches = meaning.matches
        if place in phrases:
            weight = max(weight, COMMON_WEIGHT)
            matches = _raised(matches, phrases[place])
        asked.append(Asked(token, weight, matches, meaning.spelled))
    spelled = " ".join(
        one.token.word if one.spelling == one.token.term else one.spelling for one in asked
    )
    return Question(tuple(asked), english, spelled, asked_kinds(spelled))


def _raised(matches: Matches, others: Matches) -> Matches:
    higher = {term: max(match, matches.get(term, 0.0)) for term, match in others.items()}
    return {**matches, **higher}


def _phrases(read: tuple[Token, ...], vocabulary: Vocabulary) -> dict[int, dict[str, float]]:
    """Compounds that were written apart, and phrases of the synonym list, at each place in them."""
    found: dict[int, dict[str, float]] = {}
    terms = [token.term for token in read]
    words = [_part_of_compound(token, vocabulary) for token in read]
    for length in range(2, LONGEST_PHRASE + 1):
        for start in range(len(read) - length + 1):
            end = start + length
            matches = vocabulary.phrase(terms[start:end])
            if (whole := _joined(words[start:end], vocabulary)) is not None:
                matches[whole] = JOINED
            for place in range(start, end) if matches else ():
                found.setdefault(place, {}).update(matches)
    return found


def _part_of_compound(token: Token, vocabulary: Vocabulary) -> str | None:
    """Give the word if it may be one part of another."""
    alone = token.kind is not Kind.WORD or token.word in vocabulary.words.danish
    return None if alone else token.word


def _joined(words: Sequence[str | None], vocabulary: Vocabulary) -> str | None:
    parts = [word for word in words if word is not None]
    if len(parts) < len(words) or sum(map(len, parts)) < SHORTEST_JOINED:
        return None
    return vocabulary.joined(parts) or vocabulary.joined([*map(stem, parts[:-1]), parts[-1]])
