"""Proposals to the host: what to cut, with the effect, in one sentence each."""

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
    """One proposal: `cuts` is what a button sends back, `text` what it leads to."""

    text: str
    cuts: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is in danger, and what would save it; there may be nothing that does."""

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
        Offer(f"{_what(one, meeting, words)} {_effect(one, words)}", write_cuts(one.cuts))
        for one in proposals(meeting, now)
    )


def _what(proposal: Proposal, meeting: Meeting, words: Words) -> str:
    titles = {item.id: item.title for item in meeting.plan.items}
    left_out = tuple(titles[cut.item] for cut in proposal.cuts if cut.minutes is None)
    if left_out:
        names = words.together(left_out)
        return words("{items} to be read by yourselves: -{n} min.", items=names, n=proposal.saves)
    parts = tuple(
        words("{title} by {n}", title=titles[cut.item], n=cut.minutes or 0) for cut in proposal.cuts
    )
    return words("Shorten {items}: -{n} min.", items=words.together(parts), n=proposal.saves)


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
