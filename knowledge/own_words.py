"""A series' own words: new names of old things, abbreviations, related words; checked by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.analyser import tokens
from knowledge.question import LONGEST_PHRASE
from knowledge.wordlist import ARROW, Synonyms, content, phrase, read_synonyms

LONGEST_LINE = 1_000
OTHER_ARROWS = frozenset("<>=→")
MOST_TOLD = 20  # faults; a file of another kind has one on every line


@dataclass(frozen=True, slots=True)
class WordsFault:
    line: int
    expected: str

    @property
    def sentence(self) -> str:
        return f"line {self.line}: expected {self.expected}"


class FaultyWordsError(ValueError):
    """Carries the faults of a file, so that all can be mended in one go."""

    def __init__(self, faults: tuple[WordsFault, ...]) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = faults


def parse_words(text: str) -> Synonyms:
    """Read all lines, or raise with the faults; empty lines and comments count but are skipped."""
    lines = [content(line) for line in text.removeprefix("\ufeff").split("\n")]
    faults = [
        WordsFault(number, expected)
        for number, line in enumerate(lines, 1)
        if line and (expected := next(_faults_of(line), None)) is not None
    ]
    if faults:
        raise FaultyWordsError(tuple(faults[:MOST_TOLD]))
    return read_synonyms(filter(None, lines))


def _faults_of(line: str) -> Iterator[str]:
    if len(line) > LONGEST_LINE:
        yield f"at most {LONGEST_LINE} characters"
        return
    left, arrow, right = line.partition(ARROW)
    keys, values = left.split(","), right.split(",") if arrow else []
    if not OTHER_ARROWS.isdisjoint(left + right):
        yield f"{ARROW} once, between a name and what it means"
    if not all(map(phrase, (*keys, *values))):
        yield f"a word on each side of every comma and {ARROW}"
    if len(keys) + len(values) == 1:
        yield f"related words with commas between them, or a name {ARROW} what it means"
    for key in keys:
        yield from _faults_of_key(key.strip())


def _faults_of_key(key: str) -> Iterator[str]:
    read = tokens(key)
    if len(read) > LONGEST_PHRASE:
        yield f"a phrase of at most {LONGEST_PHRASE} words, not '{key}'"
    if len(read) == 1 and read[0].exact:
        yield f"a word, not '{key}': a number, date or month stands for nothing else"
