"""Whom a message names: "til UDK: ..." and "spørg Rasmus: ..." against the meeting's own people."""

import re
from dataclasses import dataclass

from meeting.ids import PersonId
from meeting.model import Meeting, Person

ADDRESSED = re.compile(
    r"^(?:til|to|spørg|spoerg|ask)\s+(?P<who>[^\s:,][^:\n]{0,60}?)\s*:\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
BETWEEN = re.compile(r"\s+(?:og|and)\s+|\s*[,&/+]\s*", re.IGNORECASE)
HOSTS = frozenset({"vaert", "vaerten", "vaerterne", "host", "the host", "hosts", "the hosts"})
LONGEST_NAME = 3  # words in the name of an organisation that is not there
FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Address:
    """Who was named, by which word, and the rest of the message.

    `everyone` says that each of the people was named, not one word that several answer to.
    """

    word: str
    people: tuple[PersonId, ...]
    text: str
    everyone: bool = False


def address(text: str, meeting: Meeting) -> Address | None:
    """Find the addressed people; None when nobody is addressed.

    An unknown word is an address only when it looks like a name: "til sidst: ..." is a question.
    """
    found = ADDRESSED.match(text)
    if found is None:
        return None
    word, rest = found["who"].strip(), found["text"].strip()
    if people := named(word, meeting):
        return Address(word, people, rest)
    if (parts := BETWEEN.split(word)) and len(parts) > 1:
        each = [named(part, meeting) for part in parts]
        if all(each):
            together = tuple(dict.fromkeys(person for people in each for person in people))
            return Address(word, together, rest, all(len(people) == 1 for people in each))
    looks_like_a_name = word[0].isupper() and len(word.split()) <= LONGEST_NAME
    return Address(word, (), rest) if looks_like_a_name else None


def named(word: str, meeting: Meeting) -> tuple[PersonId, ...]:
    """Find hosts and speakers by name, first name, organisation, alias, or simply "the host"."""
    wanted = folded(word)
    if wanted in HOSTS:
        return meeting.plan.hosts[:1]
    speakers = {person for item in meeting.plan.items for person in item.speakers}
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
