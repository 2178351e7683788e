"""Erases again at a start: what a crash interrupted, and what an older backup brought back."""

import logging
from datetime import datetime

from bot.erasing.erasures import Erasures, known
from bot.erasing.order import Gone
from bot.erasing.tombstones import EVERYWHERE, Tombstones, read_tombstones, stone_of
from meeting.commands import ErasePerson
from meeting.erasure.traces import touches
from meeting.ids import PersonId
from meeting.model import Meeting

log = logging.getLogger(__name__)


NOBODY = PersonId("nobody")


async def erase_again(erasures: Erasures) -> int:
    """Erase whoever has a tombstone, as far back as it stands for; say how often it was needed."""
    async with erasures.one_at_a_time:
        stones = await read_tombstones(erasures.kept.notes)
        count = 0
        for meeting in erasures.kept.hub.meetings() if stones else ():
            count += await _nameless(erasures, stones, meeting)
            for person in known(meeting):
                stone = stone_of(stones, erasures.keys, person, meeting.plan.meeting)
                if stone is not None:
                    count += await _again(erasures, meeting, person, stone.at)
        await _forget(erasures, stones)
        return count


async def _nameless(erasures: Erasures, stones: Tombstones, meeting: Meeting) -> bool:
    """Erase what no name was on: anonymous questions, answers to an evaluation that is open."""

    def buried(what: str) -> bool:
        return stone_of(stones, erasures.keys, what, EVERYWHERE) is not None

    tokens = tuple(filter(buried, meeting.tokens))
    ballots = tuple(filter(buried, meeting.evaluation.ballots))
    if not (tokens or ballots):
        return False
    deed = ErasePerson(NOBODY, tokens, ballots)
    await erasures.forget(deed, (meeting.plan.meeting,))
    return not await erasures.send((meeting.plan.meeting,), deed)


async def _again(erasures: Erasures, meeting: Meeting, person: PersonId, until: datetime) -> bool:
    """Erase what is older, if there is any: whoever came back since then stays."""
    id_ = meeting.plan.meeting
    changes = await erasures.kept.store.read(id_)
    if not any(change.at <= until and touches(change, person) for change in changes):
        return False
    deed = ErasePerson(person, until=until)
    await erasures.forget(deed, (id_,))
    refused = await erasures.send((id_,), deed)
    for reason in refused.values():
        log.warning("not erased again", extra={"meeting": id_, "reason": reason.value})
    return not refused


async def _forget(erasures: Erasures, stones: Tombstones) -> None:
    """Have the channels forget those whom no meeting knows any more."""
    for beside in erasures.kept.beside if stones else ():
        for person in await beside.people():
            buried = stone_of(stones, erasures.keys, person, EVERYWHERE)
            if buried and not erasures.elsewhere(person, ()):
                await beside.forget(Gone(person, frozenset()))
