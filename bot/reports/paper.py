"""A paper as values: all that a record says, in the order of reading, whatever it is written as."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A line on its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of a section, with a quiet line under it."""

    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, with a quiet line under it."""

    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is how much of the table's width it takes, in percent; numbers stand to the right."""

    title: str
    share: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`caption` says what it holds to those who cannot see it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and what became of it: who asked, what was answered, who stands by that."""

    title: str
    about: str
    lines: tuple[str, ...]
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Bars:
    """How answers are spread; `about` tells how many there were."""

    title: str
    about: str
    bars: tuple[Bar, ...]


Block = Note | Heading | Listing | Table | Entry | Bars


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """`locale` is the language as documents name it; `at` (aware UTC) is when it stood so."""

    title: str
    subtitle: str
    locale: str
    at: datetime
    authors: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: str
