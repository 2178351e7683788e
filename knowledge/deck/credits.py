"""A line's title and the people it is credited to: `Status v/ A B, KL`, `Welcome - A B (KL)`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from knowledge.deck.people import REMEMBERED, Person, is_sure, listed_people, sure_people
from knowledge.deck.people import is_likely as likely_name
from knowledge.deck.people import is_name as name_form
from knowledge.deck.wording import DASHES, bare

LONGEST = 300  # nobody writes a longer title with speakers
MOST_CUTS = 10  # ways to cut a line that are tried
_DASH = re.escape(DASHES)
_LABELS = (
    r"oplægsholdere?|indlægsholdere?|talere?|speakers?|presenters?|presenter\(s\)|speaker\(s\)|"
    r"ansvarlige?|underviser|facilitators?|vært|host|moderator|hvem|who|lead"
)
_STRONG = re.compile(
    rf"(?i)(?:^|(?<=[\s,;(\[{_DASH}]))(?:v\s?/|v\.(?![0-9])|v:|w/|"
    r"(?:(?:is |was )?(?:presented|led|hosted|given|delivered|facilitated|introduced|chaired|"
    r"moderated|run) by)\b:?|"
    r"(?:præsenteres|præsenteret|holdes|ledes|gennemgås) af\b|"
    rf"(?:{_LABELS})\s?:|(?<=\()(?:{_LABELS})\s)\s*"
)
_WEAK = re.compile(
    r"(?:^|(?<=[\s,;(]))(?:v|V|ved|Ved|by|By|with|With|med|Med|af|featuring|feat\.)\s+"
)
_NEAR = frozenset({"v", "ved"})
_LAST_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,})[)\]]\s*$")
_SEPARATOR = re.compile(rf"\s+[{_DASH}|]{{1,2}}\s+|\s*[|•·]\s*|\s+//?\s*|:\s+|;\s+")
_ABBREVIATED = re.compile(r"\b(?:Co|Corp|Inc|Ltd|Bros|Dept)\.$")
_COMMA = re.compile(r",\s+")
_PREFIX = re.compile(rf"\s*:\s+|\s+[{_DASH}|]\s+|\s*\|\s*")
_LABELLED = re.compile(rf"(?i)(?:{_LABELS})\s?:")


@dataclass(frozen=True, slots=True)
class Credit:
    """`marked`: the document says in words that these are the speakers."""

    title: str
    people: tuple[Person, ...] = ()
    marked: bool = False


def _unbracketed(text: str) -> str:
    """Without a bracket that lost its other half when the line was cut."""
    for left, right in ("()", "[]"):
        if text.count(left) > text.count(right):
            text = text.replace(left, " ", 1) if text.startswith(left) else text.rstrip(f" {left}")
        if text.count(right) > text.count(left):
            text = text.rstrip(f" {right}.")
    return bare(text)


def _strong(text: str) -> Credit | None:
    match = _STRONG.search(text)
    if not match or not text[match.end() :].strip():
        return None
    people = listed_people(_unbracketed_tail(text[match.end() :]))
    return Credit(_unbracketed(text[: match.start()]), people, marked=True)


def _unbracketed_tail(text: str) -> str:
    tail = text.strip(" ;,")
    tail = tail if _ABBREVIATED.search(tail) else tail.rstrip(" .")
    return tail[:-1] if tail.count(")") > tail.count("(") and tail.endswith(")") else tail


def _weak(text: str) -> Credit | None:
    for match in islice(_WEAK.finditer(text), MOST_CUTS):
        tail = _unbracketed_tail(text[match.end() :])
        near = match[0].strip().casefold() in _NEAR
        people = listed_people(tail) if near else sure_people(tail)
        if people and (not near or all(name_form(p.name) or is_sure(p) for p in people)):
            return Credit(_unbracketed(text[: match.start()]), people, marked=True)
    return None


def _bracketed(text: str) -> Credit | None:
    match = _LAST_BRACKET.search(text)
    people = sure_people(match[1]) if match else ()
    if match and people and bare(text[: match.start()]):
        before = bare(text[: match.start()])
        return None if likely_name(before) else Credit(before, people)
    return None


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Give the ways to cut a line in a title and what comes after it, the likelier first."""
    for pattern in (_SEPARATOR, _COMMA):
        for match in islice(pattern.finditer(text), MOST_CUTS):
            yield text[: match.start()], text[match.end() :]


def _separated(text: str) -> Credit | None:
    for before, after in _cuts(text):
        people = sure_people(after) if bare(before) else ()
        if people and not sure_people(before):
            return Credit(bare(before), people)
    return None


def _prefixed(text: str) -> Credit | None:
    """Read `A B (KL): Status`, where the people stand first."""
    for match in islice(_PREFIX.finditer(text), MOST_CUTS):
        people = sure_people(text[: match.start()])
        title = bare(text[match.end() :])
        if people and title and not sure_people(title):
            return Credit(title, people)
    return None


@lru_cache(maxsize=REMEMBERED)
def credited(text: str) -> Credit:
    """Give the title and its people; without people the whole text is the title."""
    if len(text) > LONGEST:
        return Credit(bare(text[:LONGEST]))
    if sure_people(text):
        return Credit("", sure_people(text))
    for reading in (_strong, _prefixed, _weak, _bracketed, _separated):
        credit = reading(text)
        if credit is not None:
            return credit
    return Credit(_unbracketed(text))


@lru_cache(maxsize=REMEMBERED)
def marked_line(text: str) -> tuple[Person, ...]:
    """Give the people of a line that begins with `v/`, `ved`, `Speaker:` and the like."""
    if len(text) > LONGEST:
        return ()
    for pattern, reading in ((_STRONG, _strong), (_WEAK, _weak)):
        if pattern.match(text):
            credit = reading(text)
            return credit.people if credit and not credit.title else ()
    return ()


def is_label(text: str) -> bool:
    return bool(_LABELLED.match(text))


def people_line(text: str) -> tuple[Person, ...]:
    """Give the people of a line that says nothing else."""
    return sure_people(text) if len(text) <= LONGEST else ()
