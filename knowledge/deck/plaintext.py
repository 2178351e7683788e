"""Plain text, markdown and mail text to a document: slide breaks, bullets, cells, headings."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.deck.columns import unfolded
from knowledge.deck.document import MOST_LINES, Document, Line, document_of
from knowledge.deck.wording import squeeze

WIDEST = 2000  # a longer line is no heading, item or name; only its start is read as one
CHAPTER = 2  # the deepest heading that begins a slide
SLIDE_GAP = 3  # blank lines between slides, when the text has no other sign of them
_MONTH = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)"
_INVISIBLE = dict.fromkeys((173, 65279, *range(8203, 8208), *range(8234, 8239), *range(8288, 8304)))
_CONTROL = dict.fromkeys((*range(9), *range(14, 32), *range(127, 133)))
_NEWLINES = {0x0B: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0xA0: " ", 0x2007: " "}
_PRIVATE = dict.fromkeys(range(61440, 61696), "•")
_TABLE = {**_INVISIBLE, **_CONTROL, **_NEWLINES, 0x202F: " ", **_PRIVATE}
_BULLET = re.compile(
    r"(?:[•●▪■◦○‣\u2043▫►➢➤✓✔→]\s*|[*+\u2013—-]\s+|o(?:\t| {2,}))(?:\[[ xX]\]\s+)?"
)
_SYMBOLS = re.compile(r"^[\u231a-\u23ff\u2600-\u2712\u2716-\u27bf\ufe0f\U0001f000-\U0001faff]+\s*")
_NUMBERED = re.compile(rf"\(?([0-9]{{1,2}})[.)]\s+(?!(?i:{_MONTH}))(?=\S)")
_HEADING = re.compile(r"(#{1,6})\s+")
_RULE = re.compile(r"\s*(?:[-_=*]\s?){3,}\s*$")
_TABLE_RULE = re.compile(r"[\s|:+=-]+$")
_SLIDE_LABEL = re.compile(
    r"[-\u2013—=\s]{0,20}(?:S(?:lide|LIDE|ide|IDE)|P(?:age|AGE))\s[0-9]{1,3}(?:\s(?:af|"
    r"of)\s[0-9]{1,3})?[-\u2013—=:\s]{0,20}$"
)
_EMPHASIS = re.compile(r"\*\*|__|`|(?<![\w*])\*(?=\w)|(?<=[\w.)])\*(?![\w*])")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)")
_WIDE = re.compile(r"\s*(?:\t| {2,})\s*")
_FORM_FEED = re.compile(r"\n?\f\n?")
_LINK_LINE = re.compile(r"\s*(?:https?://|mailto:)\S+\s*$")


def cleaned(text: str) -> str:
    """One kind of newline and space, composed letters, nothing invisible."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return unicodedata.normalize("NFC", plain)


def _cells(body: str) -> tuple[str, ...]:
    if "|" in body:
        parts = body.strip("| \t").split("|")
    elif body.count(";") > 1:
        parts = body.split(";")
    else:
        parts = _WIDE.split(body)
    return tuple(squeeze(part) for part in parts)


@dataclass(frozen=True, slots=True)
class _Body:
    """A line's text, with what stood in front of it."""

    text: str
    level: int = 0
    bullet: bool = False
    mark: str = ""


def _body(text: str) -> _Body:
    """Take off heading signs, bullet, emphasis and number, in this order."""
    text = text.lstrip("> ") if text.startswith("> ") else text
    heading = _HEADING.match(text)
    text = text[heading.end() :].rstrip("# ") if heading else text
    text = _SYMBOLS.sub("", text, count=1)
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    text = _EMPHASIS.sub("", text).strip()
    mark = _NUMBERED.match(text)
    text = text[mark.end() :] if mark else text
    return _Body(text, len(heading[1]) if heading else 0, bool(bullet), mark[1] if mark else "")


def parsed(number: int, raw: str, gap: int) -> Line | None:
    """Read a line without its bullet, number and markup; none when nothing is left."""
    shown = _LINK.sub(r"\1", raw[:WIDEST]).rstrip()
    indent = len(shown) - len(shown.lstrip())
    body = _body(shown.strip())
    if not body.text or _TABLE_RULE.match(body.text):
        return None
    cells = _cells(body.text)
    text = squeeze(" ".join(cells)) if "|" in body.text else squeeze(body.text)
    return Line(number, text, cells, raw, body.bullet, body.mark, indent, body.level, gap)


def _usual_gap(rows: list[str]) -> int:
    """How many blank lines commonly stand between two lines."""
    gaps: Counter[int] = Counter()
    blank = 0
    for row in rows:
        if row.strip():
            gaps[blank] += 1
            blank = 0
        else:
            blank += 1
    return gaps.most_common(1)[0][0] if gaps else 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is not blank, how many blank ones stand above it, and what stands above those."""

    number: int
    text: str
    gap: int
    previous: str


def _filled(rows: list[str]) -> Iterator[_Row]:
    gap, number, previous = 0, 0, ""
    for row in rows:
        number += row != "\f"
        if not row.strip() and row != "\f":
            gap += 1
            continue
        yield _Row(number, row, gap, previous)
        gap, previous = 0, row


def _is_break(row: _Row, usual: int) -> bool:
    """Whether a new slide begins with this row."""
    if row.gap >= max(SLIDE_GAP, usual + 2):
        return True
    heading = _HEADING.match(row.text.lstrip())
    if heading and len(heading[1]) <= CHAPTER:
        return True
    after_links = _LINK_LINE.match(row.previous) and not _LINK_LINE.match(row.text)
    return row.gap > usual and bool(after_links)


def _groups(text: str) -> Iterator[list[Line]]:
    """Give the lines of each slide; a slide without end is cut where reading stops anyway."""
    rows = _FORM_FEED.sub("\n\f\n", text).split("\n")
    usual = _usual_gap(rows)
    group: list[Line] = []
    for row in _filled(rows):
        ends = _ends_slide(row)
        if ends or len(group) > MOST_LINES or _is_break(row, usual):
            yield group
            group = []
        line = None if ends else parsed(row.number, row.text, row.gap)
        group += [line] if line else []
    yield group


def _ends_slide(row: _Row) -> bool:
    """Whether a row only says that a new slide begins."""
    if row.text == "\f" or _SLIDE_LABEL.match(row.text):
        return True
    above = row.gap == 0 and bool(row.previous.strip())
    underline = above and len(row.text.strip()) > SLIDE_GAP
    return bool(_RULE.match(row.text[:WIDEST])) and not underline


def read_text(text: str) -> Document:
    clean = cleaned(text)
    return document_of((unfolded(group, parsed) for group in _groups(clean)), clean)
