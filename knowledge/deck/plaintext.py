"""Plain text, markdown and mail text to a document: slide breaks, bullets, cells, headings."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from knowledge.deck.columns import unfolded
from knowledge.deck.document import Document, Line, document_of
from knowledge.deck.wording import squeeze

WIDEST = 2000  # a longer line is no heading, item or name; only its start is read as one
SLIDE_GAP = 3  # blank lines between slides, when the text has no other sign of them
_MONTH = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|dec)"
_INVISIBLE = {
    code: None
    for code in (0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
}
_CONTROL = {code: None for code in (*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85))}
_NEWLINES = {0x0B: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0xA0: " ", 0x2007: " "}
_PRIVATE = {code: "•" for code in range(0xF000, 0xF100)}
_TABLE = {**_INVISIBLE, **_CONTROL, **_NEWLINES, 0x202F: " ", **_PRIVATE}
_BULLET = re.compile(r"(?:[•●▪■◦○‣⁃▫►➢➤✓✔→]\s*|[*+–—-]\s+|o(?:\t| {2,}))(?:\[[ xX]\]\s+)?")
_SYMBOLS = re.compile(r"^[\u231a-\u23ff\u2600-\u2712\u2716-\u27bf\ufe0f\U0001f000-\U0001faff]+\s*")
_NUMBERED = re.compile(rf"\(?([0-9]{{1,2}})[.)]\s+(?!(?i:{_MONTH}))(?=\S)")
_HEADING = re.compile(r"(#{1,6})\s+")
_RULE = re.compile(r"\s*(?:[-_=*]\s?){3,}\s*$")
_TABLE_RULE = re.compile(r"[\s|:+=-]+$")
_SLIDE_LABEL = re.compile(
    r"[-–—=\s]{0,20}(?:S(?:lide|LIDE|ide|IDE)|P(?:age|AGE))\s[0-9]{1,3}(?:\s(?:af|of)\s[0-9]{1,3})?[-–—=:\s]{0,20}$"  # noqa: RUF001
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
    elif body.count(";") >= 2:  # noqa: PLR2004  a line of a table that a spreadsheet saved
        parts = body.split(";")
    else:
        parts = _WIDE.split(body)
    return tuple(squeeze(part) for part in parts)


def parsed(number: int, raw: str, gap: int) -> Line | None:
    """A line without its bullet, number and markup; none when nothing is left."""
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
    return Line(
        number, text, cells, raw, bool(bullet), mark[1] if mark else "", indent, level, gap
    )


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
    if heading and len(heading[1]) <= 2:  # noqa: PLR2004  chapters, not paragraphs
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
        gap, previous = 0, row
    yield group


def _ends_slide(row: str, gap: int, previous: str) -> bool:
    """A row that only says that a new slide begins."""
    if row == "\f" or _SLIDE_LABEL.match(row):
        return True
    underline = gap == 0 and bool(previous.strip()) and len(row.strip()) > SLIDE_GAP
    return bool(_RULE.match(row[:WIDEST])) and not underline


def read_text(text: str) -> Document:
    clean = cleaned(text)
    return document_of([unfolded(group, parsed) for group in _groups(clean)], clean)
