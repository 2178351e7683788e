"""Text into tokens: folded letters, Danish stems, and one token for each number and each date.

Both sides of a search go through here, so "forår", "foraar" and "FORÅR", or "3/2" and "3. feb",
come out the same. Nothing here knows a knowledge base.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice
from threading import local

import Stemmer

LONGEST_READ = 1_000  # characters; nobody asks a meeting anything longer that one entry answers
MOST_TOKENS = 80

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
SHORT_MONTHS = {month[:3]: number for number, month in enumerate(MONTHS, start=1)} | {"okt": 10}
ENGLISH_MONTHS = {
    "january": "januar",
    "february": "februar",
    "march": "marts",
    "may": "maj",
    "june": "juni",
    "july": "juli",
    "october": "oktober",
}
MONTH = "|".join(
    sorted({*MONTHS, *SHORT_MONTHS, *ENGLISH_MONTHS, "sept"} - {"may"}, key=len, reverse=True)
)
LETTERS = (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("ö", "oe"), ("ä", "ae"), ("ß", "ss"))

WORD = re.compile(r"[^\W\d_][^\W_]*")
MORE_THAN_WORDS = re.compile(r"[\d@]")  # every other piece has a digit or is an address
PIECES = re.compile(
    rf"""
      (?P<plain>{WORD.pattern})\s+(?=[^\W\d_])  # before a word: nothing below can begin with it
    | (?P<address>\b[a-z0-9][\w.+-]*@[a-z0-9-]+(?:\.[a-z]+)+\b)
    | (?P<iso>\b(?P<iy>\d{{4}})-(?P<im>\d{{1,2}})-(?P<id>\d{{1,2}})\b)
    | (?P<slash>\b(?P<sd>\d{{1,2}})/(?P<sm>1[0-2]|0?[1-9])(?:[-/.]\s?(?P<sy>\d{{4}}|\d\d))?(?!\d))
    | (?P<named>\b(?P<nd>\d{{1,2}})(?:\.|st|nd|rd|th)?\s?(?:of\s)?(?P<nm>{MONTH})\b)
    | (?P<english>\b(?P<em>{MONTH})\s(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d))
    | (?P<day>\b(?:den|d\.|the)\s(?P<dd>\d{{1,2}})(?:\.|st|nd|rd|th)?(?=\s|$|[?,!])
        (?!\s?(?:{MONTH})\b))
    | (?P<clock>\bkl\.?\s?(?=\d))
    | (?P<number>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)*)
    | (?P<coined>\b[a-z]{{3,}}-\d{{1,3}}\b)
    | (?P<word>{WORD.pattern})
    """,
    re.VERBOSE,
)


class Kind(Enum):
    WORD = "word"
    CODE = "code"  # letters and digits: SF1590, KV21
    NUMBER = "number"
    DATE = "date"
    DAY = "day"  # "den 20.", or the day that a whole date also stands for
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Token:
    term: str  # what is compared: a stem, "#165", "@3-2", "@3"
    word: str  # the folded word it came from
    kind: Kind

    @property
    def exact(self) -> bool:
        """A number or date is either the same or another; it has no near forms."""
        return self.kind is not Kind.WORD and self.kind is not Kind.CODE


class _Stemmers(local):
    """One for each thread: a stemmer must not be shared between them."""

    def __init__(self) -> None:
        self.danish = Stemmer.Stemmer("danish")


STEMMERS = _Stemmers()


@lru_cache(maxsize=16)  # an entry's texts are read for their words, then for their kinds
def fold(text: str) -> str:
    """Lower case, ae/oe/aa for æ/ø/å, no accents, nothing invisible."""
    composed = unicodedata.normalize("NFKC", text).lower()
    composed = unicodedata.normalize("NFC", composed)
    for letter, spelled in LETTERS:
        composed = composed.replace(letter, spelled)
    if composed.isascii():
        return composed
    parts = unicodedata.normalize("NFKD", composed)
    return "".join(char for char in parts if unicodedata.category(char) not in {"Mn", "Cf"})


def stem(word: str) -> str:
    return str(STEMMERS.danish.stemWord(word))


def tokens(text: str) -> tuple[Token, ...]:
    """Read a question: a date is one token."""
    return tuple(islice(_all_tokens(text[:LONGEST_READ]), MOST_TOKENS))


def all_tokens(text: str) -> tuple[Token, ...]:
    """Read an entry's text, however long."""
    return tuple(_all_tokens(text))


def spelled_words(read: Iterable[Token]) -> list[str]:
    """Take words as they are spelled, numbers and dates as their terms."""
    return [token.term if token.exact else token.word for token in read]


def indexed_terms(read: Iterable[Token]) -> list[str]:
    """Let a date in an entry also stand for its day and its month, so "i februar" finds it."""
    terms: list[str] = []
    for token in read:
        terms.append(token.term)
        if "@" in token.word:
            terms += [stem(part) for part in re.findall(r"[a-z]+", token.word)]
        if token.kind is Kind.DATE:
            day, month = token.term[1:].split("-")
            terms += [f"@{day}", _month_term(int(month))]
    return terms


def _all_tokens(text: str) -> Iterator[Token]:
    folded = fold(text)
    if MORE_THAN_WORDS.search(folded) is None:
        yield from map(_word, WORD.findall(folded))
        return
    for match in PIECES.finditer(folded):
        if (kind := match.lastgroup) == "plain" or kind == "word":  # nearly all of them
            yield _word(match.group(kind))
        else:
            yield from _read(match)


def _read(match: re.Match[str]) -> list[Token]:
    kind, text = match.lastgroup, match.group()
    if kind == "number":
        return [Token(f"#{_plain_number(text)}", text, Kind.NUMBER)]
    if kind == "coined":
        return [Token(text.replace("-", ""), text.replace("-", ""), Kind.CODE)]
    if kind == "address":
        return [Token(text, text, Kind.CODE)]
    if kind == "day":
        return [Token(f"@{int(match['dd'])}", text, Kind.DAY)]
    return [] if kind == "clock" else _date(match)


@lru_cache(maxsize=30_000)
def _word(text: str) -> Token:
    if text in MONTHS or text in ENGLISH_MONTHS:
        return Token(stem(ENGLISH_MONTHS.get(text, text)), text, Kind.MONTH)
    if text in SHORT_MONTHS and text not in {"maj", "mar", "jul"}:
        return Token(_month_term(SHORT_MONTHS[text]), text, Kind.MONTH)
    if any(char.isdigit() for char in text):
        return Token(text, text, Kind.CODE)
    return Token(stem(text), text, Kind.WORD)


def _date(match: re.Match[str]) -> list[Token]:
    text = match.group()
    day = match["id"] or match["sd"] or match["nd"] or match["ed"]
    month = match["im"] or match["sm"] or match["nm"] or match["em"]
    number = int(month) if month.isdigit() else _month_number(month)
    date = Token(f"@{int(day)}-{number}", text, Kind.DATE)
    year = match["iy"] or match["sy"]
    if not year:
        return [date]
    return [date, Token(f"#{year if len(year) > 2 else '20' + year}", year, Kind.NUMBER)]  # noqa: PLR2004


def _month_number(name: str) -> int:
    return SHORT_MONTHS[ENGLISH_MONTHS.get(name, name)[:3]]


def _month_term(number: int) -> str:
    return stem(MONTHS[number - 1]) if 0 < number <= len(MONTHS) else "?"


def _plain_number(text: str) -> str:
    """Take 1.448 for 1448, 99,80 for 99.8 and 03 for 3."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    whole, _, rest = text.replace(",", ".", 1).partition(".")
    rest = rest.rstrip("0.")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")
