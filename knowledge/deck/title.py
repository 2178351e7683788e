"""The document's language and the title of its meeting: series and edition."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge.deck.dates import MONTH, days_in, is_date_only
from knowledge.deck.document import Document, Line
from knowledge.deck.doubts import Doubt, doubt
from knowledge.deck.rows import header_of
from knowledge.deck.sound import is_sound
from knowledge.deck.times import leading, spans_in
from knowledge.deck.wording import alike, bare, capitalised, word_set

LONGEST = 120
LONGEST_LINE = 400
FIRST_LINES = 40
FEWEST_LETTERS = 3  # a word of no more letters is left as it is
MOST_CELLS = 2  # of a line that may be a title
WORDS_READ = 20_000
READ = 200_000  # characters in which the title is looked for in small letters
_DANISH = word_set(
    "og i på til at det er en den af for som med de der et fra kan ikke vi velkomst "
    "dagsorden kl v ved punkt emne tid pause frokost oplæg eventuelt slut mødet næste deltagere"
)
_ENGLISH = word_set(
    "the and of to in is for on that with by at from are be this we welcome agenda will you "
    "a meeting mon tue wed thu fri monday tuesday wednesday thursday friday minutes team "
    "keynote coffee panel close lunch break speaker opening discussion closing time topic questions"
)
_BRACKET = re.compile(r"\s?\([^()]{0,60}\)$")
_ENGLISH_LOOK = re.compile(r"w|th|oo|ee|ck|ou|tion|ies$|ly$|ys?$")
_DANISH_LOOK = re.compile(r"kk|ej|sk|else|lig|hed|ning|ede$|erne$")
_CLOCK = re.compile(r"[0-9]{0,4}[ap]m")
_RUN = re.compile(
    r"(?i)[\s,\u2013—-]+(?:formiddag|eftermiddag|morning|afternoon|hold [0-9]|session [0-9])$"
)
_LABEL = re.compile(
    r"(?i)(?:emne|subject|titel|title|vedr\.?|vedrørende|re|møde|meeting|mødetitel|event|"
    r"arrangement)\s?:\s*(?=\S)"
)
_LEAD = re.compile(
    r"(?i)(?:(?:sv|vs|re|fw|fwd|emne|subject)\s?:\s*|(?:møde)?indkaldelse(?: "
    r"til)?\s?[:\u2013—-]?\s+|"
    r"(?:meeting )?invitation(?: to| til)?\s?[:\u2013—-]?\s+|(?:invitation|"
    r"indkaldelse)\s?:\s*|reminder\s?:\s*|påmindelse\s?:\s*|"
    r"(?:foreløbig |final |endelig )?(?:mødeprogram|dagsorden|agenda|"
    r"program(?:me)?)(?:\s(?:for|til|of)|\s?[:\u2013—-])\s*|"
    r"(?:møde)?dagsorden\s+|"
    r"velkommen(?: til)?\s?[:\u2013—-]?\s+|welcome(?: to)?\s?[:\u2013—-]?\s+|(?:the|our|vores|"
    r"det)\s)"
)
_HEAD_FOR = re.compile(r"(?i)(?:mødeprogram|dagsorden|agenda|program(?:me)?)\s(?:for|til|of)\s+\S")
_BARE_LABEL = re.compile(
    r"(?i)(?:(?:meeting|dagens|mødets|today.s) )?(?:dagsorden|agenda|program(?:me|met)?|"
    r"tidsplan|schedule|mødeindkaldelse|indkaldelse|invitation|"
    r"velkommen(?: til)?|welcome(?: to)?|tid|time|kl|(?:session|spor|track|hold|gruppe|dag|day|del|"
    r"part)\s\w{1,2})\W*$"
)
_GREETING = re.compile(r"(?i)(?:kære|hej|hejsa|goddag|dear|hi|hello|good (?:morning|afternoon))\b")
_HEADER = re.compile(
    r"(?i)(?:from|fra|to|til|cc|sent|sendt|date|dato|when|where|hvor|hvornår|tid|tidspunkt|"
    r"time|sted|location|lokation|place)\s?:"
)
_INVITES = re.compile(
    r"(?i)(?:inviter(?:er|es) (?:dig |jer |alle )?(?:hermed )?til|velkommen til|indkald(?:er|"
    r"es) (?:hermed )?til|invite(?:d)? you to|invited to|welcome to|"
    r"(?:join us|see you) (?:for|at)|looking forward to|(?:program(?:met)?|dagsorden(?:en)?|"
    r"agenda) (?:for|til))\s+(?:the |our |et |en |vores |det |den )?"
    r"(?P<title>[^.,!?:;\n]{4,100})"
)
_CUT = re.compile(
    r"(?i)\s(?:(?:den|d\.|on|kl\.?|at|som|der|hvor|via|i teams|på teams|which|fra kl)\s|"
    r"[\u2013-]\s(?:kl\b|[0-9]))"
)
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_WEEKDAY = re.compile(r"(?i)\s\w{2,6}(?:dag|day)$")
_EDITION = re.compile(
    rf"(?i)(?:(?:{MONTH})\.?\s20[0-9]{{2}}|q[1-4][\s/]20[0-9]{{2}}|(?:forår|efterår|sommer|"
    rf"vinter|spring|autumn|summer|winter|fall)(?:et)?\s20[0-9]{{2}}|20[0-9]{{2}})$"
)
_TIME_TAIL = re.compile(r"(?i)[\s,\u2013—-]*(?:kl\.?\s|at\s)?$")


def language_of(document: Document) -> str:
    """`da` or `en`, by the small words; Danish when it is a tie."""
    words = alike(document.text[: WORDS_READ * 6]).split()[:WORDS_READ]
    danish = sum(word in _DANISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    english += sum(1 for word in words if _CLOCK.fullmatch(word))
    danish += sum(1 for word in words if any(letter in word for letter in "æøå"))
    if danish == english:
        english += sum(bool(_ENGLISH_LOOK.search(word)) for word in words)
        danish += sum(bool(_DANISH_LOOK.search(word)) for word in words)
    return "en" if english > danish else "da"


def _stripped(text: str) -> str:
    """Without `Dagsorden for`, `Invitation:` and the like, and without a time at the end."""
    for _ in range(4):
        match = _LEAD.match(text)
        if match is None or not bare(text[match.end() :]):
            break
        text = text[match.end() :]
    times = [start for span, start, _ in spans_in(text) if span.firm]
    if times and times[0] > FEWEST_LETTERS:
        text = _TIME_TAIL.sub("", text[: times[0]])
    return bare(_RUN.sub("", bare(text))).rstrip(".")


def _says_nothing(title: str) -> bool:
    """See a date alone, `Day 1 (4 June 2024)`, `Dagsorden`: no name of a meeting."""
    return is_date_only(title) or bool(_BARE_LABEL.match(_BRACKET.sub("", title)))


def _usable(line: Line) -> bool:
    text = line.text
    if len(text) > LONGEST or _letters(text) <= FEWEST_LETTERS or text.endswith((".", "?", ",")):
        return False
    if is_date_only(text) or leading(text) or is_sound(text) or "@" in text or "://" in text:
        return False
    table = len(line.cells) > MOST_CELLS or header_of(line)
    return not (table or any(p.match(text) for p in (_BARE_LABEL, _HEADER, _GREETING)))


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)


def _candidates(lines: Sequence[Line]) -> Iterator[str]:
    """Give the places where a title stands, the surest first."""
    top = lines[:FIRST_LINES]
    for line in top:
        label = _LABEL.match(line.text[:LONGEST])
        if label and not line.heading:
            yield line.text[label.end() : label.end() + LONGEST]
            break
    yield from (line.text for line in top if line.heading == 1 and _usable(line))
    greeted = any(_GREETING.match(line.text) for line in top[:6])
    if not greeted:
        yield from _first(top)
    yield from (line.text for line in top if _HEAD_FOR.match(line.text) and _usable(line))
    yield from _invited(top)
    if greeted:
        yield from (line.text for line in top if line.heading and _usable(line))


def _first(top: Sequence[Line]) -> Iterator[str]:
    """Give the first line that may be a title, with an edition that stands on the next."""
    for place, line in enumerate(top[:8]):
        if not _usable(line) or line.listed:
            continue
        after = top[place + 1].text if place + 1 < len(top) else ""
        yield f"{line.text} {after}" if _EDITION.match(after) else line.text
        return


def _invited(top: Sequence[Line]) -> Iterator[str]:
    for line in top:
        match = _INVITES.search(line.text[:LONGEST_LINE])
        if match:
            cut = _CUT.search(match["title"])
            name = match["title"][: cut.start()] if cut else match["title"]
            after = line.text[match.start("title") + len(name) : LONGEST_LINE]
            days = [day for day in days_in(after) if day.day] if not _YEAR.search(name) else []
            yield f"{_WEEKDAY.sub('', name)} {days[0].text}" if days else name


def _lowered(title: str, document: Document, language: str) -> str:
    """Give a title in capitals as the document writes it elsewhere, else in small letters."""
    text = document.text[:READ]
    for match in islice(re.finditer(rf"(?i){re.escape(title)}", text), FIRST_LINES):
        if not match[0].isupper():
            return match[0]
    return " ".join(_lower_word(word, language) for word in title.split())


def _lower_word(word: str, language: str) -> str:
    if len(word) <= FEWEST_LETTERS or any(letter.isdigit() for letter in word):
        return word
    month = re.fullmatch(rf"(?i)(?:{MONTH})", word)
    return word.capitalize() if month and language == "en" else word.lower()


def title_of(document: Document, language: str, end: float) -> tuple[str, tuple[Doubt, ...]]:
    """Read series and edition above line `end`, where the programme begins; empty when unsaid."""
    top = [line for line in document.lines[: FIRST_LINES * 3] if line.number < end]
    for candidate in _candidates(top):
        title = _stripped(candidate)
        if _letters(title) > FEWEST_LETTERS and not _says_nothing(title):
            title = _lowered(title, document, language) if title.isupper() else title
            return capitalised(title), ()
    return "", (doubt("no-title"),)
