"""A plan as a whole: moved in time, checked against nothing but itself."""

from dataclasses import replace
from datetime import datetime, timedelta

from meeting.model import Plan


def moved(plan: Plan, by: timedelta) -> Plan:
    """Give the same programme with every planned time shifted."""
    items = tuple(replace(item, start=item.start + by) for item in plan.items)
    check = None if plan.sound_check is None else plan.sound_check + by
    return replace(plan, start=plan.start + by, items=items, sound_check=check)


def moved_to(plan: Plan, start: datetime) -> Plan:
    return moved(plan, start - plan.start)
