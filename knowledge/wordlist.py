"""The editable word lists as values: light words, synonyms and the phrases that ask nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.analyser import fold, stem, tokens

STOP_WEIGHT = 0.15
COMMON_WEIGHT = 0.5

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wordlist:
    """Keys of `means` and `related` are stems; a phrase is its stems with spaces between."""

    danish: frozenset[str]
    english: frozenset[str]
    common: frozenset[str]
    common_stems: frozenset[str]
    means: Mapping[str, Terms]
    related: Mapping[str, Terms]
    idle_words: frozenset[str]
    idle_phrases: Terms

    def is_english(self, words: Terms) -> bool:
        danish = sum(word in self.danish and word not in self.english for word in words)
        english = sum(word in self.english and word not in self.danish for word in words)
        return english > danish

    def stem_weight(self, term: str, english: bool) -> float:
        """Weigh a respelled word, of which only the stem is known."""
        stops = self.english if english else self.danish
        if term in stops:
            return STOP_WEIGHT
        return COMMON_WEIGHT if term in self.common_stems else 1.0

    def weight(self, word: str, *, english: bool) -> float:
        """How much a word may count: 1 for a word with content."""
        if len(word) == 1 or word in (self.english if english else self.danish):
            return STOP_WEIGHT
        known = word in self.common or stem(word) in self.common_stems
        return COMMON_WEIGHT if known else 1.0


def read_wordlist(stop: str, common: str, synonyms: str, idle: str) -> Wordlist:
    stops = _sections(stop)
    idles = _sections(idle)
    related, means = _synonyms(synonyms)
    ordinary = _words([line for lines in _sections(common).values() for line in lines])
    return Wordlist(
        danish=_words(stops["da"]),
        english=_words(stops["en"]),
        common=ordinary,
        common_stems=frozenset(map(stem, ordinary)),
        means=means,
        related=related,
        idle_words=_words(idles["words"]),
        idle_phrases=tuple(" ".join(fold(line).split()) for line in idles["phrases"]),
    )


def phrase(text: str) -> str:
    return " ".join(token.term for token in tokens(text))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        content = line.partition("#")[0].strip()
        if content:
            yield content


def _sections(text: str) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    name = ""
    for line in _lines(text):
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
        else:
            found[name].append(line)
    return found


def _words(lines: list[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in fold(line).split())


def _synonyms(text: str) -> tuple[dict[str, Terms], dict[str, Terms]]:
    related: defaultdict[str, dict[str, None]] = defaultdict(dict)
    means: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for line in _lines(text):
        left, arrow, right = line.partition("=>")
        keys = [phrase(key) for key in left.split(",")]
        values = [phrase(value) for value in right.split(",")] if arrow else keys
        for key in filter(None, keys):
            others = (value for value in values if value and value != key)
            (means if arrow else related)[key].update(dict.fromkeys(others))
    return _frozen(related), _frozen(means)


def _frozen(found: Mapping[str, Mapping[str, None]]) -> dict[str, Terms]:
    return {key: tuple(values) for key, values in found.items()}
