"""`export` and its way back: a meeting as one document in the format that was asked for."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.commands.meetings import Found
from bot.commands.problems import CommandError
from bot.ports import DamagedError
from bot.reports.questions_csv import questions_csv
from bot.reports.record_html import record_html
from bot.reports.state import state_json
from bot.stores.codec import from_json, to_json
from dialogs.i18n import words
from meeting.events import Change
from meeting.tally import carrying
from meeting.viewer import Viewer
from meeting.views import MeetingView, view

VERSION = "ordstyrer/1"


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    TINYDB = "tinydb"


def exported(found: Found, kind: Format) -> bytes:
    """Give the document, as of the meeting's last event."""
    drawn = view(found.meeting, Viewer(host=True), found.meeting.at)
    match kind:
        case Format.JSON:
            return _json(found, drawn)
        case Format.CSV:
            return _csv(found, drawn)
        case Format.HTML:
            return _html(found, drawn)
        case Format.TINYDB:
            return _tinydb(found, drawn)


def _json(found: Found, drawn: MeetingView) -> bytes:
    """Add to what a host sees the log that makes the meeting again; no secrets are in it."""
    document = _seen(found, drawn) | {"format": VERSION, "log": _log(found)}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _tinydb(found: Found, drawn: MeetingView) -> bytes:
    """Give a file of TinyDB's own: the changes by version, and what they have led to."""
    seen = _seen(found, drawn)
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


def _seen(found: Found, drawn: MeetingView) -> dict[str, Any]:
    """Give what a host sees, without the moment at which it was looked at."""
    plan = found.meeting.plan
    document = state_json(drawn, words(plan.language, plan.zone), ZoneInfo(plan.zone))
    del document["now"]
    return document | {
        "meeting": plan.meeting,
        "series": plan.series,
        "proposals": list(drawn.proposals),
    }


def _log(found: Found) -> list[dict[str, object]]:
    return [to_json(change) for change in carrying(found.log, found.meeting.evaluation)]


def _csv(found: Found, drawn: MeetingView) -> bytes:
    plan = found.meeting.plan
    return questions_csv(drawn.questions, words(plan.language, plan.zone))


def _html(found: Found, drawn: MeetingView) -> bytes:
    plan = found.meeting.plan
    return record_html(drawn, words(plan.language, plan.zone)).encode()


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
