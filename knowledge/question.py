"""What somebody wrote, read against a base: each token, its weight and what it may mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.analyser import Kind, Token, stem, tokens
from knowledge.vocabulary import JOINED, Vocabulary
from knowledge.wordlist import COMMON_WEIGHT, STOP_WEIGHT

LONGEST_PHRASE = 3
SHORTEST_JOINED = 6


@dataclass(frozen=True, slots=True)
class Asked:
    token: Token
    weight: float  # .15 for a stop word, .5 for an ordinary word, else 1
    matches: Mapping[str, float]
    spelling: str  # the word as the base or the word lists spell it


@dataclass(frozen=True, slots=True)
class Question:
    asked: tuple[Asked, ...]
    english: bool
    spelled: str  # the text with its misspelled words put right

    @property
    def content(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.weight > STOP_WEIGHT)


def read_question(text: str, vocabulary: Vocabulary) -> Question:
    read = tokens(text)
    english = vocabulary.words.is_english(tuple(token.word for token in read))
    phrases = _phrases(read, vocabulary)
    asked = []
    for place, token in enumerate(read):
        matches = vocabulary.matches(token)
        weight = _weight(token, vocabulary, english)
        if place in phrases:
            weight = max(weight, COMMON_WEIGHT)
            for term, match in phrases[place].items():
                matches[term] = max(match, matches.get(term, 0.0))
        asked.append(Asked(token, weight, matches, vocabulary.respelled(token)))
    spelled = " ".join(
        one.token.word if one.spelling == one.token.term else one.spelling for one in asked
    )
    return Question(tuple(asked), english, spelled)


def _weight(token: Token, vocabulary: Vocabulary, english: bool) -> float:
    if token.exact:
        return 1.0
    weight = vocabulary.words.weight(token.word, english=english)
    if weight < 1 or token.kind is not Kind.WORD:
        return weight
    spelled = vocabulary.respelled(token)
    return weight if spelled == token.term else vocabulary.words.stem_weight(spelled, english)


def _phrases(read: tuple[Token, ...], vocabulary: Vocabulary) -> dict[int, dict[str, float]]:
    """Compounds that were written apart, and phrases of the synonym list, at each place in them."""
    found: dict[int, dict[str, float]] = {}
    for length in range(2, LONGEST_PHRASE + 1):
        for start in range(len(read) - length + 1):
            part = read[start : start + length]
            matches = _of_phrase(part, vocabulary)
            for place in range(start, start + length) if matches else ():
                found.setdefault(place, {}).update(matches)
    return found


def _of_phrase(part: tuple[Token, ...], vocabulary: Vocabulary) -> dict[str, float]:
    matches = vocabulary.standing_for(" ".join(token.term for token in part))
    words = [token.word for token in part]
    if _may_be_one_word(part, vocabulary) and len("".join(words)) >= SHORTEST_JOINED:
        whole = vocabulary.joined(words) or vocabulary.joined([*map(stem, words[:-1]), words[-1]])
        if whole:
            matches[whole] = JOINED
    return matches


def _may_be_one_word(part: tuple[Token, ...], vocabulary: Vocabulary) -> bool:
    light = vocabulary.words.danish
    return all(token.kind is Kind.WORD and token.word not in light for token in part)
