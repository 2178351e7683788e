"""Which questions ask the same: offered to the one who asks, and to a host who may merge them.

A person decides, so a wrong offer costs a glance. Two questions are alike when their weighty words
are, in any form, and when nothing exact tells them apart: a number, a date, a name in capitals, or
the kind of thing that is asked for (when, who, how much). The constants were set by hand on the
`tune` part of tests/knowledge/alike.jsonl alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.analyser import fold, tokens
from knowledge.load import shipped_words

OFFER = 0.6  # from here two questions are offered as alike
TOGETHER = 0.65  # from here they are proposed to the host, and who answered one gets the other
NEAREST = 0.65  # two words less alike than this are two words
OTHER_KIND = 0.45  # what is left when one asks when and the other who
SHARED = 0.55  # so much of a compound must be the other word
WITHIN = 0.85  # how alike they are then
OPPOSED = {"til", "fra"}  # "tilmelde" and "framelde" are no forms of one word
LIGHT = 0.2  # words that weigh less are looked up by nobody
PREFIX = 4  # letters by which words are looked up
MOST_COMPARED = 120  # questions that are compared with one, those with the rarest words first
CAPITALS = re.compile(r"(?<!\w)[A-ZÆØÅ]{2,}\d{0,3}(?!\w)")
ORDER = {"foerste": "#1", "anden": "#2", "tredje": "#3", "first": "#1", "second": "#2"}
NEGATED = frozenset({"ikke", "not", "ingen", "aldrig"})
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("when", r"\b(?:hvornaar|frist\w*|deadline|senest|slutdato\w*|when|slettefrist\w*)\b"),
        ("who", r"\b(?:hvem|kontakt\w*|leverandoer\w*|who)\b"),
        ("amount", r"\b(?:hvor (?:mange|meget|stor\w*)|koster|pris\w*|how (?:many|much))\b"),
        ("why", r"\b(?:hvorfor|why)\b"),
        ("which", r"\b(?:hvilke\w?|which)\b"),
        ("where", r"\b(?:hvor (?:finder|ligger|kan|staar)|where)\b"),
        ("long", r"\b(?:hvor laenge|how long)\b"),
        ("how", r"\b(?:hvordan|how do|how is)\b"),
    )
)
# Asked in one way only: none of these asks the same as a question of another kind.
STRICT = frozenset({"when", "who", "amount", "why", "long"})


@dataclass(frozen=True, slots=True)
class Near:
    """A question that asks nearly the same; `score` is 0 to 1."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it is compared: weighty words, what is exact in it, what it asks for."""

    words: tuple[tuple[str, float], ...]
    exact: frozenset[str]
    names: frozenset[str]
    kind: str
    negated: bool
    whole: str


def read(text: str) -> Read:
    """Take from a question what it is compared by."""
    lists = shipped_words()
    words: dict[str, float] = {}
    exact: set[str] = set()
    for token in tokens(text):
        if token.exact:
            exact.add(token.term)
        elif token.word in ORDER:
            exact.add(ORDER[token.word])
        else:
            weight = lists.weight(token.word, english=False)
            words[token.term] = max(weight, words.get(token.term, 0.0))
    folded = fold(text)
    kind = next((kind for kind, pattern in KINDS if pattern.search(folded)), "")
    said = frozenset(folded.split())
    return Read(
        words=tuple(words.items()),
        exact=frozenset(exact),
        names=frozenset(name.casefold() for name in CAPITALS.findall(text)),
        kind=kind,
        negated=not said.isdisjoint(NEGATED),
        whole=" ".join(re.findall(r"\w+", folded)),
    )


