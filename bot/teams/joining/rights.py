"""Who may say which meeting a common chat is: hosts of the meeting file, known by Entra ID."""

from bot.hub import DamagedMeetingError, UnknownMeetingError
from bot.teams.heard import Sender
from bot.teams.parts import Parts
from meeting.ids import PersonId
from meeting.model import Meeting, Phase, Role


def by_code(parts: Parts, code: str) -> Meeting | None:
    try:
        return parts.hub.by_code(code)
    except (UnknownMeetingError, DamagedMeetingError):
        return None


def host_by_entra(parts: Parts, entra: str) -> PersonId | None:
    """Turn an Entra object id into a host or speaker of the meeting file."""
    return parts.people.entra.get(entra.casefold())


def may_tie(parts: Parts, sender: Sender, meeting: Meeting, before: Meeting | None) -> bool:
    """Tell whether this person may tie a common chat to a meeting.

    It takes a host of that meeting: events of a tied chat may begin its agenda, and its reminders
    go there. Taking a chat away from a meeting that is not over takes a host of that one as well.
    """
    if not _hosts(parts, sender, meeting):
        return False
    kept = before is not None and before.phase is not Phase.CLOSED
    return not kept or before is None or _hosts(parts, sender, before)


def _hosts(parts: Parts, sender: Sender, meeting: Meeting) -> bool:
    return Role.HOST in meeting.roles(parts.people.identify(sender, meeting))
