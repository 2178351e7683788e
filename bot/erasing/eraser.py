"""Erases a person for whoever may ask for it: themselves, a host, the operator."""

import asyncio
from collections.abc import Iterator, Mapping

from bot.batch import Outcome
from bot.erasing.erasures import Erasures, known
from bot.erasing.order import Erased, Order
from bot.erasing.tombstones import EVERYWHERE, read_tombstones, stone_of
from meeting.commands import Command, ErasePerson
from meeting.decide import decide
from meeting.erasure.traces import Traces, traces
from meeting.ids import MeetingId
from meeting.model import Role
from meeting.refusals import RefusedError

ROUNDS = 3  # what the clock carries into a meeting meanwhile goes in the next one


class Eraser:
    """All is done when a call returns; where it raises the store's errors, it may be repeated."""

    def __init__(self, erasures: Erasures) -> None:
        self._erasures = erasures
        self._hub = erasures.kept.hub

    async def send(self, meeting: MeetingId, command: Command) -> Outcome:
        """Do what somebody asks for in a meeting: oneself everywhere, a host where they are host.

        Raises RefusedError and UnknownMeetingError; other commands go where they always go.
        """
        deed = command.deed
        if not isinstance(deed, ErasePerson):
            return await self._hub.send(meeting, command)
        async with self._erasures.one_at_a_time:
            oneself = command.by == deed.person
            try:
                decide(self._hub.state(meeting), command)
            except RefusedError:
                if oneself:  # a chat may know them though the meeting does not
                    await self._erasures.forget(deed, ())
                raise
            meetings = (meeting, *self._others(meeting, command, deed))
            where = (EVERYWHERE,) if oneself else meetings
            stones = await self._erasures.bury(deed, where, meetings)
            await self._erasures.forget(deed, meetings)
            outcome = await self._hub.send(meeting, command)
            await self._erasures.send(meetings[1:], deed, command.by)
            await self._erasures.finish(meetings, stones)
        return outcome

    async def erase(self, order: Order) -> Erased:
        """Do the operator's word, wherever the rules let it be done."""
        deed = ErasePerson(order.person, in_texts=order.in_texts)
        async with self._erasures.one_at_a_time:
            meetings = self._of(order)
            if not (meetings or await self._known_beside(order)):
                return Erased(known=False)
            refused = self._erasures.may_not(meetings, deed)
            before = await self.survey(order)
            done = {id_: found for id_, found in before.items() if id_ not in refused}
            whole = (order.only or EVERYWHERE,)
            stones = await self._erasures.bury(deed, done if refused else whole, done)
            await self._erasures.forget(deed, done)
            for _ in range(ROUNDS):
                if left := [id_ for id_ in self._of(order) if id_ not in refused]:
                    await self._erasures.send(left, deed)
            remarks = await self._erasures.finish(done, stones)
        return Erased(done, refused, remarks)

    async def survey(self, order: Order) -> Mapping[MeetingId, Traces]:
        """Say what there is of a person, by meeting."""
        deed = ErasePerson(order.person)
        found: dict[MeetingId, Traces] = {}
        for meeting in self._of(order):
            changes = await self._erasures.kept.store.read(meeting)
            found[meeting] = await asyncio.to_thread(traces, changes, deed)
        return found

    async def _known_beside(self, order: Order) -> bool:
        """Tell whether a channel knows the person, or they were erased before."""
        kept = self._erasures.kept
        for beside in kept.beside:
            if order.person in await beside.people():
                return True
        stones = await read_tombstones(kept.notes)
        where = order.only or EVERYWHERE
        return stone_of(stones, self._erasures.keys, order.person, where) is not None

    def _of(self, order: Order) -> list[MeetingId]:
        """Give the meetings that know the person, as far as the order goes."""
        found = self._erasures.knowing(order.person)
        return [meeting for meeting in found if order.only in (None, meeting)]

    def _others(self, here: MeetingId, command: Command, deed: ErasePerson) -> Iterator[MeetingId]:
        """Give the other meetings in which the same person may ask for the same."""
        series = self._hub.state(here).plan.series
        for other in self._hub.meetings():
            ours = other.plan.series == series and Role.HOST in other.roles(command.by)
            there = other.plan.meeting != here and deed.person in known(other)
            if there and (command.by == deed.person or ours):
                yield other.plan.meeting
