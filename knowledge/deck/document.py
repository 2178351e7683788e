"""A document as slides of lines: what text, PDF or PowerPoint readers all have to deliver."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.deck.wording import alike, joined, runs_on

_CREDIT = re.compile(r"(?i)v(?:ed)?[./]?\s|by\s")
MOST_LINES = 10_000  # a meeting's papers have some hundreds; the work has to end
RUNNING_HEAD = 3  # a first line that so many slides share is no slide's own heading


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, its bullet, number and markup taken off."""

    number: int
    text: str
    cells: tuple[str, ...] = ()
    raw: str = ""
    bullet: bool = False
    mark: str = ""
    indent: int = 0
    heading: int = 0
    gap: int = 0

    @property
    def listed(self) -> bool:
        return self.bullet or bool(self.mark)


@dataclass(frozen=True, slots=True)
class Slide:
    number: int
    lines: tuple[Line, ...]
    heading: str = ""
    heading_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Everything later steps read. `words` are the words it uses, for undoing hyphens; what is
    longer than any meeting's papers is not read from line `unread_from` on.
    """

    slides: tuple[Slide, ...]
    text: str
    words: frozenset[str]
    unread_from: int | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for slide in self.slides for line in slide.lines)


def _heading(lines: Sequence[Line], running: frozenset[str]) -> tuple[Line, ...]:
    """Give the lines of a slide's own heading, the running head of the deck left out."""
    own = [line for line in lines[:8] if alike(line.text) not in running and alike(line.text)]
    if not own or own[0].listed:
        return ()
    taken = [own[0]]
    for line in own[1:4]:
        broken = own[0].heading == 0 and runs_on(taken[-1].text, line.text)
        if line.listed or _CREDIT.match(line.text) or not broken:
            break
        taken.append(line)
    return tuple(taken)


def _with_heading(number: int, lines: Sequence[Line], running: frozenset[str]) -> Slide:
    taken = _heading(lines, running)
    text = joined(line.text for line in taken)
    return Slide(number, tuple(lines), text, tuple(line.number for line in taken))


def _split_at(group: Sequence[Line], running: frozenset[str]) -> list[list[Line]]:
    """Give a slide that lost its break is still cut where the deck's running head stands again."""
    parts: list[list[Line]] = [[]]
    for line in group:
        if parts[-1] and not line.listed and alike(line.text) in running:
            parts.append([])
        parts[-1].append(line)
    return parts


def _cut(groups: Iterable[Sequence[Line]]) -> tuple[list[Sequence[Line]], int | None]:
    """As many lines as are read, and the first that is not."""
    kept: list[Sequence[Line]] = []
    room = MOST_LINES
    for group in groups:
        if len(group) > room:
            return [*kept, group[:room]] if room else kept, group[room].number
        kept += [group] if group else []
        room -= len(group)
    return kept, None


def document_of(groups: Iterable[Sequence[Line]], text: str) -> Document:
    """Give a document from its slides' lines, whatever format they were read from."""
    kept, unread_from = _cut(groups)
    firsts = Counter(alike(group[0].text) for group in kept)
    running = frozenset(head for head, count in firsts.items() if head and count >= RUNNING_HEAD)
    whole = [part for group in kept for part in _split_at(group, running)]
    slides = tuple(_with_heading(i, group, running) for i, group in enumerate(whole, 1))
    words = frozenset(word.strip(".,;:?!()”\"'").casefold() for word in text.split())
    return Document(slides, text, words, unread_from)
