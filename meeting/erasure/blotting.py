"""Blots names out of texts: whole ones, as they are written, in any case."""

import re
from collections.abc import Callable, Collection, Iterable

from meeting import events as e
from meeting.leaves import Leaves, changed

WORDS_OF_A_NAME = 2  # with fewer it is a word that others use too


def blotting(names: Iterable[str], mark: str) -> Callable[[str], str] | None:
    """Give what blots these names; None when none of them is long enough to mean one person."""
    pattern = _pattern(names)
    if pattern is None:
        return None
    found = pattern

    def blot(text: str) -> str:
        return found.sub(mark, text) if found.search(text) else text

    return blot


def mentioning(log: Iterable[e.Change], names: Collection[str]) -> int:
    """Count the changes in which one of these names stands written."""
    pattern = _pattern(names)
    if pattern is None:
        return 0
    found = pattern
    leaves = Leaves(text=lambda text: "" if found.search(text) else text)
    return sum(
        any(changed(event, leaves) is not event for event in change.events) for change in log
    )


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    long = sorted(
        (name for name in names if len(name.split()) >= WORDS_OF_A_NAME), key=len, reverse=True
    )
    if not long:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_spaced, long))})(?!\w)", re.IGNORECASE)


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))
