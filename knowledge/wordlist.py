"""The editable word lists as values: light words, synonyms and the phrases that ask nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from knowledge.analyser import fold, stem, tokens

STOP_WEIGHT = 0.15
COMMON_WEIGHT = 0.5
ARROW = "=>"

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Which words stand for which; all are stems, a phrase is its stems with spaces between."""

    means: Mapping[str, Terms] = field(default_factory=dict)
    related: Mapping[str, Terms] = field(default_factory=dict)

    def joined(self, others: "Synonyms") -> "Synonyms":
        """Give what either of them says."""
        return Synonyms(_united(self.means, others.means), _united(self.related, others.related))


@dataclass(frozen=True, slots=True)
class Wordlist:
    danish: frozenset[str]
    english: frozenset[str]
    common: frozenset[str]
    common_stems: frozenset[str]
    synonyms: Synonyms
    idle_words: frozenset[str]
    idle_phrases: Terms

    def with_own(self, own: Synonyms) -> "Wordlist":
        """Give the list of a series that has words of its own besides these."""
        return replace(self, synonyms=self.synonyms.joined(own)) if own != Synonyms() else self

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
    ordinary = _words([line for lines in _sections(common).values() for line in lines])
    return Wordlist(
        danish=_words(stops["da"]),
        english=_words(stops["en"]),
        common=ordinary,
        common_stems=frozenset(map(stem, ordinary)),
        synonyms=read_synonyms(_lines(synonyms)),
        idle_words=_words(idles["words"]),
        idle_phrases=tuple(" ".join(fold(line).split()) for line in idles["phrases"]),
    )


def read_synonyms(lines: Iterable[str]) -> Synonyms:
    """Read lines without comments that are right in form."""
    related: defaultdict[str, dict[str, None]] = defaultdict(dict)
    means: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        left, arrow, right = line.partition(ARROW)
        keys = [phrase(key) for key in left.split(",")]
        values = [phrase(value) for value in right.split(",")] if arrow else keys
        for key in filter(None, keys):
            others = (value for value in values if value and value != key)
            (means if arrow else related)[key].update(dict.fromkeys(others))
    return Synonyms(_frozen(means), _frozen(related))


def content(line: str) -> str:
    """Give what a line of a word list says besides its comment."""
    return line.partition("#")[0].strip()


def phrase(text: str) -> str:
    return " ".join(token.term for token in tokens(text))


def _lines(text: str) -> Iterator[str]:
    yield from filter(None, map(content, text.splitlines()))


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


def _united(one: Mapping[str, Terms], other: Mapping[str, Terms]) -> Mapping[str, Terms]:
    both = ((key, (*one.get(key, ()), *other.get(key, ()))) for key in {**one, **other})
    return {key: tuple(dict.fromkeys(values)) for key, values in both}


def _frozen(found: Mapping[str, Mapping[str, None]]) -> dict[str, Terms]:
    return {key: tuple(values) for key, values in found.items()}
