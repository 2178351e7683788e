"""Makes people's text safe to show anywhere without changing what it says."""

import re
import unicodedata

# Direction overrides, isolates and invisible marks can reorder or hide what stands beside them.
INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")
# All but what nearly every message is made of: Latin letters and marks, single spaces and lines.
ODD = re.compile(r"[^ -~\n\u00a1-\u00ac\u00ae-\u024f]|  |\n *\n")
LINES = re.compile(r"\s*\n\s*(?:\n\s*)+")
MOST_MARKS = 2  # combining marks in a row: enough for every written language, too few for towers


def cleaned(text: str) -> str:
    """Give the text in NFC without controls, invisible or stacked marks and odd spaces."""
    if ODD.search(text) is None:
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = CONTROL.sub("", INVISIBLE.sub("", text))
    text = LINES.sub("\n\n", SPACES.sub(" ", _unstacked(text)))
    return text.strip()


def cleaned_line(text: str) -> str:
    """Clean what must stay on one line, such as a name."""
    return " ".join(cleaned(text).split())


def has_words(text: str) -> bool:
    """Tell whether there is anything to read: a letter or a digit."""
    return any(character.isalnum() for character in text)


def _unstacked(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
