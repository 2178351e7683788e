"""What every erasure is made of, whoever asked for it: a tombstone, then notes, logs and files.

The tombstone is put first, so that what a crash interrupts is done at the next start.
"""

import asyncio
import logging
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.erasing.order import Gone, Kept
from bot.erasing.tombstones import (
    EVERYWHERE,
    FOR_EVER,
    Tombstone,
    Tombstones,
    mark_of,
    name_of,
    put_tombstones,
)
from bot.keys import Keys
from bot.ports import Clock
from meeting.commands import Command, ErasePerson
from meeting.decide import decide
from meeting.ids import BallotKey, CommandId, MeetingId, PersonId
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError

log = logging.getLogger(__name__)

FINISHED = "erasing/finished"  # the note by which other processes hear that notes are gone


@dataclass(frozen=True, slots=True)
class Erasures:
    """`one_at_a_time` is held by whoever erases."""

    kept: Kept
    keys: Keys
    clock: Clock
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def may_not(
        self, meetings: Iterable[MeetingId], deed: ErasePerson
    ) -> Mapping[MeetingId, Reason]:
        """Say where the rules let nobody erase this person now."""
        refused = {}
        for id_ in meetings:
            try:
                decide(self.kept.hub.state(id_), self._command(None, deed))
            except RefusedError as error:
                refused[id_] = error.reason
        return refused

    async def bury(
        self, deed: ErasePerson, where: Iterable[MeetingId], meetings: Iterable[MeetingId]
    ) -> Tombstones:
        """Put the tombstones: the person's where it is said, those of what is nameless anywhere."""
        mark = mark_of(self.keys)
        stone, nameless = Tombstone(self.clock.now(), mark), Tombstone(FOR_EVER, mark)
        stones = {name_of(self.keys, deed.person, one): stone for one in where}
        found = {*deed.tokens, *[key for one in meetings for key in await self._ballots(one, deed)]}
        stones |= {name_of(self.keys, one, EVERYWHERE): nameless for one in sorted(found)}
        await put_tombstones(self.kept.notes, stones)
        return stones

    async def _ballots(self, meeting: MeetingId, deed: ErasePerson) -> list[BallotKey]:
        """Give the key of what the person has answered in an evaluation that is open."""
        hub = self.kept.hub
        poll = hub.state(meeting).evaluation
        key = await hub.ballot_key(meeting, deed.person) if poll.open else None
        return [key] if key is not None and key in poll.ballots else []

    async def forget(self, deed: ErasePerson, meetings: Collection[MeetingId]) -> None:
        """Have the channels forget; the way to a person stays while another meeting needs it."""
        states = [self.kept.hub.state(id_) for id_ in meetings]
        own = (id_ for one in states for id_ in one.own.get(deed.person, ()))
        held = (one.tokens[t] for one in states for t in deed.tokens if t in one.tokens)
        person = None if self.elsewhere(deed.person, meetings) else deed.person
        for beside in self.kept.beside:
            await beside.forget(Gone(person, frozenset((*own, *held))))

    async def send(
        self, meetings: Iterable[MeetingId], deed: ErasePerson, by: PersonId | None = None
    ) -> dict[MeetingId, Reason]:
        """Erase in each; say where it was refused, other than for being done already."""
        refused: dict[MeetingId, Reason] = {}
        for id_ in meetings:
            try:
                await self.kept.hub.send(id_, self._command(by, deed))
            except RefusedError as error:
                if error.reason is not Reason.NOBODY_HERE:
                    refused[id_] = error.reason
        return refused

    async def tell(self) -> None:
        """Let other processes see that notes are gone."""
        await self.kept.notes.put(FINISHED, secrets.token_hex(8))

    async def finish(self, meetings: Collection[MeetingId], stones: Tombstones) -> Sequence[str]:
        """Tell the other processes, then see to the files, and say what is left to do by hand."""
        await self.tell()
        remarks = await self.kept.files.erased(meetings, stones)
        for remark in remarks:
            log.warning("left to do by hand: %s", remark)
        return remarks

    def knowing(self, person: PersonId) -> list[MeetingId]:
        found = (one for one in self.kept.hub.meetings() if person in known(one))
        return [meeting.plan.meeting for meeting in found]

    def elsewhere(self, person: PersonId, but: Collection[MeetingId]) -> bool:
        return any(id_ not in but for id_ in self.knowing(person))

    def _command(self, by: PersonId | None, deed: ErasePerson) -> Command:
        return Command(CommandId(secrets.token_hex(16)), self.clock.now(), by, deed)


def known(meeting: Meeting) -> frozenset[PersonId]:
    """Give whom a meeting knows: who came, and whose questions were carried here."""
    return frozenset((*meeting.people, *meeting.own))
