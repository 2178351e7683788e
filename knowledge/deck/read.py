"""A text file to a draft, whatever its encoding."""

import codecs
from pathlib import Path

from knowledge.deck.draft import DeckFault, Draft
from knowledge.deck.importer import read_draft

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str:
    """UTF-8, or what its mark says, or the Windows encoding; nothing is ever refused."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_file(path: Path) -> Draft:
    try:
        data = path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or "it cannot be opened"
        raise DeckFault(f"{path.name} could not be read: {reason}.") from fault
    return read_draft(decoded(data), source=path.name)
