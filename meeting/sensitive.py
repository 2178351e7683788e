"""What points at one private person in a text: found before the text is shown or stored.

Numbers are told by their shape, names by a given name with another name after it, or by a word that
introduces a private person. Everybody known in the meeting may be named.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from meeting.given_names import GIVEN_NAMES
from meeting.masking import CPR, MASK, PHONE


class Sort(StrEnum):
    """What kind of thing was found; the most telling first."""

    CPR = "cpr"
    EMAIL = "email"
    CASE = "case"
    PHONE = "phone"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where in the text it stands; what is `sure` must never be kept in clear."""

    sort: Sort
    start: int
    end: int
    sure: bool


EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# An office's mailbox is no person's; a private one bears a name, or is with one of these.
PRIVATE_MAIL = re.compile(
    r"@(?:gmail|hotmail|outlook|live|yahoo|icloud|mail|jubii)\.", re.IGNORECASE
)
# A case number after a word that says so, or in the form that journals give it.
CASE = re.compile(
    r"(?<!\w)(?:sag(?:s(?:nummer|nr\.?|-?id))?|j(?:ournal)?\.?\s?n(?:umme)?r\.?|case(?:\sno\.?)?)"
    r"\s{0,2}[:#]?\s{0,2}(?P<number>(?=[\w./-]{0,30}\d{3})[\w][\w./-]{3,30})"
    r"|(?P<journal>(?<![\w.])[A-Z]{2,5}-(?:19|20)\d\d-\d{3,7}(?!\w)"
    r"|(?<![\d.])\d\d\.\d\d\.\d\d-[A-Z]\d\d-\d{1,6}-\d\d(?!\d))",
    re.IGNORECASE,
)
# Eight digits that are something else than a phone: an amount, a company, an account.
NO_PHONE_BEFORE = re.compile(
    r"(?:cvr|se|ean|p|konto|reg|ordre|kr|dkk|nr)[\s.:-]{0,4}$", re.IGNORECASE
)
NO_PHONE_AFTER = re.compile(r"^\s?(?:kr\b|dkk\b|mio\b|mia\b|borgere\b|sager\b|,-|%)", re.IGNORECASE)
INTRODUCED = re.compile(
    r"(?<!\w)(?i:hr\.?|fru|frk\.?|borger(?:en)?|klient(?:en)?|patient(?:en)?|mr\.?|mrs\.?|ms\.?"
    r"|citizen|ved navn|named)\s(?P<name>[A-ZÆØÅ][\w'-]{1,30}(?:\s[A-ZÆØÅ][\w'-]{1,30}){0,3})"
)
NAMES = re.compile(
    r"(?<!\w)(?P<first>[A-ZÆØÅ][a-zæøåé]{1,20}(?:-[A-ZÆØÅ][a-zæøåé]{1,20})?)"
    r"(?P<rest>(?:\s[A-ZÆØÅ][a-zæøåé'-]{1,25}){1,3})"
)
# Words with a capital that follow a name and are no surname.
NO_SURNAMES = frozenset(
    {"Kommune", "Kommunes", "Region", "Ældrecenter", "Skole", "Bibliotek", "Og"}
)


def find(text: str, known: Collection[str] = ()) -> tuple[Finding, ...]:
    """Give what points at private persons, in order and apart; `known` names are no secret here."""
    found: list[Finding] = []
    for finding in (*_numbers(text), *_people(text, _folded(known))):
        if not any(finding.start < other.end and other.start < finding.end for other in found):
            found.append(finding)
    return tuple(sorted(found, key=lambda one: one.start))


def masked(text: str, findings: Iterable[Finding]) -> str:
    """Blot the findings out and leave everything else as it is."""
    for finding in sorted(findings, key=lambda one: -one.start):
        text = text[: finding.start] + MASK + text[finding.end :]
    return text


def _numbers(text: str) -> Iterator[Finding]:
    for found in EMAIL.finditer(text):
        first = re.split(r"[._+@-]", found[0])[0].capitalize()
        if first in GIVEN_NAMES or PRIVATE_MAIL.search(found[0]):
            yield Finding(Sort.EMAIL, *found.span(), sure=False)
    for found in CPR.finditer(text):
        yield Finding(Sort.CPR, *found.span(), sure=True)
    for found in CASE.finditer(text):
        group = "number" if found["number"] else "journal"
        yield Finding(Sort.CASE, *found.span(group), sure=False)
    for found in PHONE.finditer(text):
        start, end = found.span()
        before, after = text[max(0, start - 12) : start], text[end : end + 12]
        if not (NO_PHONE_BEFORE.search(before) or NO_PHONE_AFTER.match(after)):
            yield Finding(Sort.PHONE, start, end, sure=False)


def _people(text: str, known: frozenset[str]) -> Iterator[Finding]:
    for found in INTRODUCED.finditer(text):
        if _private(found["name"], known):
            yield Finding(Sort.PERSON, *found.span("name"), sure=False)
    for found in NAMES.finditer(text):
        first = found["first"].partition("-")[0]
        surname = found["rest"].split()[0]
        if first in GIVEN_NAMES and surname not in NO_SURNAMES and _private(found[0], known):
            yield Finding(Sort.PERSON, *found.span(), sure=False)


def _private(name: str, known: frozenset[str]) -> bool:
    """Tell whether a part of the name is nobody's here; a genitive's s may stand at its end."""
    parts = name.casefold().split()
    return any(part not in known and part.removesuffix("s") not in known for part in parts)


def _folded(known: Iterable[str]) -> frozenset[str]:
    return frozenset(part for name in known for part in name.casefold().replace("/", " ").split())
