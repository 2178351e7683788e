"""Finds a meeting's code in what somebody writes; whether there is such a meeting is not known."""

import re

# As `bot.keys` makes them: eight letters and digits without 0, O, 1 and I, perhaps in two parts.
CODE = r"([A-HJ-NP-Z2-9]{4})[ -]?([A-HJ-NP-Z2-9]{4})"
ALONE = re.compile(rf"\s*{CODE}\s*[.!]?\s*", re.IGNORECASE)
NAMED = re.compile(
    rf"\s*(?:møde|mødekode|meeting|meeting code|kode|code)\s*:?\s+{CODE}\s*[.!]?\s*",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+/m/([A-HJ-NP-Z2-9]{8})(?:[/?#]\S*)?", re.IGNORECASE)


def code_alone(text: str) -> str | None:
    """Give the code when the text is that alone, a word before it or not, or its page's address."""
    found = ALONE.fullmatch(text) or NAMED.fullmatch(text) or ADDRESS.fullmatch(text.strip())
    return None if found is None else "".join(found.groups()).upper()


def code_named(text: str) -> str | None:
    """Give the code when the text says that it is one ("møde ABCD2345")."""
    found = NAMED.fullmatch(text)
    return None if found is None else "".join(found.groups()).upper()
