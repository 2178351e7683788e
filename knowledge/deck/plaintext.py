"""Plain text, markdown and mail text to a document: slide breaks, bullets, cells, headings."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

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


def parsed(number: int, raw: str, gap: int) -> Line | None:
    """Give a line without its bullet, number and markup; none when nothing is left."""
    body = _LINK.sub(r"\1", raw[:WIDEST]).rstrip()
    indent = len(body) - len(body.lstrip())
    body = body.strip()
    if len(body) > 1 and body[0] == ">":
        body = body.lstrip("> ")
    heading = _HEADING.match(body)
    body = body[heading.end() :].rstrip("# ") if heading else body
    body = _SYMBOLS.sub("", body, count=1)
    bullet = _BULLET.match(body)
    body = body[bullet.end() :] if bullet else body
    body = _EMPHASIS.sub("", body).strip()
    mark = _NUMBERED.match(body)
    body = body[mark.end() :] if mark else body
    if not body or _TABLE_RULE.match(body):
        return None
    cells = _cells(body)
    text = squeeze(" ".join(cells)) if "|" in body else squeeze(body)
    level = len(heading[1]) if heading else 0
    return Line(number, text, cells, raw, bool(bullet), mark[1] if mark else "", indent, level, gap)


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


def _is_break(row: str, gap: int, previous: str, usual: int) -> bool:
    """Whether a new slide begins with this row, after so many blank ones."""
    if gap >= max(SLIDE_GAP, usual + 2):
        return True
    heading = _HEADING.match(row.lstrip())
    if heading and len(heading[1]) <= CHAPTER:
        return True
    return gap > usual and bool(_LINK_LINE.match(previous)) and not _LINK_LINE.match(row)


def _groups(text: str) -> Iterator[list[Line]]:
    rows = _FORM_FEED.sub("\n\f\n", text).split("\n")
    usual = _usual_gap(rows)
    group: list[Line] = []
    gap, number, previous = 0, 0, ""
    for row in rows:
        number += row != "\f"
        if not row.strip() and row != "\f":
            gap += 1
            continue
        if _ends_slide(row, gap, previous):
            yield group
            group = []
        else:
            if _is_break(row, gap, previous, usual):
                yield group
                group = []
            line = parsed(number, row, gap)
            group += [line] if line else []
            if len(group) > MOST_LINES:
                break
        gap, previous = 0, row
    yield group


def _ends_slide(row: str, gap: int, previous: str) -> bool:
    """Give a row that only says that a new slide begins."""
    if row == "\f" or _SLIDE_LABEL.match(row):
        return True
    underline = gap == 0 and bool(previous.strip()) and len(row.strip()) > SLIDE_GAP
    return bool(_RULE.match(row[:WIDEST])) and not underline


def read_text(text: str) -> Document:
    clean = cleaned(text)
    return document_of((unfolded(group, parsed) for group in _groups(clean)), clean)
