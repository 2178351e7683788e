"""Where the database is: an address with a password in it, which nothing here ever shows."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.ports import StoreUnavailableError

PLACE = r"(\[[0-9a-fA-F:.]+\]|[\w.-]*)(:\d+)?"
PLACES = re.compile(rf"{PLACE}(,{PLACE})*")
EXAMPLE = "postgresql://user:password@host:5432/database"


@dataclass(frozen=True, slots=True)
class Address:
    """The whole address to connect with, and the part of it that may be told."""

    dsn: str = field(repr=False)
    shown: str

    @property
    def name(self) -> str:
        return f"the database at {self.shown}"


def address(text: str) -> Address:
    """Read an address. Raises StoreUnavailableError, which repeats nothing of it.

    An unquoted / # or ? in a password ends the host's part early, so that a piece of the password
    would pass for a host or a port.
    """
    place = _place(text)
    if place is None:
        raise StoreUnavailableError(
            f"ORDSTYRER_STORE is not an address such as {EXAMPLE};"
            " what is not a letter or digit in the password must be percent-encoded"
        )
    return Address(text, place or "the local socket")


def _place(text: str) -> str | None:
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    place = parts.netloc.rpartition("@")[2]
    strange = parts.fragment or "@" in parts.path + parts.query or not PLACES.fullmatch(place)
    return None if strange else place
