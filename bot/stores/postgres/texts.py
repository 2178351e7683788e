"""Any text as PostgreSQL can hold it: no NUL, and no key of more than about 2,700 bytes."""

import hashlib

LONGEST_KEY = 500  # bytes
HASHED = "sha256:"


def kept(text: str) -> str:
    """Give the text without NUL; whatever begins alike still does, and what differs still differs.

    Raises ValueError for half a surrogate.
    """
    text.encode()
    return text.replace("%", "%25").replace("\0", "%00")


def given(text: str) -> str:
    """Give back what `kept` was given."""
    return text.replace("%00", "\0").replace("%25", "%")


def key_of(text: str) -> str:
    """Give a key of its own for any text: itself when it is short, else its hash."""
    key = kept(text)
    if len(key.encode()) <= LONGEST_KEY and not key.startswith(HASHED):
        return key
    return HASHED + hashlib.sha256(text.encode()).hexdigest()
