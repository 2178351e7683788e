"""The next meeting as a draft that follows from this one, in the shape that a deck gives."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from dialogs.suggesting import suggested
from dialogs.words import Words
from knowledge.deck.draft import Contact, Draft, Item, Programme, Task
from knowledge.deck.people import Person
from meeting.ids import PersonId
from meeting.model import Meeting, Plan
from meeting.next_edition import NextEdition, NextItem, next_edition

MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
EDITION = re.compile(r"(?P<month>[^\W\d]+)\s+(?P<year>20\d\d)$")


def next_draft(meeting: Meeting, meetings: Iterable[Meeting], words: Words) -> Draft:
    """Draft it; its day is not known, and what the host should look at stands in `doubts`."""
    plan = meeting.plan
    everything = tuple(meetings)
    next_ = next_edition(meeting, everything)
    planned = sum(item.duration // timedelta(minutes=1) for item in plan.items)
    names = {person.id: person for person in plan.people}
    starts = sorted({_time(start, words) for start in _starts(meeting, everything)})
    return Draft(
        title=_next_title(plan),
        language=plan.language,
        programmes=tuple(_programme(next_, start, plan, words) for start in starts),
        hosts=tuple(names[host].name or "" for host in plan.hosts if host in names),
        contacts=tuple(Contact(address) for address in plan.mailboxes.values()),
        tasks=tuple(
            Task(task.id, task.title, task.due.isoformat())
            for task in plan.tasks
            if task.due is not None and task.due > meeting.at.date()
        ),
        next_programme=tuple(wish.text for wish in next_.wishes),
        doubts=suggested(next_, planned, words),
    )


def _starts(meeting: Meeting, meetings: Iterable[Meeting]) -> Iterable[datetime]:
    title = (meeting.plan.series, meeting.plan.title)
    runs = (one for one in meetings if (one.plan.series, one.plan.title) == title)
    return [meeting.plan.start, *(run.plan.start for run in runs)]


def _time(at: datetime, words: Words) -> str:
    return f"{at.astimezone(words.zone):%H:%M}"


def _programme(next_: NextEdition, start: str, plan: Plan, words: Words) -> Programme:
    check = plan.sound_check
    ahead = None if check is None else plan.start - check
    at = datetime.strptime(start, "%H:%M").replace(tzinfo=words.zone)
    items, begins = [], at
    for item in next_.items:
        ends = begins + timedelta(minutes=item.minutes)
        items.append(_item(item, begins, ends, plan))
        begins = ends
    return Programme(
        start=start,
        end=f"{begins:%H:%M}",
        sound_check=None if ahead is None else f"{at - ahead:%H:%M}",
        items=tuple(items),
    )


def _item(item: NextItem, begins: datetime, ends: datetime, plan: Plan) -> Item:
    speakers = tuple(_person(plan, id_) for id_ in item.speakers)
    return Item(f"{begins:%H:%M}", f"{ends:%H:%M}", item.title, speakers)


def _person(plan: Plan, id_: PersonId) -> Person:
    found = next(person for person in plan.people if person.id == id_)
    return Person(found.name or "", found.organisation)


def _next_title(plan: Plan) -> str:
    """Name the next month's edition where this one is named by its month; else ask for it."""
    found = EDITION.search(plan.title)
    months = [month.casefold() for month in MONTHS[plan.language].split()]
    if found is None or found["month"].casefold() not in months:
        return plan.series
    place = months.index(found["month"].casefold()) + 1
    year = int(found["year"]) + place // len(months)
    month = MONTHS[plan.language].split()[place % len(months)]
    return f"{plan.series} {month} {year}"
