"""Lines of a programme that say a time, in running text and in tables."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from knowledge.deck.credits import people_line
from knowledge.deck.document import Line
from knowledge.deck.people import is_likely, is_name, listed_people
from knowledge.deck.times import Span, duration_in, leading, spans_in
from knowledge.deck.wording import alike, bare

LONGEST = 400
TWO = 2
_ROLES = {
    "time": "tid tidspunkt kl klokken time when hvornår tider timing ca_tid ca_tider ca_tidspunkt",
    "start": "start fra from begin begins starttid starts",
    "end": "slut til end to ends sluttid",
    "title": "emne titel indhold program programmet topic title session agenda aktivitet activity "
    "subject hvad what overskrift dagsorden tema dagsordenspunkt agenda_item",
    "point": "punkt item pkt",
    "who": "oplægsholder oplægsholdere ansvarlig ansvarlige taler talere speaker speakers "
    "presenter "
    "presenters hvem who navn name lead facilitator vært host ved v indlægsholder presented_by",
    "organisation": "organisation org organization firma virksomhed company myndighed kommune "
    "afsender employer",
    "minutes": "varighed duration min minutter minutes længde length mins",
    "number": "nr no number nummer",
}
_ROLE_OF = {
    name.replace("_", " "): role for role, names in _ROLES.items() for name in names.split()
}
_POINT = re.compile(
    r"(?i)^(?:(?:dagsordens)?punkt|pkt\.?|(?:agenda )?item|nr\.?|#)\s?[0-9]{1,2}\s*[:.)\u2013-]?\s+"
)
_NUMBER = re.compile(r"[0-9]{1,2}[.)]?$")
_TITLE_NUMBER = re.compile(r"[0-9]{1,2}[.)]\s+(?=\S)")
_PROSE = re.compile(
    r"(?:starter|begynder|slutter|åbner|mødes|er|bliver|is|are|was|we|vi|starts|begins|opens|"
    r"ends|i|på|in|on|hver|every|og|and|for|the|CET|CEST)\b(?!-)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """Give a line with its time or times, what it says and, where a column tells, who."""

    line: Line
    spans: tuple[Span, ...]
    title: str
    who: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table's header says its cells are."""

    roles: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def fits(self, line: Line) -> bool:
        return bool(self.roles) and 1 < len(line.cells) <= max(self.roles) + 1


def header_of(line: Line) -> Columns | None:
    """Give the columns when this line is a header of a programme table."""
    named = {i: _ROLE_OF.get(alike(cell), "") for i, cell in enumerate(line.cells)}
    found = set(named.values()) - {""}
    if len(line.cells) <= 1 or not found & {"time", "start", "minutes"}:
        return None
    if not found & {"title", "point", "who"}:
        return None
    lesser = "number" if "title" in found else "title"
    return Columns({i: lesser if role == "point" else role for i, role in named.items()})


def _span_of(cells: Mapping[str, str]) -> Span | None:
    lead = leading(cells.get("time") or cells.get("start") or "")
    if lead is None:
        return None
    end = leading(cells.get("end", ""))
    return Span(lead[0].start, end[0].start, dashed=True) if end else lead[0]


def _minutes(text: str) -> int | None:
    found = duration_in(text if re.search(r"[^\W\d]", text) else f"{text} min")
    return found[0] if found and text else None


def _mapped(line: Line, columns: Columns) -> Row | None:
    cells = {
        role: line.cells[i] for i, role in columns.roles.items() if i < len(line.cells) and role
    }
    span = _span_of(cells)
    title = cells.get("title", "")
    if span is None or not (title or cells.get("who")):
        return None
    who, organisation = cells.get("who", ""), cells.get("organisation", "")
    if who and organisation and not _has_organisation(who):
        who = f"{who} ({organisation})"
    return Row(line, (span,), _TITLE_NUMBER.sub("", title), who, _minutes(cells.get("minutes", "")))


def mapped_length(line: Line, columns: Columns) -> Row | None:
    """Give a row of a table that has lengths and no times."""
    cells = {role: line.cells[i] for i, role in columns.roles.items() if i < len(line.cells)}
    minutes = _minutes(cells.get("minutes", ""))
    title = _TITLE_NUMBER.sub("", cells.get("title", ""))
    return Row(line, (Span(0),), title, cells.get("who", ""), minutes) if minutes else None


def _has_organisation(who: str) -> bool:
    return any(person.organisation for person in people_line(who))


