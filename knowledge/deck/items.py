"""What belongs to a time in a programme: title over several lines, speakers above or below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.deck.credits import credited, is_label, marked_line, people_line
from knowledge.deck.document import Line
from knowledge.deck.people import Person, listed_people
from knowledge.deck.roles import is_organisation_name
from knowledge.deck.rows import Row
from knowledge.deck.times import Span, duration_in
from knowledge.deck.wording import bare, joined, runs_on

_SECTION = re.compile(
    r"(?i)(?:deltagere|tilmeldte|participants|attendees|praktisk(?: info\w*)?|practical\w*|"
    r"tilmelding|"
    r"sted|lokation|location|venue|links?|kontakt|contacts?|opgaver|tasks|action items|faq|"
    r"spørgsmål(?: og svar)?|questions(?: and answers)?|q&a|(?:med )?venlig hilsen|mvh\.?|hilsen|"
    r"mange hilsn?er|(?:best|kind|warm)?\s?regards|best(?: wishes)?|cheers|thanks|værter|hosts|"
    r"kl|deltag\w*|frister?|deadlines?)\s?[:.,!]*$"
)
_NOTE = re.compile(
    r"(?i)(?:dagsorden|agenda|programme?t?|formiddag|eftermiddag|morning|afternoon)\W*$"
)
_PLACE = re.compile(
    r"(?i)(?:organi[sz]ation|org\.?|company|firma|virksomhed|myndighed)\s?:\s*(?=\S)"
)
_LAST_MARK = re.compile(r"(?i)\s(?:v/|v\.|v|ved|by|with|med)$")
_ENDS_OPEN = re.compile(r"(?i)(?:[,;/&]|\b(?:og|and|samt))$")
_GOES_ON = re.compile(r"(?i)(?:og|and|samt)\s|[&,(/]")
_ABBREVIATION = re.compile(
    r"(?i)(?:\b(?:evt|mv|mm|etc|osv|ol|pt|kl|nr|ca|inc|ltd|co|corp|jf|mfl|vedr)|\.[a-z])\.$"
)
MOST_LINES = 40  # below one time; what follows is another part of the document


@dataclass(frozen=True, slots=True)
class Entry:
    """One time with what it is about; `below` are people on a line without a mark."""

    spans: tuple[Span, ...]
    title: str
    people: tuple[Person, ...]
    minutes: int | None
    line: Line
    slide: int
    marked: bool = False
    below: bool = False
    lines: tuple[int, ...] = ()


@dataclass(slots=True)
class _Growing:
    """Give an entry while its lines are read, one after the other."""

    titles: list[str]
    who: list[str]
    marked: bool
    below: bool = False
    closed: bool = False
    used: list[int] = field(default_factory=list)

    def take(self, line: Line, inner: bool) -> None:
        """Read one more line; an inner bullet may name people, and is no part of the title."""
        text = line.text
        if (
            self._more(text)
            or self._place(text)
            or self._mark(text)
            or (not self.closed and (self._people(text, inner) or self._grow(text, inner)))
        ):
            self.used.append(line.number)
        else:
            self.closed = True

    def _more(self, text: str) -> bool:
        """Take the rest of a list of people that the line above left open."""
        if not (self.who and self.titles and _ENDS_OPEN.search(self.who[-1])):
            return False
        self.who[-1] = f"{self.who[-1]} {text}"
        return True

    def _place(self, text: str) -> bool:
        """Take the organisation of the people on the line above."""
        label = _PLACE.match(text)
        alone = self.below and not self.closed and is_organisation_name(text)
        if not self.who or not (label or (alone and not _places(self.who[-1]))):
            return False
        self.who[-1] = f"{self.who[-1]} ({text[label.end() :] if label else text})"
        return True

    def _mark(self, text: str) -> bool:
        """Take a line that says in words that it names the speakers."""
        if not marked_line(text) or (self.closed and not is_label(text) and "/" not in text):
            return False
        self.who.append(text)
        self.marked, self.closed = True, self.closed or bool(self.title)
        return True

    def _people(self, text: str, inner: bool) -> bool:
        """Take people, or the rest of them, from a line that has no mark."""
        if self.who and self.titles and runs_on(self.who[-1], text):
            self.who[-1] = f"{self.who[-1]} {text}"
        elif (self.below or not self.who) and people_line(text):
            self.who.append(text)
            self.below = True
        elif inner and self.titles and credited(text).people:
            self.who.append(text)
        else:
            return False
        return True

    @property
    def title(self) -> str:
        return " ".join(self.titles)

    def _grow(self, text: str, inner: bool) -> bool:
        """Take the line as (a continuation of) the title if it can be."""
        if not self.titles:
            credit = credited(text)
            self.titles = [credit.title] if credit.title else []
            self.who += [text] if credit.people and not self.who else []
            self.marked = self.marked or credit.marked
            return True
        if self.who or inner or not runs_on(self.titles[-1], text):
            return False
        self.titles.append(text)
        return True


def is_section(line: Line) -> bool:
    return bool(line.heading or _SECTION.match(line.text) or _NOTE.match(line.text))


def _length(row: Row) -> tuple[str, int | None]:
    found = duration_in(row.title) if row.minutes is None else None
    return (found[1], found[0]) if found else (row.title, row.minutes)


def _people(text: str) -> tuple[Person, ...]:
    return marked_line(text) or credited(text).people or listed_people(text)


def _places(text: str) -> bool:
    return any(person.organisation for person in people_line(text))


def _finished(growing: _Growing, words: frozenset[str]) -> tuple[str, tuple[Person, ...], bool]:
    """Give the title and people, also where the speakers stand at the end of a broken title."""
    title = joined(growing.titles, words)
    title = _LAST_MARK.sub("", title) if growing.who else title
    credit = credited(title)
    people = [person for text in growing.who for person in _people(text)]
    if credit.people and credit.title:
        title, people = credit.title, [*credit.people, *people]
    elif credit.people and not people:
        title, people = "", list(credit.people)
    else:
        title = credit.title or bare(title)
    return _without_stop(title), tuple(dict.fromkeys(people)), credit.marked or growing.marked


def _without_stop(title: str) -> str:
    """Take off a full stop, not the one of `evt.` or `m.v.`."""
    return title if _ABBREVIATION.search(title) or not title.endswith(".") else title[:-1]


def _begun(row: Row, title: str) -> _Growing:
    titles = [title] if bare(title) else []
    if row.who:
        return _Growing(titles, [row.who], marked=True)
    marked = marked_line(title)
    if marked:
        return _Growing([], [title], marked=True)
    return _Growing(titles, [], marked=False)


def entry_of(row: Row, following: Sequence[Line], slide: int, words: frozenset[str]) -> Entry:
    """Give a time with the lines that stand under it, up to the next time."""
    title, minutes = _length(row)
    growing = _begun(row, title)
    for line in following[:MOST_LINES]:
        if growing.titles and is_section(line):
            break
        found = duration_in(line.text) if minutes is None else None
        if found and not bare(found[1]):
            minutes = found[0]
            continue
        _take(growing, line, row)
    title, people, marked = _finished(growing, words)
    used = (row.line.number, *growing.used)
    return Entry(row.spans, title, people, minutes, row.line, slide, marked, growing.below, used)


def _take(growing: _Growing, line: Line, row: Row) -> None:
    """Read a line under the row; a sister in the same list ends the entry."""
    if line.listed and row.line.listed and line.indent <= row.line.indent:
        growing.closed = True
        return
    if row.who and growing.titles and _in_columns(growing, line, row):
        growing.used.append(line.number)
        return
    if growing.titles and not growing.who and _credits_end(growing, line):
        return
    growing.take(line, inner=line.listed)


def _in_columns(growing: _Growing, line: Line, row: Row) -> bool:
    """Take the rest of a title, and of its people, below them in a table of aligned columns."""
    if _in_title_column(line, row):
        growing.titles.append(line.text)
        return True
    cells = [cell for cell in line.cells if cell]
    if line.listed or line.indent == 0 or len(cells) != 1 + len(cells[1:2]) or not cells[1:]:
        return False
    growing.titles.append(cells[0])
    growing.who[-1] = f"{growing.who[-1]} {cells[1]}"
    return True


def _in_title_column(line: Line, row: Row) -> bool:
    """See whether a line stands below the title and begins left of the people."""
    whole, below = row.line.raw.expandtabs(), line.raw.expandtabs()
    people = whole.find(row.who.split(",")[0])
    title = whole.find(row.title)
    left = len(below) - len(below.lstrip())
    return len(line.cells) == 1 and 0 < title <= left < people - 1 and not line.listed


def _credits_end(growing: _Growing, line: Line) -> bool:
    """`Status v/ A B og` on the line before: this line goes on with the people."""
    credit = credited(growing.titles[-1])
    if not (credit.marked and credit.people):
        return False
    if _ENDS_OPEN.search(growing.titles[-1]) or _GOES_ON.match(line.text):
        growing.titles[-1] = f"{growing.titles[-1]} {line.text}"
        growing.used.append(line.number)
        return True
    growing.closed = True
    return False
