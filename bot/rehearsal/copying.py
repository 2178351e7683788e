"""A meeting's plan as one to practise on: another meeting of the same programme, so marked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.keys import Keys
from dialogs.i18n import words
from meeting.ids import MeetingId
from meeting.model import Plan
from meeting.planning import moved_to

SOONEST, LATEST = timedelta(minutes=2), timedelta(minutes=15)  # until it is planned to start


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a rehearsal is to be: `speed` is meeting minutes a minute, the same `seed` the same."""

    people: int = 120
    speed: float = 10.0
    seed: int = 0


def lead(speed: float) -> timedelta:
    """Say how long before its start it opens: a minute of the host's, as far as that is sensible.

    In meeting time.
    """
    return min(max(SOONEST, timedelta(minutes=speed)), LATEST)


def copied(plan: Plan, keys: Keys, start: datetime) -> Plan:
    """Give the copy: an id, a code and so links of its own, a title that says what it is.

    No Teams meeting steers it, and its evaluation does not outlive it.
    """
    meeting = MeetingId(f"rehearsal-{plan.meeting}")
    speech = words(plan.language, plan.zone)
    return replace(
        moved_to(plan, start),
        meeting=meeting,
        code=keys.code(meeting),
        title=speech("Rehearsal: {title}", title=plan.title),
        begins_with_call=False,
        join_link=None,
        ends_with_call=False,
        evaluation_open=timedelta(),
        rehearsal=True,
    )
