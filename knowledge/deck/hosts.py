"""Who hosts: names under "Velkommen" or after a label that says so."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.deck.aliases import full_names, names_in_a_row
from knowledge.deck.document import Document, Line
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.people import is_likely, is_name, listed_people, sure_people
from knowledge.deck.roles import without_job
from knowledge.deck.wording import bare, runs_on

MOST_HOSTS = 8
LONGEST = 300
LONG_NAME = 4  # words; more than that may well be two persons
_WELCOME = re.compile(r"(?i)(?:velkommen|welcome)\b")
_LABEL = re.compile(
    r"(?i)(?:mødets? |dagens |your |meeting )?(?:mødevært(?:er)?|vært(?:er|inder)?|"
    r"mødeledere?|ordstyrere?|"
    r"hosts?|hosted by|chair(?:ed by|person|s)?|facilitat(?:or|orer|ors|ed by)|moderat(?:or|"
    r"orer|ors|ed by)|"
    r"dirigent)(?:\s?:|\s(?=er |is |are |by )(?:er|is|are|by)\s|(?<=by)\s|$)"
)


def _labelled(lines: Sequence[Line]) -> Iterator[str]:
    """`Vært: A B`, `Hosts: A B and C D`, or the label with the names below it."""
    for i, line in enumerate(lines):
        match = _LABEL.match(line.text[:LONGEST])
        if match is None:
            continue
        rest = line.text[match.end() : LONGEST]
        if bare(rest):
            yield from (p.name for p in listed_people(rest.rstrip(".")) if is_name(p.name, 1))
            continue
        for below in lines[i + 1 : i + 1 + MOST_HOSTS]:
            people = sure_people(below.text[:LONGEST])
            if not people:
                break
            yield from (person.name for person in people)


def _names(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Everybody on a line that is only names; nobody when it says something else."""
    text = bare(text)
    if len(text) > LONGEST or text.endswith("."):
        return ()
    row = names_in_a_row(without_job(text), known)
    if len(row) > 1 or (row and row[0] in known):
        return row
    return tuple(person.name for person in sure_people(text))


def _run_of_names(
    lines: Sequence[Line], known: Sequence[str]
) -> Iterator[tuple[Line, tuple[str, ...]]]:
    for line in lines[:MOST_HOSTS]:
        names = _names(line.text, known)
        if not names:
            return
        yield line, names


def _welcoming(
    lines: Sequence[Line], known: Sequence[str], skip: frozenset[int]
) -> tuple[list[str], list[Doubt]]:
    """Give the names directly under a heading that bids welcome."""
    found: list[str] = []
    doubts: list[Doubt] = []
    for i, line in enumerate(lines):
        if line.number in skip or not _WELCOME.match(line.text) or line.text.endswith("."):
            continue
        first = i + 2 if runs_on(line.text, "X") else i + 1
        below = [one for one in lines[first : first + MOST_HOSTS] if one.number not in skip]
        for one, names in _run_of_names(below, known):
            found += names
            if len(names) > 1 and names == names_in_a_row(one.text, known):
                doubts.append(doubt("split-names", one.number, one.text, ", ".join(names)))
    return found, doubts


def _unsure(names: Iterable[str], known: Mapping[str, str] | Sequence[str]) -> list[Doubt]:
    return [
        doubt("long-name", name)
        for name in names
        if len(name.split()) >= LONG_NAME and name not in known
    ]


def hosts_of(
    document: Document, known: Sequence[str], skip: frozenset[int]
) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """Find the hosts; `known` are names from elsewhere, `skip` lines that are lists."""
    names: list[str] = []
    doubts: list[Doubt] = []
    for slide in document.slides:
        names += _labelled([line for line in slide.lines if line.number not in skip])
        found, unsure = _welcoming(slide.lines, known, skip)
        names += found
        doubts += unsure
    full = full_names([*known, *names])
    hosts = tuple(dict.fromkeys(full.get(name, name) for name in names))
    doubts += _unsure(hosts, known)
    if not hosts:
        doubts.append(doubt("no-hosts"))
    return hosts, tuple(doubts)


def surely_named(lines: Iterable[Line]) -> tuple[str, ...]:
    """Names that stand alone on a line and are likely ones."""
    return tuple(line.text for line in lines if is_likely(line.text[:LONGEST]))
