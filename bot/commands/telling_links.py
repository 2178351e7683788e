"""What a server prints before it answers anybody: the links of the meetings that it serves."""

from bot.hub import Hub
from bot.keys import Keys
from bot.links import links
from bot.planning import MeetingFiles
from bot.settings import Settings
from meeting.expiry import times_withdrawn


def tell_links(hub: Hub, keys: Keys, settings: Settings, files: MeetingFiles) -> None:
    """Print the links before anything answers: run 1's in a demo, every run's otherwise."""
    told_of = files.meetings[:1] if settings.demo else files.meetings
    for meeting in told_of:
        state = hub.state(meeting)
        made = links(state.plan, keys, settings.base_url, times_withdrawn(state))
        for line in made.lines():
            print(line, flush=True)  # noqa: T201 - the result of this command
