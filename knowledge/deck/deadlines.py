"""Deadlines as sentences give them: the day, the day it replaces, and the rest of the sentence."""

import re
from dataclasses import dataclass

from knowledge.deck.dates import Day, days_in
from knowledge.deck.wording import bare

NOUN = r"(?:[\w-]{0,30}opgave|task|action(?: item| point)?|aktion|handling|to-?do|assignment)"
_DUE_WORD = (
    r"(?:(?:ny |new )?(?:svar|slut|afleverings|tilmeldings)?(?:frist(?:en)?|dato(?:en)?)|"
    r"deadline(?:n)?|due(?: date| by| on)?|senest|inden|"
    r"no later than|by|before|forfalder|end date)"
)
_DUE = re.compile(rf"(?i)(?:^|(?<=[\s(,;\u2013-])){_DUE_WORD}\b\s?(?:er|is|den|the|on|:|=|\s)*\s?$")
DEADLINE = re.compile(
    r"(?i)\b(?:\w{0,15}frist(?:en)?|slutdato(?:en)?|deadlinen?|due|senest|no later than|end date)\b"
)
_CHANGED = re.compile(
    r"(?i)\b(?:ændre[st]?|flytte[st]?|udsk(?:ydes|udt)|udsættes?|udsat|forlænge[st]?|"
    r"rykke[st]?|rykket|"
    r"moved|changed|postponed|extended|pushed|rescheduled)\b"
)
_WAS = re.compile(
    r"(?i)\b(?:tidligere|før|oprindeligt?|previously|was|originally|formerly|fra|from|instead "
    r"of|i stedet for)\b[^0-9]{0,20}$"
)
_EDGES = re.compile(
    rf"(?i)[\s(,;:\u2013—-]*(?:{_DUE_WORD}|med frist|with deadline)?(?:\s?\b(?:den|the|d\.|on|"
    rf"er|is|=))*[\s:(]*$"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a task is mentioned."""

    id: str | None
    title: str
    due: Day | None = None
    previous: Day | None = None


def dues_in(text: str, year: int | None) -> tuple[Day | None, Day | None]:
    """Give the deadline that a text gives and the one it replaces."""
    days = list(days_in(text, year))
    if len(days) > 1 and _CHANGED.search(text[: days[1].start]):
        first, second = days[:2]
        if _WAS.search(text[: first.start]):
            return second, first
        return first, second if _WAS.search(text[: second.start]) else None
    due = next((d for d in days if not _WAS.search(text[: d.start])), None)
    previous = next((d for d in days if d is not due and _WAS.search(text[: d.start])), None)
    return due, previous if due else None


def has_deadline(text: str) -> bool:
    """Whether a deadline word stands before a date."""
    days = list(days_in(text, 2000))
    return any(_DUE.search(text[: day.start].rstrip() + " ") for day in days) or bool(
        days and DEADLINE.search(text[: days[0].end])
    )


def without_dates(text: str, year: int | None) -> str:
    """Give the title before the deadline, or after it when it stands first."""
    for day in days_in(text, year or 2000):
        before = _EDGES.sub("", text[: day.start])
        after = text[day.end :]
        return bare(before).rstrip(".") or bare(after.lstrip(" ):\u2013-"))
    return bare(text)
