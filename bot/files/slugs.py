"""Names for machines made of names for people."""

import re

FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "ü": "u"})


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold().translate(FOLD)).strip("-") or "x"
