"""`export` and its way back: a meeting as one document in the format that was asked for."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bot.commands.meetings import Found
from bot.commands.problems import CommandError
from bot.ports import DamagedError
from bot.reports.calendar import calendar
from bot.reports.questions_csv import questions_csv
from bot.reports.record_html import record_html
from bot.reports.state import got_json, promise_json, state_json
from bot.stores.codec import from_json, to_json
from dialogs.i18n import words
from meeting.events import Change
from meeting.promises import promises
from meeting.tally import carrying
from meeting.viewer import Viewer
from meeting.views import MeetingView, view

VERSION = "ordstyrer/1"


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    ICS = "ics"
    TINYDB = "tinydb"


def exported(found: Found, kind: Format, organisation: str | None = None) -> bytes:
    """Give the document, as of the meeting's last event.

    With an organisation it has that one's questions alone, to be sent to it: no question that was
    asked anonymously, nothing of the evaluation. Raises CommandError when nobody asked for it.
    """
    drawn = view(found.meeting, Viewer(host=True), found.meeting.at)
    if organisation is not None:
        drawn = _for(organisation, drawn, kind)
    match kind:
        case Format.JSON:
            return _json(found, drawn)
        case Format.CSV:
            return _csv(found, drawn)
        case Format.HTML:
            return _html(found, drawn)
        case Format.ICS:
            return _ics(found)
        case Format.TINYDB:
            return _tinydb(found, drawn)


def _for(organisation: str, drawn: MeetingView, kind: Format) -> MeetingView:
    if kind not in {Format.HTML, Format.CSV}:
        raise CommandError("--organisation goes with --format html or csv")
    wanted = organisation.strip().casefold()
    own = [q for q in drawn.questions if (q.organisation or "").casefold() == wanted]
    if not own:
        known = sorted({q.organisation for q in drawn.questions if q.organisation})
        who = ", ".join(known) or "nobody"
        raise CommandError(f"no question was asked for {organisation}; there are some from: {who}")
    nothing = replace(drawn.evaluation, questions=(), responses=0)
    return replace(drawn, questions=tuple(own), evaluation=nothing, proposals=())


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
    meeting, plan = found.meeting, found.meeting.plan
    zone = ZoneInfo(plan.zone)
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
    return [to_json(change) for change in carrying(found.log, found.meeting.evaluation)]


def _csv(found: Found, drawn: MeetingView) -> bytes:
    plan = found.meeting.plan
    return questions_csv(drawn.questions, words(plan.language, plan.zone))


def _html(found: Found, drawn: MeetingView) -> bytes:
    plan = found.meeting.plan
    return record_html(drawn, words(plan.language, plan.zone)).encode()


def _ics(found: Found) -> bytes:
    plan = found.meeting.plan
    speech = words(plan.language, plan.zone)
    return calendar(found.meeting, found.page, speech, host=True)


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
