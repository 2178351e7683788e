"""A meeting as a calendar file: when it is, what is due, and for hosts what was promised.

Identifiers stay the same when something moves, so a calendar that has it moves it (RFC 5545).
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from dialogs.telling import item_line
from dialogs.words import Words
from meeting.agenda import planned_end
from meeting.item import Task
from meeting.model import Meeting
from meeting.promises import promises
from meeting.viewer import Viewer
from meeting.views import view

PRODUCT = "-//Ordstyrer//Meetings//DA"
TYPE = "text/calendar"


def calendar(meeting: Meeting, page: str, words: Words, *, host: bool = False) -> bytes:
    """Write the file; `page` is the address of the meeting's page. Only hosts get promises."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", meeting.plan.title)
    found.add_component(_meeting(meeting, page, words))
    for event in (*_tasks(meeting, words), *(_promises(meeting, words) if host else ())):
        found.add_component(event)
    return bytes(found.to_ical())


def _meeting(meeting: Meeting, page: str, words: Words) -> Event:
    plan = meeting.plan
    lines = [item_line(item, words) for item in view(meeting, Viewer(), meeting.at).agenda]
    if plan.sound_check is not None:
        lines.insert(0, words("Sound check at {time}", time=words.time(plan.sound_check)))
    event = _event(meeting, f"meeting|{plan.meeting}", plan.title)
    event.add("dtstart", plan.start)
    event.add("dtend", max(planned_end(item) for item in plan.items))
    event.add("description", "\n".join([*lines, "", page]))
    event.add("url", page)
    return event


def _tasks(meeting: Meeting, words: Words) -> Iterator[Event]:
    """Give each task that has a day; the same task of another run is the same entry."""
    for task in meeting.plan.tasks:
        if task.due is None:
            continue
        event = _all_day(
            meeting,
            f"task|{meeting.plan.series}|{task.id or task.title}",
            words("Due: {task}", task=_named(task)),
            task.due,
        )
        if task.before is not None:
            before = words.day(task.before)
            event.add("description", words("Moved from {date}.", date=before))
        yield event


def _named(task: Task) -> str:
    return f"{task.id} {task.title}" if task.id else task.title


def _promises(meeting: Meeting, words: Words) -> Iterator[Event]:
    for question in promises(meeting):
        if question.due is None:
            continue
        owner = meeting.people.get(question.owner) if question.owner else None
        summary = words("Answer promised: {text}", text=question.text)
        key = f"promise|{meeting.plan.meeting}|{question.id}"
        local = question.due.astimezone(ZoneInfo(meeting.plan.zone)).date()
        event = _all_day(meeting, key, summary, local)
        if owner is not None:
            event.add("description", words.person(owner))
        yield event


def _all_day(meeting: Meeting, key: str, summary: str, day: date) -> Event:
    event = _event(meeting, key, summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _event(meeting: Meeting, key: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@ordstyrer")
    event.add("dtstamp", meeting.at)
    event.add("sequence", meeting.version)
    event.add("summary", summary)
    return event
