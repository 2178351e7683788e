"""What a message means: commands of the chat in both languages, questions, comments. Rules only."""

import re
from dataclasses import dataclass

from dialogs.addressing import address
from dialogs.cleaning import cleaned, has_words
from dialogs.intents import (
    Ask,
    AskAll,
    Asking,
    Intent,
    Nothing,
    Propose,
    Remark,
    Report,
    ShowAgenda,
    ShowErasing,
    ShowHelp,
    Showing,
    ShowMine,
    ShowRecap,
    ShowWishes,
    Steer,
)
from dialogs.poll_words import AskRoom, ShowPoll, said
from dialogs.recognising import Kind, recognise, split
from dialogs.trouble import trouble_of
from meeting import commands as c
from meeting.ids import ItemId
from meeting.model import Meeting, TroubleKind

__all__ = [
    "Ask",
    "AskAll",
    "AskRoom",
    "Asking",
    "Intent",
    "Nothing",
    "Propose",
    "Remark",
    "Report",
    "ShowAgenda",
    "ShowErasing",
    "ShowHelp",
    "ShowMine",
    "ShowPoll",
    "ShowRecap",
    "ShowWishes",
    "Showing",
    "Steer",
    "Understood",
    "understand",
]


@dataclass(frozen=True, slots=True)
class Understood:
    """The intent, and the language its command word belongs to (None when it tells nothing)."""

    intent: Intent
    language: str | None = None


