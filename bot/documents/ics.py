"""Calendar files: a programme of several events, or an invitation with the programme written in."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.documents.faults import DocumentFault

START = b"BEGIN:VCALENDAR"
LARGEST = 2 * 1024 * 1024  # bytes
MOST_EVENTS = 500
HOME = ZoneInfo("Europe/Copenhagen")  # of times that bring no zone, or UTC
# Where Outlook, and other calendars, write how to come into an online meeting.
JOINING = ("x-microsoft-skypeteamsmeetingurl", "x-microsoft-onlinemeetingexternallink", "location")
ADDRESS = re.compile(r"https://\S+")
TIMED_LINE = re.compile(r"^\s*(?:kl\.?\s*)?\d{1,2}[.:]\d{2}\b", re.MULTILINE | re.IGNORECASE)


def pages(path: Path) -> list[str]:
    """Give one text: what the calendar is called and its day, then a line an item."""
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise DocumentFault("it is far larger than a calendar; save fewer events")
    calendar = Calendar.from_ical(data)
    events = [event for event in calendar.events if _timed(event)]
    if len(events) > MOST_EVENTS:
        raise DocumentFault("it is far larger than a calendar; save fewer events")
    events.sort(key=lambda event: (_begin(event), str(event.get("summary", ""))))
    return ["\n".join(_lines(calendar, events))] if events else []


def _lines(calendar: Calendar, events: list[Event]) -> Iterator[str]:
    first = events[0]
    written = str(first.get("description", ""))
    invitation = len(events) == 1 and len(TIMED_LINE.findall(written)) > 1
    name = calendar.get("x-wr-calname") or (first.get("summary", "") if invitation else "")
    yield f"{name} {_begin(first):%d-%m-%Y}".strip()
    yield from _addresses(events)
    yield ""
    if invitation:
        yield from written.splitlines()
        return
    for event in events:
        begin, end = _begin(event), _local(event.get("dtend"))
        until = f" - {end:%H.%M}" if end is not None else ""
        yield f"{begin:%H.%M}{until} {event.get('summary', '')}".rstrip()


def _addresses(events: list[Event]) -> Iterator[str]:
    """Give each address by which one of them is joined, once."""
    said = (str(event.get(field, "")) for event in events for field in JOINING)
    yield from dict.fromkeys(address for text in said for address in ADDRESS.findall(text))


def _timed(event: Event) -> bool:
    """Tell whether it is at a time of day; a holiday is no agenda item."""
    return _local(event.get("dtstart")) is not None


def _begin(event: Event) -> datetime:
    found = _local(event.get("dtstart"))
    if found is None:
        raise ValueError("an event without a time of day")
    return found


def _local(stamp: object) -> datetime | None:
    moment = getattr(stamp, "dt", None)
    if not isinstance(moment, datetime):
        return None
    return moment.replace(tzinfo=HOME) if moment.tzinfo is None else moment.astimezone(HOME)
