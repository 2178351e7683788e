"""Which planned meetings a chat of Teams may be, by what Teams itself says of it. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.teams.joining.links import chat_of, same
from bot.teams.joining.service import Call
from bot.teams.outbox.sending import ConversationId
from meeting.ids import PersonId
from meeting.model import Meeting, Phase

# How far Teams' planned start may lie before the sound check or after the start.
NEAR = timedelta(minutes=15)
MOST = 6  # meetings to choose among on one card


@dataclass(frozen=True, slots=True)
class Fit:
    """The one meeting that it surely is, or those among which a host may choose."""

    certain: Meeting | None = None
    possible: tuple[Meeting, ...] = ()


def fit(
    meetings: Iterable[Meeting],
    chat: ConversationId,
    call: Call | None,
    host_of: Callable[[str], PersonId | None],
) -> Fit:
    """Find the meeting by its join link, else by title and start.

    A join link leads to one chat, so it is proof. Title and start are no secret: anybody can give
    a meeting of their own the same ones. They are proof only where Teams says that the organiser
    is a host of the meeting file (`host_of` turns an Entra object id into a person).
    """
    real = [meeting for meeting in meetings if not meeting.plan.rehearsal]
    linked = _not_over([one for one in real if _linked(one, chat, call)])
    if linked:
        first = min(linked, key=_start)
        rest = [one for one in linked if one is not first]
        alone = all(_start(one) - _start(first) > NEAR for one in rest)
        return Fit(first) if alone else _among(linked)
    if call is None:
        return Fit()
    titled = _not_over([one for one in real if _titled(one, call)])
    if len(titled) != 1 or call.recurring:
        return _among(titled)
    organiser = None if call.organiser is None else host_of(call.organiser)
    hosted = organiser is not None and organiser in titled[0].plan.hosts
    return Fit(titled[0]) if hosted else _among(titled)


def linked_to(meetings: Iterable[Meeting], chat: ConversationId) -> Meeting | None:
    """Give the meeting whose join link leads to this chat, without asking Teams."""
    return fit(meetings, chat, None, lambda _: None).certain


def _among(meetings: Sequence[Meeting]) -> Fit:
    return Fit(possible=tuple(sorted(meetings, key=_start)[:MOST]))


def _linked(meeting: Meeting, chat: ConversationId, call: Call | None) -> bool:
    link = meeting.plan.join_link
    if link is None:
        return False
    return chat_of(link) == chat or (call is not None and same(link, call.link))


def _titled(meeting: Meeting, call: Call) -> bool:
    """Tell whether title and start are the same; the days of a recurring one are not told."""
    plan = meeting.plan
    if call.title is None or _plain(call.title) not in {_plain(plan.title), _plain(plan.series)}:
        return False
    if call.recurring:
        return meeting.phase is not Phase.CLOSED
    first = min(plan.start, plan.sound_check or plan.start)
    return call.start is not None and first - NEAR <= call.start <= plan.start + NEAR


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _not_over(meetings: list[Meeting]) -> list[Meeting]:
    """Leave out what is closed, unless all are: then the chat is that of a meeting that was."""
    going = [one for one in meetings if one.phase is not Phase.CLOSED]
    if going:
        return going
    return [max(meetings, key=_start)] if meetings else []


def _start(meeting: Meeting) -> datetime:
    return meeting.plan.start
