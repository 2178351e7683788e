"""What a server prints before it answers anybody: the links of the meetings that it serves.

Personal links are as good as keys, and what a service prints goes into the system's log. So they
are printed in development and on a terminal alone; `links` gives them at any time.
"""

import sys
from datetime import datetime

from bot.hub import Hub
from bot.keys import Keys
from bot.links import links
from bot.planning import MeetingFiles
from bot.settings import Settings
from meeting.expiry import link_open, times_withdrawn
from meeting.model import ANSWERERS, Meeting


def ended(meeting: Meeting, now: datetime) -> list[str]:
    """Say whose personal link opens nothing any more, and how they get another."""
    gone = [
        meeting.person(person).name or person
        for person in meeting.people
        if meeting.roles(person) & ANSWERERS and not link_open(meeting, person, now)
    ]
    if not gone:
        return []
    again = f"python app.py links {meeting.plan.code} --withdraw NAME"
    return [f"personal links have ended: {', '.join(gone)}; a new one each: {again}"]


def tell_links(hub: Hub, keys: Keys, settings: Settings, files: MeetingFiles) -> None:
    """Print the links before anything answers: run 1's in a demo, every run's otherwise."""
    told_of = files.meetings[:1] if settings.demo else files.meetings
    for meeting in told_of:
        state = hub.state(meeting)
        made = links(state.plan, keys, settings.base_url, times_withdrawn(state))
        for line in made.lines():
            if is_for_all(line) or settings.dev or sys.stdout.isatty():
                print(line, flush=True)  # noqa: T201 - the result of this command


def is_for_all(line: str) -> bool:
    return "#key=" not in line
