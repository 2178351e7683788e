"""Everything that `knowledge` reads from disk: entries, the shipped words and constants."""

from functools import cache
from pathlib import Path

from knowledge.entries import Entry, parse_entries
from knowledge.models import Constants, read_constants
from knowledge.wordlist import Wordlist, read_wordlist

HERE = Path(__file__).parent
WORDS = HERE / "words"
CONSTANTS = HERE / "constants.json"


def read_entries(path: Path) -> tuple[Entry, ...]:
    return parse_entries(path.read_text(encoding="utf-8"))


@cache
def shipped_words() -> Wordlist:
    names = ("stop", "common", "synonyms", "chitchat")
    return read_wordlist(*((WORDS / f"{name}.txt").read_text(encoding="utf-8") for name in names))


@cache
def shipped_constants() -> Constants:
    return read_constants(CONSTANTS.read_text(encoding="utf-8"))
