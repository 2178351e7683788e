"""How a host says a poll on one line: what is asked, with a slash before each option.

Skal vi mødes fysisk? / ja / nej / ved ikke     one of the options
flere: Hvilke emner? / UDK / drift / valg       several of them
rangér: Hvad er vigtigst? / tid / pris          all in order; rangér 2: the first two
Hvor klar er I? 1-5                             a scale
Hvad tænker du på?                              words
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dialogs.cleaning import cleaned
from meeting import commands as c
from meeting.ids import PollId
from meeting.polls import PollKind, PollQuestion


@dataclass(frozen=True, slots=True)
class AskRoom:
    """A poll to be asked; its id is made by the caller."""

    question: PollQuestion
    prepared: str | None = None
    instead: PollId | None = None


@dataclass(frozen=True, slots=True)
class ShowPoll:
    """Show the poll that is open, or the latest one."""


Said = AskRoom | ShowPoll | c.ClosePoll | c.ShowPollResult
COMMANDS: Mapping[str, tuple[Said, str]] = {
    "afstemning": (ShowPoll(), "da"),
    "poll": (ShowPoll(), "en"),
    "luk afstemning": (c.ClosePoll(), "da"),
    "luk afstemningen": (c.ClosePoll(), "da"),
    "close poll": (c.ClosePoll(), "en"),
    "close the poll": (c.ClosePoll(), "en"),
    "vis resultat": (c.ShowPollResult(), "da"),
    "vis resultatet": (c.ShowPollResult(), "da"),
    "show result": (c.ShowPollResult(), "en"),
    "show the result": (c.ShowPollResult(), "en"),
    "skjul resultat": (c.ShowPollResult(shown=False), "da"),
    "skjul resultatet": (c.ShowPollResult(shown=False), "da"),
    "hide result": (c.ShowPollResult(shown=False), "en"),
    "hide the result": (c.ShowPollResult(shown=False), "en"),
}
# A slash parts options where a space is beside it: one within a word or an address does not.
PARTS = re.compile(r"\s+/\s*|/\s+|\n+")
LEAD = re.compile(
    r"^(?:(?P<ranking>rang[eé]r|priorit[eé]r|rank)|(?P<multiple>flere|flervalg|multiple|several))"
    r"(?:\s+(?P<most>\d{1,2}))?\s*:\s*",
    re.IGNORECASE,
)
RANGE = re.compile(r"[\s/]+(?P<low>\d{1,2})\s?[-–]\s?(?P<high>\d{1,2})$")  # noqa: RUF001
LOWEST = ("0", "1")  # a scale begins with one of these, or it is a time or something else
HIGHEST = 10
ASKED = re.compile(
    r"^(?P<live>live[ -]?)?(?P<word>afstemning|poll)\s*:\s*(?P<text>.+)$", re.IGNORECASE | re.DOTALL
)


def said(text: str) -> tuple[Said, str] | None:
    """Read what a host says of polls in the chat, and the language of the word for it."""
    found = ASKED.match(text)
    if found is None:
        return COMMANDS.get(text.casefold().strip(" .!/"))
    language = "en" if found["word"].casefold() == "poll" else "da"
    return AskRoom(read_poll(found["text"], live=found["live"] is not None)), language


def read_poll(text: str, kind: PollKind | None = None, *, live: bool = False) -> PollQuestion:
    """Read what a line asks; a kind that was chosen counts more than how it is written."""
    question = _written(cleaned(text)) if kind is None else _chosen(cleaned(text), kind)
    return replace(question, hidden=not live)


def _written(text: str) -> PollQuestion:
    lead = LEAD.match(text)
    if lead is not None:
        kind = PollKind.RANKING if lead["ranking"] else PollKind.MULTIPLE
        most = int(lead["most"]) if lead["most"] and kind is PollKind.RANKING else None
        return _optional(text[lead.end() :], kind, most)
    scale = RANGE.search(text)
    if scale is not None and scale["low"] in LOWEST and int(scale["high"]) <= HIGHEST:
        return _scale(text)
    question = _optional(text, PollKind.CHOICE)
    return question if question.options else replace(question, kind=PollKind.WORDS)


def _chosen(text: str, kind: PollKind) -> PollQuestion:
    lead = LEAD.match(text)
    most = int(lead["most"]) if lead and lead["most"] and kind is PollKind.RANKING else None
    rest = text[lead.end() :] if lead else text
    match kind:
        case PollKind.SCALE:
            return _scale(rest)
        case PollKind.WORDS:
            return PollQuestion(rest, kind)
        case PollKind.CHOICE | PollKind.MULTIPLE | PollKind.RANKING:
            return _optional(rest, kind, most)


def _optional(text: str, kind: PollKind, most: int | None = None) -> PollQuestion:
    asked, *options = _parts(text)
    return PollQuestion(asked, kind, tuple(options), most=most)


def _scale(text: str) -> PollQuestion:
    found = RANGE.search(text)
    if found is None:
        return PollQuestion(text, PollKind.SCALE)
    low, high = int(found["low"]), int(found["high"])
    return PollQuestion(text[: found.start()].strip(), PollKind.SCALE, low=low, high=high)


def _parts(text: str) -> list[str]:
    """Part a line at its slashes; without any space, at those after the question mark."""
    parts = PARTS.split(text)
    if len(parts) == 1 and "?/" in text:
        asked, _, rest = text.partition("?/")
        parts = [f"{asked}?", *rest.split("/")]
    return [part.strip() for part in parts if part.strip()] or [""]
