"""A plan as a whole: moved in time, checked against nothing but itself."""

from dataclasses import replace
from datetime import datetime, timedelta

from meeting.ids import ItemId
from meeting.item import Item
from meeting.model import Meeting, Plan


def keeping(before: Meeting, plan: Plan) -> Meeting:
    """Give the meeting with a new plan and what its hosts had changed for this run alone.

    An item of the new plan is the earlier one if its title is the same. Its place is kept if hosts
    swapped it and the new plan has the same items.
    """
    titles = {item.id: item.title for item in before.plan.items}
    left_out = {titles[id_] for id_ in before.left_out if id_ in titles}
    by_hand = {i.title: i.id in before.automatic for i in before.plan.items}
    automatic = {i.title: i.automatic for i in before.plan.items}
    plan = replace(plan, items=_ordered(before, plan.items))
    return replace(
        before,
        plan=plan,
        left_out=frozenset(i.id for i in plan.items if i.title in left_out and not i.protected),
        automatic=frozenset(
            item.id
            for item in plan.items
            if (
                by_hand[item.title]
                if by_hand.get(item.title) is not automatic.get(item.title)
                else item.automatic
            )
        ),
    )


def _ordered(before: Meeting, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Lay the items out in the order that hosts chose, if they did and it still fits."""
    order = [item.title for item in before.plan.items]
    swapped = [item.id for item in before.plan.items] != sorted(
        (item.id for item in before.plan.items), key=_number
    )
    if not swapped or sorted(order) != sorted(item.title for item in items):
        return items
    found, start = [], items[0].start
    for number, item in enumerate(sorted(items, key=lambda one: order.index(one.title)), 1):
        found.append(replace(item, number=number, start=start))
        start += item.duration
    return tuple(found)


def _number(id_: ItemId) -> tuple[int, str]:
    """Order ids as the file gives them: item-2 before item-10."""
    tail = id_.rpartition("-")[2]
    return (int(tail) if tail.isdecimal() else 0, id_)


def moved(plan: Plan, by: timedelta) -> Plan:
    """Give the same programme with every planned time shifted."""
    items = tuple(replace(item, start=item.start + by) for item in plan.items)
    check = None if plan.sound_check is None else plan.sound_check + by
    return replace(plan, start=plan.start + by, items=items, sound_check=check)


def moved_to(plan: Plan, start: datetime) -> Plan:
    return moved(plan, start - plan.start)
