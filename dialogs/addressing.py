"""Whom a message names: "til UDK: ..." and "spørg Rasmus: ..." against the meeting's own people."""

import re
from dataclasses import dataclass

from meeting.model import Meeting, Person, PersonId

ADDRESSED = re.compile(
    r"^(?:til|to|spørg|spoerg|ask)\s+(?P<who>[^\s:,][^:\n]{0,60}?)\s*:\s*(?P<text>.+)$",
    re.IGNORECASE | re.DOTALL,
)
LONGEST_NAME = 3  # words in the name of an organisation that is not there
FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Address:
    """Who was named, by which word, and the rest of the message."""

    word: str
    people: tuple[PersonId, ...]
    text: str


def address(text: str, meeting: Meeting) -> Address | None:
    """Find the addressed people; None when nobody is addressed.

    An unknown word is an address only when it looks like a name: "til sidst: ..." is a question.
    """
    found = ADDRESSED.match(text)
    if found is None:
        return None
    word = found["who"].strip()
    people = named(word, meeting)
    if not people and not (word[0].isupper() and len(word.split()) <= LONGEST_NAME):
        return None
    return Address(word, people, found["text"].strip())


def named(word: str, meeting: Meeting) -> tuple[PersonId, ...]:
    """Find hosts and speakers by name, first name, organisation or alias."""
    speakers = {person for item in meeting.plan.items for person in item.speakers}
    wanted = folded(word)
    exact = [p for p in meeting.plan.people if wanted in _labels(p)]
    by_name = exact or [p for p in meeting.plan.people if wanted in _first_names(p)]
    # An organisation is addressed through its speakers; a host answers only under the own name.
    chosen = [p for p in by_name if p.id in speakers] or by_name
    return tuple(p.id for p in chosen)


def folded(text: str) -> str:
    return " ".join(text.casefold().translate(FOLD).replace(".", " ").split())


def _labels(person: Person) -> set[str]:
    labels = [person.name, person.organisation, *person.aliases]
    parts = [part for label in labels if label for part in (label, *label.split("/"))]
    return {folded(part) for part in parts}


def _first_names(person: Person) -> set[str]:
    """Give the first name, the last name, and first with last."""
    name = folded(person.name or "").split()
    return {name[0], name[-1], f"{name[0]} {name[-1]}"} if name else set()
