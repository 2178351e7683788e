"""The same person under a longer and a shorter name, and names without a separator."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from knowledge.deck.people import Person, is_name

MOST_NAMES = 400  # a meeting does not name more people; more are compared only as written
MOST_WORDS = 40


def _stands_for(short: str, full: str) -> bool:
    """`Chr.` for `Christian`, `P` for `Peter`."""
    if short.casefold() == full.casefold():
        return True
    stem = short.rstrip(".")
    abbreviated = short.endswith(".") or len(stem) == 1
    return abbreviated and len(full) > len(stem) and full.casefold().startswith(stem.casefold())


def is_alias(short: str, full: str) -> bool:
    """Whether the one is a shorter way to write the other."""
    left, right = short.split(), full.split()
    if short == full or len(left) <= 1 or len(left) > len(right):
        return False
    if len(left) == len(right):
        return all(map(_stands_for, left, right))
    rest = iter(right[1:-1])
    middle = all(any(_stands_for(one, other) for other in rest) for one in left[1:-1])
    ends = left[-1].casefold() == right[-1].casefold() and _stands_for(left[0], right[0])
    return ends and middle


def full_names(names: Iterable[str]) -> Mapping[str, str]:
    """Each shorter name with the one full name that it stands for."""
    known = list(dict.fromkeys(names))[:MOST_NAMES]
    by_last: dict[str, list[str]] = {}
    for name in known:
        by_last.setdefault(name.split()[-1].casefold() if name.split() else "", []).append(name)
    found: dict[str, str] = {}
    for same in by_last.values():
        for name in same:
            longer = [
                other for other in same if is_alias(name, other) and not is_alias(other, name)
            ]
            if longer:
                found[name] = max(longer, key=len)
    return found


def renamed(person: Person, full: Mapping[str, str]) -> Person:
    return replace(person, name=full.get(person.name, person.name))


def organisations_of(people: Iterable[Person]) -> Mapping[str, str]:
    """Where a person is from, when the document says one thing only."""
    found: dict[str, set[str]] = {}
    for person in people:
        if person.organisation:
            found.setdefault(person.name, set()).add(person.organisation)
    return {name: next(iter(places)) for name, places in found.items() if len(places) == 1}


def _known_at(words: list[str], place: int, known: Mapping[str, str]) -> int:
    """How many words from here are a known name, the longest first."""
    for count in range(5, 1, -1):
        if " ".join(words[place : place + count]).casefold() in known:
            return count
    return 0


def names_in_a_row(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """`Peter Egelund Martin Bo Jensen`: two persons, when one of them is known from elsewhere."""
    known = {name.casefold(): name for name in names}
    words = text.split()
    if len(words) > MOST_WORDS:
        return ()
    found: list[str] = []
    loose: list[str] = []
    place = 0
    while place < len(words):
        count = _known_at(words, place, known)
        if not count:
            loose.append(words[place])
            place += 1
            continue
        found += [" ".join(loose)] if loose else []
        found.append(known[" ".join(words[place : place + count]).casefold()])
        loose, place = [], place + count
    found += [" ".join(loose)] if loose else []
    return tuple(found) if all(map(is_name, found)) else ()
