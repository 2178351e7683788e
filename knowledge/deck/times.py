"""Times of day as people write them in programmes, as minutes since midnight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from knowledge.deck.wording import DASHES

NOON = 12 * 60
MOST_TIMES = 40  # numbers of a line that may be times; a line with more is a table of figures
_DASH = re.escape(DASHES)
_CLOCK = (
    r"(?P<h{n}>[01]?[0-9]|2[0-3])(?:\s?[.:h]\s?(?P<m{n}>[0-5][0-9])|(?P<b{n}>[0-5][0-9])(?![0-9]))?"
    r"(?:\s?(?P<x{n}>[ap])\.?m\b\.?|\s?(?:h|hrs|uhr)\b\.?)?(?![0-9]|[.:,/][0-9]|\s?(?:%|kr\b|"
    r"mio\b|pct\b))"
)
_PREFIX = r"(?:(?P<kl>kl(?:\.|okken)?|at|fra|from|ca\.)\s{0,2}){0,2}"
_TO = rf"\s{{0,3}}(?:[{_DASH}]{{1,2}}>?|→|/|til(?=\s)|to(?=\s)|until(?=\s))\s{{0,3}}"
_SECOND = r"(?:kl\.?\s?|ca\.\s?)?" + _CLOCK.format(n=2)
_SPAN = re.compile(
    rf"(?i)(?<![\w.,:/{_DASH}]){_PREFIX}{_CLOCK.format(n=1)}(?:(?P<to>{_TO}){_SECOND})?"
)
_UNIT = re.compile(r"(?i)\s?(?:hrs?|hours|h|uhr|cest|cet|est|gmt|bst|utc)\b\.?(?!\w)")
_OPEN = re.compile(rf"\s{{0,2}}[{_DASH}]{{1,2}}(?=\s|$|[A-ZÆØÅ])\s{{0,2}}")
_AFTER = re.compile(r"\s*(?:$|[^\W\d_a-zæøå]|[\[(|:•·\"”„,;]|[" + _DASH + r"]|v/|v\.)")
_DURATION = re.compile(
    rf"(?i)[\[(,;|{_DASH}]?\s{{0,2}}(?:ca\.\s?|varighed:?\s|"
    rf"duration:?\s)?\b(?P<n>[0-9]{{1,3}}(?:[.,][0-9]|½)?)"
    r"\s?[-]?(?P<unit>min(?:utter|utes?|s)?\b\.?|m\b|['\u2019\u2032]|t\b\.?|timer?\b|hours?\b|"
    r"hrs?\b|h\b)\s?[\])]?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; `firm` when nobody would read it as anything but a time."""

    start: int
    end: int | None = None
    dashed: bool = False
    firm: bool = True


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _minutes(match: re.Match[str], n: int, half: str | None) -> int:
    hour = int(match[f"h{n}"])
    minute = int(match[f"m{n}"] or match[f"b{n}"] or 0)
    if half and hour * 60 <= NOON:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return hour * 60 + minute


def _start(match: re.Match[str], end: int | None) -> int:
    """Give the first time; where only the second says am or pm, the one that lies before it."""
    first, second = match["x1"], match["x2"]
    start = _minutes(match, 1, first or second)
    if first is None and second is not None and end is not None and start > end:
        return _minutes(match, 1, "a")
    return start


def _explicit(match: re.Match[str], n: int) -> bool:
    return bool(match[f"m{n}"] or match[f"x{n}"])


def _said(match: re.Match[str]) -> bool:
    return (match["kl"] or "").lower().startswith("kl")


def _span(match: re.Match[str], after: str) -> Span | None:
    """Read what a match says; none when its digits are no time of day."""
    second = match["h2"] is not None
    said = _said(match)
    packed = bool(match["b1"] or (second and match["b2"]))
    firm = _explicit(match, 1) or said or (second and _explicit(match, 2))
    if (packed and not said) or not (firm or second):
        return None
    if second and not _explicit(match, 2) and not _AFTER.match(after):
        return None
    end = _minutes(match, 2, match["x2"]) if second else None
    return Span(_start(match, end), end, second, firm)


def _shorter(match: re.Match[str]) -> Span | None:
    """`10.00 - 3 nye tiltag`: the second number is no time, the first still is."""
    firm = _explicit(match, 1) or _said(match)
    half = match["x1"]
    if match["h2"] is None or match["b1"] or not firm:
        return None
    return Span(_minutes(match, 1, half), None, dashed=True)


def _read(text: str, match: re.Match[str]) -> tuple[Span, int] | None:
    """Give the span at a match and where it ends."""
    end = match.end()
    unit = _UNIT.match(text, end)
    span = _span(match, text[unit.end() : unit.end() + 40] if unit else text[end : end + 40])
    if span is None:
        shorter = _shorter(match)
        return (shorter, match.end("to")) if shorter else None
    end = unit.end() if unit else end
    opened = _OPEN.match(text, end) if span.end is None else None
    if opened:
        return Span(span.start, None, dashed=True, firm=span.firm), opened.end()
    return span, end


def leading(text: str) -> tuple[Span, str] | None:
    """Give the time that a line begins with, and the rest of the line."""
    match = _SPAN.match(text)
    found = _read(text, match) if match else None
    if found is None:
        return None
    span, end = found
    rest = text[end:]
    if text[end - 1].isalnum() and (rest[:1].isdigit() or rest[:1].islower()):
        return None
    return span, rest.lstrip(f" \t.:,;|)]•·{DASHES}")


def spans_in(text: str) -> Iterator[tuple[Span, int, int]]:
    """Every time in a text with where it stands."""
    for match in islice(_SPAN.finditer(text), MOST_TIMES):
        found = _read(text, match)
        if found:
            yield found[0], match.start(), found[1]


def duration_in(text: str) -> tuple[int, str] | None:
    """Give a length in minutes (`10 min.`, `(1 hour)`) and the text without it."""
    match = _DURATION.search(text)
    if match is None:
        return None
    number, unit = match["n"], match["unit"].lower()
    amount = float(number.replace(",", ".").replace("½", ".5"))
    minutes = round(amount * (60 if unit[0] in "th" else 1))
    whole = match[0]
    apart = whole.lstrip()[:1] in f"[(,;|{DASHES}" or text[: match.start()].strip() == ""
    ends = text[match.end() :].strip(" .)]") == ""
    bracket = whole.lstrip()[:1] in "([" and whole.rstrip()[-1:] not in ")]"
    if not (apart or ends) or not minutes or bracket:
        return None
    return minutes, f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}".strip()
