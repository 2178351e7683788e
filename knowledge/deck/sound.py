"""Sound checks, opening hours and closing times that a document says beside its programme."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.deck.document import Line
from knowledge.deck.times import Span, spans_in

LONGEST = 400
_SOUND = re.compile(
    r"(?i)\blyd\s?-?(?:tjek|check|prøve|test)\w*|\b(?:tjekk?er|tester|prøver|afprøver|"
    r"checker) (?:vi )?lyd|"
    r"\btjek(?:ke)? (?:af )?lyd|"
    r"\b(?:sound|audio|mic(?:rophone)?|av|tech)\W?\s?(?:and video )?(?:check|test)\w*|"
    r"\b(?:check|test)(?:s|ing)? (?:of )?(?:the |your |our )?(?:sound|audio|microphones?)\b"
)
_CLOSING = re.compile(
    r"(?i)\b(?:slut(?:ter|tidspunkt)?|afslutte[rs]|færdige?|ends?|ending|finish(?:es)?|"
    r"closes?|until|"
    r"indtil|senest slut)\b"
)
_HOURS = re.compile(
    r"(?i)^(?:tid(?:spunkt)?|time|when|hvornår|dato(?: og tid)?|date(?: and time)?|kl\.?|"
    r"mødetid|møde|"
    r"meeting|start(?:s|er)?)\b"
)
_DAY = re.compile(
    r"(?i)\b(?:[0-9]{1,2}[./ -]\s?[0-9a-zæøå]{1,9}|(?:man|tirs|ons|tors|fre|lør|søn)dag|"
                  r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|20[0-9]{2})\b")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SoundCheck:
    """When sound is checked and the start that the same sentence names."""

    at: int
    start: int | None = None


def is_sound(text: str) -> bool:
    return bool(_SOUND.search(text[:LONGEST]))


def _check(text: str, following: str) -> SoundCheck | None:
    times = [span for span, _, _ in spans_in(text[:LONGEST]) if span.firm]
    if len(times) == 1 and times[0].end is None:
        times += [span for span, _, _ in spans_in(following[:LONGEST]) if span.firm][:1]
    if not times:
        return None
    if len(times) == 1:
        return SoundCheck(times[0].start, times[0].end)
    first, last = sorted(span.start for span in times[:2])
    return SoundCheck(first, last)


def sound_checks(lines: Sequence[Line]) -> tuple[tuple[SoundCheck, ...], frozenset[int]]:
    """Every sound check and the lines that say them."""
    checks: list[SoundCheck] = []
    used: set[int] = set()
    for i, line in enumerate(lines):
        if not is_sound(line.text):
            continue
        after = lines[i + 1].text if i + 1 < len(lines) else ""
        goes_on = bool(re.match(r"(?i)(?:og|and|mødet|vi|we|the meeting|start)\b", after))
        check = _check(line.text, after if goes_on else "")
        if check:
            checks.append(check)
            used.add(line.number)
    return tuple(checks), frozenset(used)


def _is_hours(line: Line, start: int) -> bool:
    before = line.text[:start]
    return bool(_HOURS.match(line.text) or _DAY.search(before))


def hours_in(lines: Iterable[Line]) -> tuple[Span, ...]:
    """`Tid: 10.00-11.30`, `mandag den 3. maj kl. 10-11`, `10.00-11.30` alone: the whole meeting."""
    found: list[Span] = []
    for line in lines:
        for span, start, end in spans_in(line.text[:LONGEST]):
            alone = start == 0 and not line.text[end:].strip(" .:")
            if span.end is not None and (alone or _is_hours(line, start)):
                found.append(span)
    return tuple(found)


def closings_in(lines: Iterable[Line]) -> tuple[int, ...]:
    """`Mødet slutter kl. 11.30`."""
    found: list[int] = []
    for line in lines:
        text = line.text[:LONGEST]
        match = _CLOSING.search(text)
        times = [s for s, place, _ in spans_in(text) if match and s.firm and place >= match.start()]
        found += [times[0].start] if times else []
    return tuple(found)
