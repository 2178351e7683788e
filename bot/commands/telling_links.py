"""What a server prints before it answers anybody: the links of the meetings that it serves.

Personal links are as good as keys, and what a service prints goes into the system's log. So they
are printed in development and on a terminal alone; `links` gives them at any time.
"""

import sys

from bot.hub import Hub
from bot.keys import Keys
from bot.links import links
from bot.planning import MeetingFiles
from bot.settings import Settings


def tell_links(hub: Hub, keys: Keys, settings: Settings, files: MeetingFiles) -> None:
    """Print the links before anything answers: run 1's in a demo, every run's otherwise."""
    told_of = files.meetings[:1] if settings.demo else files.meetings
    for meeting in told_of:
        plan = hub.state(meeting).plan
        for line in links(plan, keys, settings.base_url).lines():
            if is_for_all(line) or settings.dev or sys.stdout.isatty():
                print(line, flush=True)  # noqa: T201 - the result of this command


def is_for_all(line: str) -> bool:
    return "#key=" not in line
