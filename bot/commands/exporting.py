"""`export` and its way back: a meeting as one document in the format that was asked for."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.commands.meetings import Found
from bot.commands.problems import CommandError
from bot.ports import DamagedError, Store
from bot.reports.account import Account, Whose, account
from bot.reports.files import Kind, written
from bot.reports.state import got_json, promise_json, state_json
from bot.stores.codec import from_json, to_json
from dialogs.i18n import words
from meeting import poll_tally, tally
from meeting.events import Change
from meeting.model import ANSWERERS, Meeting, Person
from meeting.promises import promises
from meeting.viewer import Viewer
from meeting.views import view

VERSION = "ordstyrer/1"
NARROWED = frozenset({"docx", "html", "xlsx", "csv"})


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    ICS = "ics"
    TINYDB = "tinydb"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose questions alone a document is to have, and its language; None: the meeting's."""

    organisation: str | None = None
    speaker: str | None = None
    language: str | None = None


WHOLE = Asked()


def exported(found: Found, kind: Format, asked: Asked = WHOLE) -> bytes:
    """Give the document, as of the meeting's last event, in the meeting's language or another.

    With an organisation it has that one's questions alone, to be sent to it: no question that was
    asked anonymously, nothing of the evaluation. With a speaker, the questions that this one has
    or had. Raises CommandError when there are none.
    """
    whose = _whose(found.meeting, kind, asked)
    match kind:
        case Format.JSON:
            return _json(found)
        case Format.TINYDB:
            return _tinydb(found)
        case _:
            meeting = found.meeting
            told = words(asked.language or meeting.plan.language, meeting.plan.zone)
            about = account(meeting, told, meeting.at, whose=whose, others=found.others)
            _check(about)
            return written(Kind(kind.value), about, found.page)


def everything_in(store: Store) -> Callable[[Meeting], Awaitable[bytes]]:
    """Make what gives the export as JSON of a meeting that is being served, as it stands."""

    async def everything(meeting: Meeting) -> bytes:
        log = await store.read(meeting.plan.meeting)
        found = Found(meeting, tuple(log[: meeting.version]))
        return await asyncio.to_thread(exported, found, Format.JSON)

    return everything


def _whose(meeting: Meeting, kind: Format, asked: Asked) -> Whose | None:
    if asked.organisation is None and asked.speaker is None:
        return None
    if kind.value not in NARROWED:
        option = "--organisation" if asked.organisation else "--speaker"
        raise CommandError(f"{option} goes with --format docx, html, xlsx or csv")
    return Whose(asked.organisation, _speaker(meeting, asked.speaker) if asked.speaker else None)


def _speaker(meeting: Meeting, name: str) -> Person:
    """Find a speaker or host by name."""
    wanted = " ".join(name.casefold().split())
    known = [p for p in meeting.plan.people if meeting.roles(p.id) & ANSWERERS]
    for person in known:
        if wanted == (person.name or "").casefold():
            return person
    names = ", ".join(person.name or person.id for person in known)
    raise CommandError(f"{name} does not speak or chair here; these do: {names}")


def _check(about: Account) -> None:
    """Refuse to write a paper that would be about nothing."""
    if about.whose is None or about.questions:
        return
    if about.whose.speaker is not None:
        raise CommandError(f"no question was for {about.whose.speaker.name}")
    known = sorted({q.organisation for q in about.view.questions if q.organisation})
    who = ", ".join(known) or "nobody"
    asked_for = about.whose.organisation
    raise CommandError(f"no question was asked for {asked_for}; there are some from: {who}")


def _json(found: Found) -> bytes:
    """Add to what a host sees the log that makes the meeting again; no secrets are in it."""
    document = _seen(found) | {"format": VERSION, "log": _log(found)}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _tinydb(found: Found) -> bytes:
    """Give a file of TinyDB's own: the changes by version, and what they have led to."""
    seen = _seen(found)
    tables = {
        "agenda": seen.pop("agenda"),
        "questions": seen.pop("questions"),
        "meeting": [seen],
        "changes": _log(found),
    }
    document = {
        name: {str(number): row for number, row in enumerate(rows, 1)}
        for name, rows in tables.items()
    }
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


def _seen(found: Found) -> dict[str, Any]:
    """Give what a host sees, without the moment at which it was looked at."""
    meeting, plan = found.meeting, found.meeting.plan
    drawn, zone = view(meeting, Viewer(host=True), meeting.at), ZoneInfo(plan.zone)
    document = state_json(drawn, words(plan.language, plan.zone), zone)
    del document["now"]
    return document | {
        "meeting": plan.meeting,
        "series": plan.series,
        "proposals": list(drawn.proposals),
        "got": {item.id: got_json(item.got) for item in drawn.agenda if item.got},
        "promises": [
            promise_json(one, meeting.people.get(one.owner) if one.owner else None, zone)
            for one in promises(meeting)
        ],
    }


def _log(found: Found) -> list[dict[str, object]]:
    log = tally.carrying(found.log, found.meeting)
    return [to_json(change) for change in poll_tally.carrying(log, found.meeting.polls)]


def read_export(path: Path, data: bytes) -> Sequence[Change] | None:
    """Give the log of an exported meeting; None when the file is something else altogether."""
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(document, dict) or "log" not in document:
        return None
    if document.get("format") != VERSION:
        raise CommandError(f"{path.name} is an export of another version; expected {VERSION}")
    try:
        return tuple(from_json(change) for change in document["log"])
    except (DamagedError, TypeError) as error:
        raise CommandError(f"{path.name} is not whole: {error}") from None
