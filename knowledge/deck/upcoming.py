"""The programme of the next meeting, as far as the document lists it."""

import re
from collections.abc import Sequence

from knowledge.deck.document import Document, Line
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.rows import rows_in
from knowledge.deck.wording import bare, joined, runs_on

LONGEST = 160
_HEADING = re.compile(
    r"(?i)(?:(?:det )?(?:foreløbigt?e?|kommende|næste|udkast til|forventet) (?:program|"
    r"dagsorden|agenda|emner)|"
    r"(?:program|dagsorden|emner|agenda)(?:met|en)? (?:for|til|på) (?:det )?(?:næste|kommende)|"
    r"(?:emner|punkter|på (?:dagsordenen|programmet)) (?:til |på )?(?:næste|kommende)|næste "
    r"(?:møde|gang)\b|"
    r"(?:preliminary|provisional|tentative|draft|upcoming|next|future)(?: "
    r"meeting(?:['\u2019]s)?)? (?:programme?|agenda|topics|items)|"
    r"(?:programme?|agenda|topics|items)(?: items| topics)? for (?:the |our )?(?:next|"
    r"upcoming|coming)|"
    r"(?:next|upcoming) (?:meeting|time)\b|(?:on|at) (?:the |our )?next (?:meeting|agenda))"
)
_DOTS = re.compile(r"[.…\s·-]+$")
_TIMES_HEADING = re.compile(r"[.:!]$")


def _is_heading(line: Line) -> bool:
    text = line.text
    short = len(text) <= LONGEST and not text.endswith((".", "!", "?"))
    return short and bool(_HEADING.match(text))


def _is_prose(text: str) -> bool:
    if _DOTS.match(text):
        return False
    return len(text) > LONGEST or "@" in text or "://" in text or text.endswith((".", ":", "!"))


def _listed(lines: Sequence[Line]) -> list[Line]:
    """Give the lines of the list: bullets with what runs on, or plain ones up to a wider gap."""
    bulleted = bool(lines) and lines[0].listed
    gap = lines[1].gap if len(lines) > 1 else 0
    kept: list[Line] = []
    for place, line in enumerate(lines):
        if line.heading or (place > 1 and line.gap > gap and not line.listed):
            break
        goes_on = bool(kept) and not line.listed and runs_on(kept[-1].text, line.text)
        if bulleted and not (line.listed or goes_on):
            break
        if not bulleted and _is_prose(line.text):
            break
        kept.append(line)
    return kept


def _titles(lines: Sequence[Line], words: frozenset[str]) -> tuple[str, ...]:
    groups: list[list[str]] = []
    rows = {row.line.number: row.title for row in rows_in(lines)}
    bulleted = bool(lines) and lines[0].listed
    for line in lines:
        text = rows.get(line.number, line.text)
        if groups and not line.listed and (bulleted or runs_on(groups[-1][-1], text)):
            groups[-1].append(text)
        else:
            groups.append([text])
    texts = [bare(joined(group, words)) for group in groups]
    return tuple(text for text in texts if text and not _DOTS.match(text))


def _heads(document: Document) -> list[tuple[Line, Sequence[Line]]]:
    return [
        (line, slide.lines[place + 1 :])
        for slide in document.slides
        for place, line in enumerate(slide.lines)
        if _is_heading(line)
    ]


def upcoming_of(document: Document) -> tuple[tuple[str, ...], tuple[Doubt, ...], frozenset[int]]:
    """Give the titles, what is unsure, and the lines, no part of this meeting's programme."""
    for head, below in _heads(document):
        lines = _listed(below)
        titles = _titles(lines, document.words)
        if titles:
            dots = any(_DOTS.match(line.text) for line in lines)
            doubts = (doubt("unfinished-programme"),) if dots else ()
            used = frozenset((head.number, *(line.number for line in lines)))
            return titles, doubts, used
    return (), (), frozenset()
