"""Proposals to the host: what to cut, with the effect, in one sentence each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogs.words import Words
from meeting.agenda import expected
from meeting.commands import Cut
from meeting.ids import ItemId
from meeting.model import Meeting
from meeting.proposals import Proposal, endangered, proposals


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposal: what is cut, what that leads to, and the verb and data of a button for it."""

    text: str
    effect: str
    verb: str
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is in danger, and what would save it, or come nearest to that."""

    danger: str
    offers: tuple[Offer, ...]


def proposed(meeting: Meeting, now: datetime, words: Words) -> Proposed | None:
    """Give a host what is to be decided now; None while every protected item holds."""
    told = danger(meeting, now, words)
    return None if told is None else Proposed(told, offers(meeting, now, words))


def danger(meeting: Meeting, now: datetime, words: Words) -> str | None:
    """Say which protected item would begin late, and when."""
    found = endangered(meeting, now)
    if found is None:
        return None
    item = meeting.plan.items[found[0]]
    return words(
        "{title} would begin at {time}, not at {planned}.",
        title=item.title,
        time=words.time(expected(meeting, now)[found[0]].start),
        planned=words.time(item.start),
    )


def offers(meeting: Meeting, now: datetime, words: Words) -> tuple[Offer, ...]:
    return tuple(
        Offer(_what(one, meeting, words), _effect(one, words), *_pressed(one))
        for one in proposals(meeting, now)
    )


def _pressed(proposal: Proposal) -> tuple[str, Mapping[str, str]]:
    if proposal.cuts:
        return "agenda.cut", {"cuts": write_cuts(proposal.cuts)}
    return "agenda.jump", {"item": proposal.protected.id}


def _what(proposal: Proposal, meeting: Meeting, words: Words) -> str:
    if not proposal.cuts:
        return words("Go to {title} now.", title=proposal.protected.title)
    left_out = tuple(cut.item for cut in proposal.cuts if cut.minutes is None)
    if left_out:
        items = words.together(_named(left_out, meeting, words))
        return words("{items} to be read by yourselves: -{n} min.", items=items, n=proposal.saves)
    names = _named(tuple(cut.item for cut in proposal.cuts), meeting, words)
    parts = tuple(
        words("{title} by {n}", title=name, n=cut.minutes or 0)
        for name, cut in zip(names, proposal.cuts, strict=True)
    )
    items = words.together(parts) if len(parts) > 1 else names[0]
    return words("Shorten {items}: -{n} min.", items=items, n=proposal.saves)


def _named(ids: tuple[ItemId, ...], meeting: Meeting, words: Words) -> tuple[str, ...]:
    """Name one item by its title, several by their numbers: titles are long."""
    items = {item.id: item for item in meeting.plan.items}
    if len(ids) == 1:
        return (items[ids[0]].title,)
    return tuple(words("item {n}", n=items[one].number) for one in ids)


def _effect(proposal: Proposal, words: Words) -> str:
    item = proposal.protected
    if proposal.holds:
        return words("{title} at {time} holds.", title=item.title, time=words.time(item.start))
    at, planned = words.time(proposal.start), words.time(item.start)
    return words("{title} at {time}, not {planned}.", title=item.title, time=at, planned=planned)


def write_cuts(cuts: tuple[Cut, ...]) -> str:
    """Write cuts as a button carries them: items, each with its minutes unless it is left out."""
    return ",".join(c.item if c.minutes is None else f"{c.item}:{c.minutes}" for c in cuts)


def read_cuts(text: str) -> tuple[Cut, ...] | None:
    """Read them again; None where that cannot be."""
    found: list[Cut] = []
    for part in text.split(","):
        item, colon, minutes = part.strip().partition(":")
        if not item or (colon and not (minutes.isascii() and minutes.isdecimal())):
            return None
        found.append(Cut(ItemId(item), int(minutes[:3]) if colon else None))
    return tuple(found)
