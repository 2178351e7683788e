"""Takes something out of a meeting for good: its log is written anew, in threads."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.keys import ballot_key, on_roll
from bot.ports import Ballots, ConflictError, Store
from meeting.commands import Command, ErasePerson, ErasingDeed
from meeting.decide import decide, recorded
from meeting.erasure.erased import Ink, erased
from meeting.erasure.marks import mark_in
from meeting.erasure.traces import Traces, traces
from meeting.evaluation import ORGANISATION, Kind
from meeting.events import Change, DataErased, PersonErased
from meeting.evolve import fold
from meeting.ids import Answers, BallotKey, MeetingId
from meeting.model import Meeting
from meeting.poll_tally import open_poll
from meeting.polls import Poll, PollKind


def erases(change: Change) -> bool:
    """Tell whether the log before this change is not what it was."""
    return any(isinstance(event, PersonErased | DataErased) for event in change.events)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The erasures of one meeting; while one goes on, its worker does nothing else."""

    meeting: MeetingId
    store: Store
    ballots: Ballots
    pepper: bytes

    async def do(
        self, state: Meeting, command: Command, deed: ErasingDeed
    ) -> tuple[Meeting, Change | None]:
        """Give the state afterwards, without ballots, and the change that says that it was done.

        Raises RefusedError, and ConflictError when the state is older than the log.
        """
        events = decide(state, command)
        if not events:
            return state, None
        log = await self.store.read(self.meeting)
        if len(log) != state.version:
            raise ConflictError(f"the log has {len(log)} changes and not {state.version}")
        ink = Ink(secrets.token_bytes(16), mark_in(state.plan.language))
        whole = (*log, recorded(command, events))
        new = await asyncio.to_thread(erased, whole, deed, ink)
        # Nobody may count the ballots for good while they change their keys.
        async with self.ballots.alone(self.meeting):
            if isinstance(deed, ErasePerson):
                await self._leave_boxes(state, log, deed, ink)
            await self.store.rewrite(self.meeting, len(log), new)
        after = await asyncio.to_thread(fold, new)
        return after or state, new[-1]

    async def _leave_boxes(
        self, state: Meeting, log: Sequence[Change], deed: ErasePerson, ink: Ink
    ) -> None:
        if state.evaluation.open:
            found = await asyncio.to_thread(traces, log, deed)
            await self._unbind(state, deed, found, ink)
        if (poll := open_poll(state.polls)) is not None:
            await self._leave_poll(poll, deed)

    async def _unbind(self, state: Meeting, deed: ErasePerson, found: Traces, ink: Ink) -> None:
        """Keep what the person answered as anybody's, but for what they wrote in words."""
        secret = await self.ballots.secret(self.meeting) + self.pepper
        alone = (one for one in found.organisations if one.casefold() not in found.shared)
        own = (ballot_key(secret, whose) for whose in (deed.person, *map(on_roll, alone)))
        keys = {*own, *deed.ballots}
        for key, answers in (await self.ballots.read(self.meeting, keys)).items():
            new = {_anybodys(): _without_words(state, answers, ink)}
            await self.ballots.replace(self.meeting, key, new)

    async def _leave_poll(self, poll: Poll, deed: ErasePerson) -> None:
        """Keep a vote as anybody's; of words in a cloud only that somebody answered."""
        secret = await self.ballots.secret(self.meeting, poll=poll.id) + self.pepper
        own = ballot_key(secret, deed.person)
        found = await self.ballots.read(self.meeting, {own}, poll=poll.id)
        for key, answers in found.items():
            words = poll.question.kind is PollKind.WORDS
            new: dict[BallotKey, Answers] = {_anybodys(): {poll.id: ()} if words else answers}
            await self.ballots.replace(self.meeting, key, new, poll=poll.id)


def _anybodys() -> BallotKey:
    return BallotKey(secrets.token_hex(32))


def _without_words(state: Meeting, answers: Answers, ink: Ink) -> Answers:
    if ORGANISATION in answers:
        return {ORGANISATION: tuple(ink.label(one).casefold() for one in answers[ORGANISATION])}
    written = {asked.id for asked in state.plan.evaluation if asked.kind is Kind.TEXT}
    return {asked: (ink.mark,) if asked in written else said for asked, said in answers.items()}