COMMANDS: dict[str, tuple[Intent, str | None]] = {
    "dagsorden": (ShowAgenda(), "da"),
    "program": (ShowAgenda(), "da"),
    "agenda": (ShowAgenda(), None),
    "mine spørgsmål": (ShowMine(), "da"),
    "mine spoergsmaal": (ShowMine(), "da"),
    "my questions": (ShowMine(), "en"),
    "emner": (ShowWishes(), "da"),
    "topics": (ShowWishes(), "en"),
    "hjælp": (ShowHelp(), "da"),
    "hjaelp": (ShowHelp(), "da"),
    "help": (ShowHelp(), "en"),
    "start": (Steer(c.StartMeeting()), None),
    "start nu": (Steer(c.StartMeeting()), "da"),
    "start mødet": (Steer(c.StartMeeting()), "da"),
    "start now": (Steer(c.StartMeeting()), "en"),
    "start the meeting": (Steer(c.StartMeeting()), "en"),
    "næste": (Steer(c.NextItem()), "da"),
    "næste punkt": (Steer(c.NextItem()), "da"),
    "naeste": (Steer(c.NextItem()), "da"),
    "next": (Steer(c.NextItem()), "en"),
    "next item": (Steer(c.NextItem()), "en"),
    "tilbage": (Steer(c.GoBack()), "da"),
    "back": (Steer(c.GoBack()), "en"),
    "pause": (Steer(c.PauseMeeting()), None),
    "hold pause": (Steer(c.PauseMeeting()), "da"),
    "fortsæt": (Steer(c.ResumeMeeting()), "da"),
    "fortsaet": (Steer(c.ResumeMeeting()), "da"),
    "resume": (Steer(c.ResumeMeeting()), "en"),
    "hvad er sket": (ShowRecap(), "da"),
    "resumé": (ShowRecap(), "da"),
    "resume af mødet": (ShowRecap(), "da"),
    "what did i miss": (ShowRecap(), "en"),
    "recap": (ShowRecap(), "en"),
    "slet mine oplysninger": (ShowErasing(), "da"),
    "slet mig": (ShowErasing(), "da"),
    "delete my data": (ShowErasing(), "en"),
    "fortryd": (Steer(c.UndoStep()), "da"),
    "undo": (Steer(c.UndoStep()), "en"),
    "luk": (Steer(c.CloseMeeting()), "da"),
    "luk mødet": (Steer(c.CloseMeeting()), "da"),
    "close": (Steer(c.CloseMeeting()), "en"),
    "close the meeting": (Steer(c.CloseMeeting()), "en"),
    "evaluering": (Steer(c.OpenEvaluation()), "da"),
    "evaluation": (Steer(c.OpenEvaluation()), "en"),
    "luk evaluering": (Steer(c.CloseEvaluation()), "da"),
    "luk evalueringen": (Steer(c.CloseEvaluation()), "da"),
    "close evaluation": (Steer(c.CloseEvaluation()), "en"),
    "close the evaluation": (Steer(c.CloseEvaluation()), "en"),
}
MINUTES = re.compile(
    r"^(?P<word>forlæng|forlaeng|extend|forkort|shorten)"
    r"(?:\s*(?:med\s+|by\s+)?(?P<minutes>[-+]?\d{1,6})\s*(?:min|minutter|minutes|m)?)?$"
)
TO_ITEM = re.compile(
    r"^(?P<word>gå til|gaa til|go to|l(?:æ|ae)s[- ]selv|read[- ]yourself|tag med|take in)"
    r"(?:\s+(?:punkt|item))?\s+(?P<item>\d{1,3})$"
)
SWAP = re.compile(
    r"^(?P<word>byt|swap)(?:\s+(?:punkt|item))?\s+(?P<item>\d{1,3})\s*(?:og|and|,|med|with|&)"
    r"\s*(?:punkt\s+|item\s+)?(?P<other>\d{1,3})$"
)
TOPIC = re.compile(r"^(?P<word>emne|topic)\s*:\s*(?P<text>.*)$", re.IGNORECASE | re.DOTALL)
ASK = re.compile(
    r"^(?P<word>(?:spørg|spoerg|ask)\b\s*:?|(?:spørgsmål|spoergsmaal|question)\s*:)\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)


def understand(text: str, meeting: Meeting) -> Understood:
    """Say what a message means in this meeting; the bot's own mention is gone from it already."""
    text = cleaned(text)
    if not has_words(text) and text != "?":
        return Understood(Nothing())
    for reading in (_command, _minutes, _to_item, _swap, _topic, _poll):
        if (found := reading(text)) is not None:
            return found
    return _question(text, meeting)


def _command(text: str) -> Understood | None:
    word = text.casefold().strip(" .!/?")
    if not word:
        return Understood(ShowHelp())  # a bare question mark
    found = COMMANDS.get(word)
    return None if found is None else Understood(*found)


def _minutes(text: str) -> Understood | None:
    found = MINUTES.match(text.casefold().strip(" .!/"))
    if found is None:
        return None
    shorter = found["word"] in {"forkort", "shorten"}
    deed = c.ShortenItem if shorter else c.ExtendItem
    language = "en" if found["word"] in {"extend", "shorten"} else "da"
    return Understood(Steer(deed(int(found["minutes"] or 0))), language)


def _to_item(text: str) -> Understood | None:
    """Read what is to be done with an item by its number."""
    found = TO_ITEM.match(text.casefold().strip(" .!/"))
    if found is None:
        return None
    item = ItemId(str(int(found["item"])))
    match found["word"]:
        case "go to" | "read-yourself" | "read yourself" | "take in" as word:
            language = "en"
        case word:
            language = "da"
    if word.startswith("g"):
        return Understood(Steer(c.JumpTo(item)), language)
    return Understood(Steer(c.LeaveOut(item, not word.startswith("ta"))), language)


def _swap(text: str) -> Understood | None:
    found = SWAP.match(text.casefold().strip(" .!/"))
    if found is None:
        return None
    one, other = (ItemId(str(int(found[name]))) for name in ("item", "other"))
    return Understood(Steer(c.SwapItems(one, other)), "en" if found["word"] == "swap" else "da")


def _topic(text: str) -> Understood | None:
    found = TOPIC.match(text)
    if found is None:
        return None
    language = "en" if found["word"].casefold() == "topic" else "da"
    return Understood(Propose(found["text"].strip()), language)


def _poll(text: str) -> Understood | None:
    if (found := said(text)) is None:
        return None
    deed, language = found
    return Understood(deed if isinstance(deed, AskRoom | ShowPoll) else Steer(deed), language)


def _question(text: str, meeting: Meeting) -> Understood:
    if (to := address(text, meeting)) is not None:
        english = text.casefold().startswith(("to ", "ask "))
        ask = Ask(to.text, True, to.people, to.word, to.everyone)
        return Understood(ask, "en" if english else "da")
    if found := ASK.match(text):
        english = found["word"].casefold().startswith(("ask", "question"))
        return Understood(Ask(found["text"].strip()), "en" if english else "da")
    return Understood(_recognised(text))


def _recognised(text: str) -> Intent:
    match recognise(text):
        case Kind.TROUBLE:
            return Report(trouble_of(text) or TroubleKind.OTHER)
        case Kind.QUESTION:
            return Ask(text)
        case Kind.SEVERAL:
            parts = split(text)
            return AskAll(parts) if len(parts) > 1 else Ask(text)
        case _:
            return Remark(text)