def score(one: Read, other: Read) -> float:
    """Say how alike two questions are, 0 to 1; the same either way round."""
    if one.whole == other.whole:
        return 1.0
    if one.exact != other.exact or one.negated is not other.negated:
        return 0.0
    if _other_names(one, other):
        return 0.0
    there, back = _covered(one, other), _covered(other, one)
    alike = 2 * there * back / (there + back) if there and back else 0.0
    told_apart = one.kind != other.kind and not STRICT.isdisjoint({one.kind, other.kind})
    return alike * OTHER_KIND if told_apart else alike


def _other_names(one: Read, other: Read) -> bool:
    """Tell whether each names somebody in capitals whom the other does not."""
    return bool(one.names - other.names - _plain(other)) and bool(
        other.names - one.names - _plain(one)
    )


def _plain(question: Read) -> frozenset[str]:
    return frozenset(question.whole.split())


def _covered(one: Read, other: Read) -> float:
    """Say how much of one question's weight has a like in the other."""
    total = sum(weight for _, weight in one.words)
    if not total:
        return 0.0
    return sum(weight * _nearest(word, other) for word, weight in one.words) / total


def _nearest(word: str, other: Read) -> float:
    best = max((_word_score(word, term) for term, _ in other.words), default=0.0)
    return best if best >= NEAREST else 0.0


@lru_cache(maxsize=100_000)
def _word_score(one: str, other: str) -> float:
    """Compare two stems: the same, one within a compound of the other, or letters in common."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    within = long.startswith(short) or long.endswith(short)
    if within and len(short) > PREFIX and len(short) >= SHARED * len(long):
        return WITHIN
    if {one[:3], other[:3]} == OPPOSED and one[3:] == other[3:]:
        return 0.0
    ours, theirs = _trigrams(one), _trigrams(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@lru_cache(maxsize=20_000)
def _trigrams(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


@dataclass(slots=True)
class Index:
    """The questions so far; a question is found by the beginnings of its weighty words."""

    _questions: dict[str, Read] = field(default_factory=dict)
    _by_prefix: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def __contains__(self, key: str) -> bool:
        return key in self._questions

    def add(self, key: str, text: str) -> None:
        """Take a question in, in place of what the key stood for."""
        self.remove(key)
        question = self._questions[key] = read(text)
        for prefix in _prefixes(question):
            self._by_prefix[prefix][key] = None

    def remove(self, key: str) -> None:
        known = self._questions.pop(key, None)
        for prefix in _prefixes(known) if known is not None else ():
            del self._by_prefix[prefix][key]

    def near(
        self, text: str, most: int = 3, threshold: float = OFFER, but: str | None = None
    ) -> tuple[Near, ...]:
        """Give the most alike questions, best first."""
        wanted = read(text)
        found = [
            Near(key, value)
            for key in self._candidates(wanted)
            if key != but and (value := score(wanted, self._questions[key])) >= threshold
        ]
        return tuple(sorted(found, key=lambda near: (-near.score, near.key))[:most])

    def groups(self, threshold: float = TOGETHER) -> tuple[tuple[str, ...], ...]:
        """Propose what belongs together: in a group each is alike to each, the largest first."""
        groups: list[list[str]] = []
        for key, question in sorted(self._questions.items()):
            fits = (
                group
                for group in groups
                if all(score(question, self._questions[one]) >= threshold for one in group)
            )
            group = next(fits, None)
            if group is None:
                groups.append([key])
            else:
                group.append(key)
        together = (tuple(group) for group in groups if len(group) > 1)
        return tuple(sorted(together, key=lambda group: (-len(group), group)))

    def _candidates(self, wanted: Read) -> Iterable[str]:
        found: dict[str, None] = {}
        by_rarity = sorted(
            (self._by_prefix[p] for p in _prefixes(wanted) if p in self._by_prefix), key=len
        )
        for keys in by_rarity:
            for key in keys:
                if len(found) >= MOST_COMPARED:
                    return found
                found[key] = None
        return found


def _prefixes(question: Read) -> tuple[str, ...]:
    return tuple({word[:PREFIX]: None for word, weight in question.words if weight > LIGHT})
