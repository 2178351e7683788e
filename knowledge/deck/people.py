"""Persons and their organisations as they are written beside a title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.deck.names import GIVEN_NAMES, PARTICLES, SURNAME_ENDINGS
from knowledge.deck.roles import (
    is_job,
    is_organisation,
    is_organisation_name,
    never_a_name,
    without_job,
)
from knowledge.deck.wording import bare

MOST_WORDS = 5
MOST_PARTS = 24  # names and organisations of one item; a longer list is something else
REMEMBERED = 2048  # lines are looked at several times
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_]*(?:['\u2019.-][^\W\d_]*)*$")
_AND = re.compile(r"(\s+(?:og|and|samt|&|\+|sammen med|together with|with)\s+|\s*;\s*|\s+//?\s+)")
_BRACKETED = re.compile(r"([^()\[\]]*?)\s*[(\[]([^()\[\]]*)[)\]]\s*(.*)$")
_DASHED = re.compile(r"\s+[-\u2013—|]\s+|\s*\|\s*")
_FROM = re.compile(r"\s+(?:fra|from|hos|of|at|@|i)\s+(?=[A-ZÆØÅ])")
_LED = re.compile(r"(.{2,60}?)(?:\s+v[/.]|\s+ved\s|:)\s*(?=[A-ZÆØÅ])")
_PARENS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_HIDE = str.maketrans({",": "\x01", " ": "\x02", ";": "\x03", "/": "\x04"})
_SHOW = str.maketrans({"\x01": ",", "\x02": " ", "\x03": ";", "\x04": "/"})
_NOBODY = frozenset({"", "-", "n/a", "tbd", "tba", "?", "alle", "all", "everyone", "ingen", "none"})


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    organisation: str | None = None


def _is_name_word(word: str) -> bool:
    if word.casefold() in PARTICLES:
        return True
    if not _NAME_WORD.match(word) or not word[0].isupper():
        return False
    return len(word) == 1 or "." in word or not word.isupper()


def is_name(text: str, least: int = 2) -> bool:
    """Whether the words have the form of a person's name."""
    words = text.split()
    if not least <= len(words) <= MOST_WORDS or words[0].casefold() in PARTICLES:
        return False
    shouted = text.isupper() and least <= len(words)
    fits = all(_is_name_word(word.capitalize() if shouted else word) for word in words)
    return fits and not any(never_a_name(word) for word in words)


def is_likely(text: str) -> bool:
    """Give a name whose first word or last word people do bear."""
    words = text.split()
    if not is_name(text):
        return False
    first, last = words[0].casefold(), words[-1].casefold()
    first = first.split("-")[0]
    return first in GIVEN_NAMES or (len(last) > MOST_WORDS and last.endswith(SURNAME_ENDINGS))


def _last_organisation(parts: Sequence[str]) -> str | None:
    named = [bare(part) for part in parts if bare(part) and not is_job(bare(part))]
    return named[-1] if named else None


def _bracketed(text: str) -> Person | None:
    match = _BRACKETED.match(text)
    if not match or not bare(match[1]) or bare(match[3]):
        return None
    inside = match[2].split(",")
    return Person(without_job(bare(match[1])), _last_organisation(inside))


def _led(text: str) -> Person | None:
    """`KL v/ Anna Smith`, `KL: Anna Smith`."""
    match = _LED.match(text)
    name = without_job(bare(text[match.end() :])) if match else ""
    if match and is_name(name) and is_organisation_name(bare(match[1])):
        return Person(name, bare(match[1]))
    return None


def _pair(text: str) -> Person | None:
    """`Name/Org`, `Name - Org`, `Name fra Org`."""
    left, slash, right = text.partition("/")
    if slash and bare(left) and bare(right):
        return Person(without_job(bare(left)), bare(right))
    for pattern in (_DASHED, _FROM):
        match = pattern.search(text)
        if match and is_name(without_job(bare(text[: match.start()])), 1):
            organisation = _last_organisation(_DASHED.split(text[match.end() :]))
            return Person(without_job(bare(text[: match.start()])), organisation)
    return None


def _single(text: str) -> Person:
    found = _bracketed(text) or _led(text) or _pair(text)
    return found or Person(without_job(bare(text)))


def _is_person(part: str, foreign: bool) -> bool:
    """Whether a part of a list is one more person rather than the organisation before it."""
    one = _single(part)
    if is_likely(one.name):
        return True
    if one.organisation is not None and is_name(one.name):
        return True
    return foreign and is_name(one.name) and not is_organisation(one.name)


def _parts(text: str) -> list[tuple[str, str]]:
    """Give the parts of a list with what stands before each: `,` or an "and"."""
    hidden = _PARENS.sub(lambda match: match[0].translate(_HIDE), text)
    parts: list[tuple[str, str]] = []
    before = ""
    for index, piece in enumerate(_AND.split(hidden)):
        if index % 2:
            before = "," if "/" in piece else piece
            continue
        for place, part in enumerate(piece.split(",")):
            shown = part.translate(_SHOW).strip()
            parts += [("," if place else before, shown)] if shown else []
    return parts


def _names_only(parts: Sequence[tuple[str, str]]) -> bool:
    """See whether, as in `A B, C D og E F`, no name is known and the last has no organisation."""
    if any(is_likely(_single(part).name) for _, part in parts):
        return False
    return bool(parts) and parts[-1][0] not in {"", ","}


def _grown(current: Person, before: str, part: str) -> Person:
    """Give the person with the organisation, or the rest of it, that follows the name."""
    text = bare(part) + ("-" if part.endswith("-") else "")
    if is_job(text):
        return current
    if current.organisation is None:
        return replace(current, organisation=text)
    if before != ",":
        return replace(current, organisation=f"{current.organisation}{before}{text}")
    better = is_organisation(text) or not is_organisation_name(current.organisation)
    return replace(current, organisation=text) if better else current


def _continues(current: Person | None, before: str, part: str, foreign: bool) -> bool:
    if current is None or before == "" or _is_person(part, foreign):
        return False
    if before == ",":
        return True
    single = len(part.split()) == 1 and part.casefold() not in GIVEN_NAMES
    broken = (current.organisation or "").endswith("-")
    return current.organisation is not None and (single or broken)


@lru_cache(maxsize=REMEMBERED)
def listed_people(text: str) -> tuple[Person, ...]:
    """Everybody in a list such as `A B/KL og C D (ATP)`, whatever they look like."""
    parts = _parts(text)
    if len(parts) > MOST_PARTS:
        return ()
    foreign = _names_only(parts)
    people: list[Person] = []
    for before, part in parts:
        current = people[-1] if people else None
        if current is not None and _continues(current, before, part, foreign):
            people[-1] = _grown(current, before, part)
            continue
        one = _single(part)
        if one.name and one.name.casefold() not in _NOBODY:
            people.append(one)
    return tuple(people)


def sure_people(text: str) -> tuple[Person, ...]:
    """Give the same, or nobody when any of them may as well be something else."""
    people = listed_people(text)
    return people if all(is_sure(person) for person in people) else ()


def is_sure(person: Person) -> bool:
    if is_likely(person.name):
        return True
    organisation = person.organisation
    return is_name(person.name) and organisation is not None and is_organisation(organisation)


def shared(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Give everybody in `A B og C D, KL` the organisation that stands once, last."""
    if len(people) <= 1 or people[-1].organisation is None:
        return people
    if any(person.organisation for person in people[:-1]):
        return people
    return tuple(replace(person, organisation=people[-1].organisation) for person in people)
