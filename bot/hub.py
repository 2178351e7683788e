"""One door for changes: a meeting's worker decides, stores with one sync, then tells everybody."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.batch import (
    Outcome,
    Told,
    Waiting,
    ballots_of,
    casts_ballot,
    changes_of,
    closes_evaluation,
    decided,
    taken,
)
from bot.ports import (
    Ballots,
    ConflictError,
    DamagedError,
    Store,
    StoreFullError,
    StoreUnavailableError,
)
from meeting.commands import Command
from meeting.decide import sealed
from meeting.events import Change
from meeting.evolve import begin, evolve, fold
from meeting.model import BallotKey, Meeting, MeetingId, PersonId
from meeting.tally import restored

log = logging.getLogger(__name__)

QUEUE_SIZE = 20_000  # commands waiting for one meeting; beyond it senders wait their turn
CONFLICT_TRIES = 20  # another process keeps winning: give up and let the caller say it again


@dataclass(slots=True)
class _Room:
    """One meeting in memory: its state, its queue and those who watch."""

    id: MeetingId
    state: Meeting | None
    queue: "asyncio.Queue[Waiting]" = field(default_factory=lambda: asyncio.Queue(QUEUE_SIZE))
    watchers: set[asyncio.Event] = field(default_factory=set)
    worker: "asyncio.Task[None] | None" = None


class UnknownMeetingError(LookupError):
    """No meeting has this id or code."""


class Hub:
    """All meetings of this process. Nobody is told anything that is not on disk."""

    def __init__(self, store: Store, ballots: Ballots) -> None:
        self._store = store
        self._ballots = ballots
        self._rooms: dict[MeetingId, _Room] = {}

    async def load(self) -> None:
        """Open every meeting that the store holds; a damaged one is told of, the others run."""
        for meeting in await self._store.meetings():
            try:
                state = await self._read(meeting)
            except DamagedError as error:
                log.error("meeting not opened: %s", error, extra={"meeting": meeting})  # noqa: TRY400 - no trace helps here
                continue
            if state is not None:
                self._rooms[meeting] = _Room(meeting, state)

    async def _read(self, meeting: MeetingId) -> Meeting | None:
        state = fold(await self._store.read(meeting))
        return None if state is None else await self._with_ballots(state)

    async def _with_ballots(self, state: Meeting) -> Meeting:
        meeting = state.plan.meeting
        if state.evaluation.closed:  # a crash may have come between the sums and this
            await self._ballots.destroy(meeting)
            return state
        return restored(state, await self._ballots.read(meeting))

    def meetings(self) -> Sequence[Meeting]:
        return tuple(room.state for room in self._rooms.values() if room.state is not None)

    def state(self, meeting: MeetingId) -> Meeting:
        """Give the newest state that is on disk. Raises UnknownMeetingError."""
        room = self._rooms.get(meeting)
        if room is None or room.state is None:
            raise UnknownMeetingError(meeting)
        return room.state

    def by_code(self, code: str) -> Meeting:
        """Find a meeting by its join code, in any case. Raises UnknownMeetingError."""
        for meeting in self.meetings():
            if meeting.plan.code.casefold() == code.casefold():
                return meeting
        raise UnknownMeetingError(code)

    async def plan(self, meeting: MeetingId, command: Command) -> Outcome:
        """Send a PlanMeeting, to a meeting that may not exist yet."""
        self._rooms.setdefault(meeting, _Room(meeting, None))
        return await self.send(meeting, command)

    async def send(self, meeting: MeetingId, command: Command) -> Outcome:
        """Do a command and return when it is on disk.

        Raises RefusedError when the rules say no, UnknownMeetingError, and the store's errors, in
        which case nothing has changed. A caller that gives up stops nothing.
        """
        room = self._rooms.get(meeting)
        if room is None:
            raise UnknownMeetingError(meeting)
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        await room.queue.put(Waiting(command, done))
        if room.worker is None or room.worker.done():
            room.worker = asyncio.create_task(self._work(room), name=f"meeting {meeting}")
        return await asyncio.shield(done)

    async def ballot_key(self, meeting: MeetingId, person: PersonId) -> BallotKey:
        """Turn a person into the key of their ballot; the way back goes with the secret."""
        secret = await self._ballots.secret(meeting)
        return BallotKey(hmac.new(secret, person.encode(), hashlib.sha256).hexdigest())

    @asynccontextmanager
    async def watching(self, meeting: MeetingId) -> AsyncIterator[asyncio.Event]:
        """Lend an event that is set whenever the state has moved; clear it, then read the state."""
        room = self._rooms.get(meeting)
        if room is None:
            raise UnknownMeetingError(meeting)
        news = asyncio.Event()
        room.watchers.add(news)
        try:
            yield news
        finally:
            room.watchers.discard(news)

    async def close(self) -> None:
        """Finish what is queued, then stop the workers."""
        workers = [room.worker for room in self._rooms.values() if room.worker is not None]
        await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self, room: _Room) -> None:
        """Empty the queue; between the last look and the end there is no await, so none is lost."""
        while not room.queue.empty():
            batch = taken(room.queue)
            try:
                await self._do(room, batch)
            except Exception as error:  # noqa: BLE001 - every waiter of this batch hears of it
                log.warning("batch refused by the store", extra={"meeting": room.id})
                for waiting in batch:
                    waiting.fail(error)

    async def _do(self, room: _Room, batch: Sequence[Waiting]) -> None:
        for _ in range(CONFLICT_TRIES):
            before = room.state
            after, told = decided(before, batch)
            changes = changes_of(told)
            try:
                await self._append(room.id, before, changes)
            except ConflictError:
                await self._catch_up(room)
                continue
            room.state = after
            told = await self._keep_ballots(room, told)
            for waiting, outcome in told:
                waiting.answer(outcome)
            if changes:
                _publish(room)
            return
        raise StoreUnavailableError("another process keeps changing this meeting")

    async def _append(
        self, meeting: MeetingId, before: Meeting | None, changes: Sequence[Change]
    ) -> None:
        if changes:
            expected = 0 if before is None else before.version
            await self._store.append(meeting, expected, [sealed(change) for change in changes])

    async def _keep_ballots(self, room: _Room, told: Told) -> Told:
        """Store the ballots beside the log; where that fails, only those who cast them are told so.

        The log already counts that somebody answered, so the state is read again from the disk.
        """
        changes = changes_of(told)
        try:
            if ballots := ballots_of(changes):
                await self._ballots.put(room.id, ballots)
            if closes_evaluation(changes):
                await self._ballots.destroy(room.id)
        except (StoreFullError, StoreUnavailableError) as error:
            room.state = await self._read(room.id)
            _publish(room)
            return [(w, error if casts_ballot(t) else t) for w, t in told]
        return told

    async def _catch_up(self, room: _Room) -> None:
        state = room.state
        for change in await self._store.read(room.id, 0 if state is None else state.version):
            state = begin(change) if state is None else evolve(state, change)
        room.state = state if state is None else await self._with_ballots(state)
        _publish(room)


def _publish(room: _Room) -> None:
    for news in room.watchers:
        news.set()
