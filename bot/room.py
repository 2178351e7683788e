"""One meeting in memory: its queue, and the one worker that decides, stores and then tells."""

import asyncio
import logging
from collections.abc import Collection, Sequence

from bot.batch import Outcome, Told, Waiting, all_stored, casts_ballot, changes_of, decided, taken
from bot.boxes import Box, ballots_of, counted, emptied_by, uncounted, with_ballots
from bot.ports import Ballots, ConflictError, Store, StoreFullError, StoreUnavailableError
from bot.rewriting import Rewriting, erases
from meeting.commands import Command, EraseData, ErasePerson
from meeting.decide import sealed
from meeting.events import Change
from meeting.evolve import begin, evolve, fold
from meeting.ids import BallotKey, MeetingId, PollId
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError

log = logging.getLogger(__name__)

QUEUE_SIZE = 20_000  # commands waiting for one meeting; beyond it senders wait their turn
LOOKS_WITHIN = 0.5  # seconds that somebody waits for news; then what is known has to do
CONFLICT_TRIES = 20  # another process keeps winning: give up and let the caller say it again


class Room:
    """All changes of a meeting go through its worker, one batch at a time; so do looks for news."""

    def __init__(self, id_: MeetingId, store: Store, ballots: Ballots, pepper: bytes = b"") -> None:
        self.id = id_
        self.state: Meeting | None = None
        self.watchers: set[asyncio.Event] = set()
        self._store = store
        self._ballots = ballots
        self._rewriting = Rewriting(id_, store, ballots, pepper)
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue(QUEUE_SIZE)
        self._erasures: list[Waiting] = []
        self._behind = False
        self._lookers: list[asyncio.Future[None]] = []
        self._troubled: str | None = None
        self._worker: asyncio.Task[None] | None = None
        self._secret: tuple[PollId, bytes] | None = None

    async def load(self) -> None:
        """Read the whole meeting. Raises the store's errors."""
        state = fold(await self._store.read(self.id))
        for box in () if state is None else counted(state):
            await self._ballots.destroy(self.id, poll=box)  # should a crash have come before this
        self.state = None if state is None else await self._with_ballots(state)

    async def send(self, command: Command) -> Outcome:
        """Queue a command and give what came of it; a caller that gives up stops nothing."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        try:
            if isinstance(command.deed, ErasePerson | EraseData):
                self._erasures.append(Waiting(command, done))
            else:
                await self._queue.put(Waiting(command, done))
            self._wake()
            return await asyncio.shield(done)
        finally:
            del done  # a refusal's trace holds this frame: without this, a circle for each

    def look(self) -> None:
        """Have the worker read what another process may have stored."""
        self._behind = True
        self._wake()

    async def refresh(self) -> None:
        """Return when the state holds all that had been stored before, or after a moment."""
        if self._store.shared:
            seen: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._lookers.append(seen)
            self.look()
            await asyncio.wait([seen], timeout=LOOKS_WITHIN)

    async def secret(self, poll: PollId | None) -> bytes:
        """Give the key of a box; that of a poll stays the same as long as it is open."""
        if poll is None:
            return await self._ballots.secret(self.id)
        if self._secret is None or self._secret[0] != poll:
            self._secret = poll, await self._ballots.secret(self.id, poll=poll)
        return self._secret[1]

    async def finish(self) -> None:
        """Return when what is queued is done."""
        if self._worker is not None:
            await asyncio.gather(self._worker, return_exceptions=True)

    def _wake(self) -> None:
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work(), name=f"meeting {self.id}")

    async def _work(self) -> None:
        """Work until nothing waits; between the last look and the end there is no await."""
        while self._behind or self._erasures or not self._queue.empty():
            if self._behind:
                self._behind = False
                await self._look()
            if self._erasures:
                await self._erase_or_fail(self._erasures.pop(0))
            if batch := taken(self._queue):
                await self._do_or_fail(batch)

    async def _look(self) -> None:
        lookers, self._lookers = self._lookers, []
        try:
            await self._catch_up()
        except Exception as error:  # noqa: BLE001 - the next news, or the next command, looks again
            self._trouble("news not read", error)
        else:
            self._troubled = None
        for seen in lookers:
            if not seen.done():
                seen.set_result(None)

    async def _do_or_fail(self, batch: Sequence[Waiting]) -> None:
        try:
            await self._do(batch)
        except ValueError as error:
            # One of them holds what no store can take; each by itself, it harms nobody else.
            if len(batch) > 1:
                for waiting in batch:
                    await self._do_or_fail([waiting])
            else:
                batch[0].fail(error)
        except Exception as error:  # noqa: BLE001 - every waiter of this batch hears of it
            self._trouble("batch refused by the store", error)
            for waiting in batch:
                waiting.fail(error)

    def _trouble(self, what: str, error: Exception) -> None:
        """Tell the operator once, however many people are met by it."""
        reason = type(error).__name__
        if self._troubled != reason:
            self._troubled = reason
            log.warning(what, extra={"meeting": self.id, "reason": reason})

    async def _erase_or_fail(self, waiting: Waiting) -> None:
        try:
            waiting.answer(await self._erase(waiting.command))
        except RefusedError as refused:
            waiting.fail(refused)
        except Exception as error:  # noqa: BLE001 - who waits hears of it
            self._trouble("erasure refused by the store", error)
            await self._reload()  # a ballot may be nobody's already
            waiting.fail(error)

    async def _erase(self, command: Command) -> Outcome:
        """Have the log written anew, and go on from what it says now."""
        if self._store.shared:
            await self._catch_up()
        for _ in range(CONFLICT_TRIES):
            if self.state is None or not isinstance(command.deed, ErasePerson | EraseData):
                raise RefusedError(Reason.NOT_JOINED)
            try:
                after, change = await self._rewriting.do(self.state, command, command.deed)
            except ConflictError:
                await self.load()
            else:
                self.state = await self._with_ballots(after)
                self._publish()
                return Outcome(self.state, change)
        raise StoreUnavailableError("another process keeps changing this meeting")

    async def _do(self, batch: Sequence[Waiting]) -> None:
        for _ in range(CONFLICT_TRIES):
            try:
                await self._try(batch)
            except ConflictError:
                await self._catch_up()
            else:
                return
        raise StoreUnavailableError("another process keeps changing this meeting")

    async def _try(self, batch: Sequence[Waiting]) -> None:
        """Decide and store; what moves ballots is done while no other process moves them."""
        after, told = decided(self.state, batch)
        if self._store.shared and not all_stored(told) and await self._catch_up():
            after, told = decided(self.state, batch)  # a no must not rest on an old state
        changes = changes_of(told)
        moved, emptied = ballots_of(changes), emptied_by(changes)
        if not (moved or emptied):
            await self._store_and_tell(after, told)
            return
        async with self._ballots.alone(self.id) as others:
            if others:
                for box in {*moved, *emptied}:
                    await self._learn(box, None if box in emptied else tuple(moved[box]))
                after, told = decided(self.state, batch)
            await self._store_and_tell(after, told)

    async def _learn(self, box: Box, only: Collection[BallotKey] | None) -> None:
        """Read the ballots that another process may have cast."""
        if self.state is not None:
            found = await self._ballots.read(self.id, only, poll=box)
            self.state = with_ballots(self.state, box, found)

    async def _store_and_tell(self, after: Meeting | None, told: Told) -> None:
        """Store, then swap the state in, answer every caller and wake those who watch."""
        changes = changes_of(told)
        if changes:
            expected = 0 if self.state is None else self.state.version
            await self._store.append(self.id, expected, [sealed(change) for change in changes])
            self._troubled = None
        self.state = after
        for waiting, outcome in await self._keep_ballots(told, changes):
            waiting.answer(outcome)
        if changes:
            self._publish()

    async def _keep_ballots(self, told: Told, changes: Sequence[Change]) -> Told:
        """Store the ballots beside the log; where that fails, only those who cast them are told so.

        The log already counts that somebody answered, so the state is read again from the store.
        """
        try:
            for box, ballots in ballots_of(changes).items():
                await self._ballots.put(self.id, ballots, poll=box)
            for box in emptied_by(changes):
                self._secret = None
                await self._ballots.destroy(self.id, poll=box)
        except (StoreFullError, StoreUnavailableError, ValueError) as error:
            await self._reload()
            return [(w, error if casts_ballot(t) else t) for w, t in told]
        return told

    async def _reload(self) -> None:
        """Read everything again; where even that fails, the next look does it."""
        try:
            await self.load()
        except (StoreFullError, StoreUnavailableError):
            self._behind = True
        self._publish()

    async def _catch_up(self) -> bool:
        """Bring the state up to what is stored, ballots included, and say whether it has moved."""
        before = state = self.state
        new = await self._store.read(self.id, 0 if state is None else state.version)
        if any(map(erases, new)):
            state, new = fold(await self._store.read(self.id)), ()  # it says less than before
        for change in new:
            state = begin(change) if state is None else evolve(state, change)
        self.state = state if state is None else await self._with_ballots(state)
        if moved := self.state is not before:
            self._publish()
        return moved

    async def _with_ballots(self, state: Meeting) -> Meeting:
        for box in uncounted(state):
            state = with_ballots(state, box, await self._ballots.read(self.id, poll=box))
        return state

    def _publish(self) -> None:
        for news in self.watchers:
            news.set()
