"""Dates as people write them; the year only when the document tells it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januar january", "feb februar february", "mar marts march", "apr april", "maj may",
         "jun juni june", "jul juli july", "aug august", "sep sept september",
         "okt oct oktober october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = r"(?P<y1>20[0-9]{2})-(?P<m1>[01][0-9])-(?P<d1>[0-3][0-9])"
_NUMERIC = (
    r"(?P<d2>[0-3]?[0-9])\s?/\s?(?P<m2>[0-3]?[0-9])(?:\s?[-/ .]\s?(?P<y2>20[0-9]{2}|"
    r"[0-9]{2}(?![0-9:.])))?"
    r"|(?P<d3>[0-3]?[0-9])[.-](?P<m3>[01]?[0-9])[.-](?P<y3>20[0-9]{2})"
)
_WORDS = (
    rf"(?P<d4>[0-3]?[0-9])(?:\.|st|nd|rd|"
    rf"th)?\s(?:of\s)?(?P<m4>{MONTH})\b\.?(?:,?\s(?P<y4>20[0-9]{{2}}))?"
    rf"|\b(?P<m5>{MONTH})\b\.?\s(?P<d5>[0-3]?[0-9])(?:st|nd|rd|"
    rf"th)?\b(?![:.][0-9])(?:,?\s(?P<y5>20[0-9]{{2}}))?"
)
_DATE = re.compile(rf"(?i)(?<![\w/.-])(?:{_ISO}|{_NUMERIC}|{_WORDS})(?![\w/]|[.-][0-9])")
_YEAR = re.compile(r"(?<![\w.,/-])20[0-9]{2}(?![\w,/-]|\.[0-9])")
_EDITION = re.compile(rf"(?i)\b(?:{MONTH})\b\.?\s(20[0-9]{{2}})\b")
_FILLER = re.compile(
    r"(?i)\b(?:den|d|on|the|dato|date|kl|at|fra|til|from|to|uge|dag|day|hold|"
    r"(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|[\W\d_]"
)
LONGEST = 400
CENTURY = 2000
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Day:
    """Give a date in a text; `day` is none when its year is not known."""

    day: date | None
    text: str
    start: int
    end: int


def _number(match: re.Match[str], letter: str) -> str | None:
    return next((match[f"{letter}{n}"] for n in range(1, 6) if match[f"{letter}{n}"]), None)


def _day(match: re.Match[str], year: int | None) -> date | None:
    written = _number(match, "y")
    number = int(written[-2:]) + CENTURY if written else year
    month = _number(match, "m") or ""
    months = _MONTHS.get(month.lower()) or int(month)
    days = int(_number(match, "d") or 0)
    if months > MONTHS >= days and match["d2"]:
        months, days = days, months
    try:
        checked = date(number or 2000, months, days)
    except ValueError:
        return None
    return checked if number else None


def _possible(match: re.Match[str]) -> bool:
    return _day(match, 2000) is not None


def days_in(text: str, year: int | None = None) -> Iterator[Day]:
    """Every date of a text; `year` is the one to read a date without year in."""
    for match in _DATE.finditer(text[:LONGEST]):
        if _possible(match):
            yield Day(_day(match, year), match[0].strip(), match.start(), match.end())


def is_date_only(text: str) -> bool:
    """`Den 30. marts 2020`, `Mandag den 30/3 kl. 10.00`: a date and nothing else."""
    days = list(days_in(text, 2000))
    if not days or len(text) > LONGEST:
        return False
    rest = text[: days[0].start] + text[days[-1].end :]
    return not _FILLER.sub("", rest)


def year_of(title: str, lines: Iterable[str]) -> int | None:
    """Give the year of the document: its title's, else the only one that its dates have."""
    edition = _EDITION.search(title) or _YEAR.search(title)
    if edition:
        return int(edition[0][-4:])
    texts = [text for text in lines if "20" in text]
    years = {day.day.year for text in texts for day in days_in(text) if day.day}
    years |= {int(match[1]) for text in texts for match in _EDITION.finditer(text[:LONGEST])}
    return years.pop() if len(years) == 1 else None