def _times_first(cells: list[str]) -> tuple[list[Span], list[str]]:
    """Give the times that the cells begin with, and the other texts."""
    spans: list[Span] = []
    texts: list[str] = []
    for cell in cells:
        lead = leading(cell.lstrip("([")) if not texts else None
        if lead is None:
            texts.append(cell)
            continue
        spans.append(lead[0])
        texts += [lead[1]] if lead[1] else []
    return spans, texts


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """`10.00 | 10.05` in two cells is one time, `10.00-10.05 | 13.00-13.05` are two."""
    if len(spans) == TWO and not any(span.dashed for span in spans):
        return (Span(spans[0].start, spans[1].start, dashed=True),)
    return tuple(spans)


def _said(line: Line, texts: list[str]) -> tuple[str, str, int | None]:
    """Title, people and length from the cells after the time."""
    minutes: int | None = None
    kept: list[str] = []
    for text in texts:
        found = duration_in(text) if minutes is None else None
        minutes, rest = found or (minutes, text)
        kept += [rest] if bare(rest) else []
    if "|" not in line.raw and "\t" not in line.raw and not any(map(people_line, kept[1:])):
        return " ".join(kept), "", minutes
    if len(kept) > 1 and is_likely(kept[0]) and not people_line(kept[1]):
        kept[0], kept[1] = kept[1], kept[0]
    return (kept[0] if kept else ""), _column_people(kept[1:]), minutes


def _column_people(cells: list[str]) -> str:
    whole = ", ".join(cells)
    if people_line(whole):
        return whole
    named = [cell for cell in cells if people_line(cell)]
    if named or not cells:
        return "; ".join(named)
    last = cells[-1]
    if all(is_name(person.name) for person in listed_people(last)):
        return last
    return last if " " not in last and last[:1].isupper() and len(cells) == 1 else ""


def _plain(line: Line) -> Row | None:
    cells = [cell for cell in line.cells if cell] if len(line.cells) > 1 else []
    cells = cells or [line.text]
    if len(cells) > 1 and _NUMBER.match(cells[0]) and leading(cells[1]):
        cells = cells[1:]
    cells[0] = _POINT.sub("", cells[0], count=1) if _POINT.match(cells[0]) else cells[0]
    spans, texts = _times_first(cells)
    if not spans:
        return _time_inside(line, cells)
    title, who, minutes = _said(line, texts)
    if _PROSE.match(title):
        return None
    point = _TITLE_NUMBER.match(title) or _POINT.match(title)
    return Row(line, _merged(spans), title[point.end() :] if point else title, who, minutes)


def _time_inside(line: Line, cells: list[str]) -> Row | None:
    """Give a table whose time column is not the first."""
    if "|" not in line.raw and "\t" not in line.raw:
        return None
    places = [i for i, cell in enumerate(cells) if (lead := leading(cell)) and not bare(lead[1])]
    if len(places) != 1:
        return None
    lead = leading(cells[places[0]])
    rest = cells[: places[0]] + cells[places[0] + 1 :]
    rest = rest[1:] if len(rest) > 1 and _NUMBER.match(rest[0]) else rest
    title, who, minutes = _said(line, rest)
    return Row(line, (lead[0],), title, who, minutes) if lead and title else None


def rows_in(lines: Iterable[Line]) -> list[Row]:
    """Give the lines that begin with a time, or have one in the column for it."""
    rows: list[Row] = []
    columns = Columns()
    for line in lines:
        header = header_of(line)
        columns = header or (columns if columns.fits(line) else Columns())
        if header or len(line.text) > LONGEST:
            continue
        row = _mapped(line, columns) if columns.roles else None
        row = row or _plain(line)
        rows += [row] if row else []
    return rows


def trailing_rows(lines: Iterable[Line]) -> list[Row]:
    """`Velkomst (10.00-10.05) v/ A B`: the time stands after the title."""
    rows: list[Row] = []
    for line in lines:
        found = list(spans_in(line.text)) if len(line.text) <= LONGEST else []
        if len(found) != 1 or not found[0][0].firm:
            continue
        span, start, end = found[0]
        title = bare(_POINT.sub("", line.text[:start], count=1).rstrip("([ "))
        after = line.text[end:].lstrip(")] .,;:\u2013-")
        if any(letter.isalpha() for letter in title):
            rows.append(Row(line, (span,), f"{title} \u2013 {after}" if after else title))
    return rows
