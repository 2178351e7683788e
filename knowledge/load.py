"""Everything that `knowledge` reads from disk: entries, the shipped words and constants."""

from functools import cache
from pathlib import Path

from knowledge.entries import EntryFault, Expected, FaultyEntriesError, parse_entries
from knowledge.models import Constants, read_constants
from knowledge.own_words import FaultyWordsError, WordsFault, parse_words
from knowledge.wordlist import Synonyms, Wordlist, read_wordlist
from meeting.entry import Entry

HERE = Path(__file__).parent
WORDS = HERE / "words"
CONSTANTS = HERE / "constants.json"
SEMANTIC_CONSTANTS = HERE / "constants-semantic.json"  # with an embedder
LARGEST_WORDS = 256 * 1024  # bytes of a series' own words


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read a base; whatever is wrong with its content is a `FaultyEntriesError`."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = EntryFault(_line(content, error), "line", Expected.of("text in UTF-8"))
        raise FaultyEntriesError((fault,)) from None
    return parse_entries(text)


def read_own_words(path: Path) -> Synonyms:
    """Read a series' own words; whatever is wrong with their file is a `FaultyWordsError`."""
    with path.open("rb") as file:
        content = file.read(LARGEST_WORDS + 1)
    if len(content) > LARGEST_WORDS:
        fault = WordsFault(content.count(b"\n") + 1, f"the end: at most {LARGEST_WORDS} bytes")
        raise FaultyWordsError((fault,))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = WordsFault(_line(content, error), "text in UTF-8")
        raise FaultyWordsError((fault,)) from None
    return parse_words(text)


def _line(content: bytes, error: UnicodeDecodeError) -> int:
    return content.count(b"\n", 0, error.start) + 1


@cache
def shipped_words() -> Wordlist:
    names = ("stop", "common", "synonyms", "chitchat")
    return read_wordlist(*((WORDS / f"{name}.txt").read_text(encoding="utf-8") for name in names))


@cache
def shipped_constants(*, semantic: bool = False) -> Constants:
    path = SEMANTIC_CONSTANTS if semantic else CONSTANTS
    return read_constants(path.read_text(encoding="utf-8"))
