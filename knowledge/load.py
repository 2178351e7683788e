"""Everything that `knowledge` reads from disk: entries, the shipped words and constants."""

from functools import cache
from pathlib import Path

from knowledge.entries import EntryFault, Expected, FaultyEntriesError, parse_entries
from knowledge.models import Constants, read_constants
from knowledge.wordlist import Wordlist, read_wordlist
from meeting.entry import Entry

HERE = Path(__file__).parent
WORDS = HERE / "words"
CONSTANTS = HERE / "constants.json"
SEMANTIC_CONSTANTS = HERE / "constants-semantic.json"  # with an embedder


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read a base; whatever is wrong with its content is a `FaultyEntriesError`."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FaultyEntriesError(
            (EntryFault(line, "line", Expected.of("text in UTF-8")),)
        ) from None
    return parse_entries(text)


@cache
def shipped_words() -> Wordlist:
    names = ("stop", "common", "synonyms", "chitchat")
    return read_wordlist(*((WORDS / f"{name}.txt").read_text(encoding="utf-8") for name in names))


@cache
def shipped_constants(*, semantic: bool = False) -> Constants:
    path = SEMANTIC_CONSTANTS if semantic else CONSTANTS
    return read_constants(path.read_text(encoding="utf-8"))
