"""One door for changes: a meeting's worker decides, stores with one sync, then tells everybody."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from bot.batch import Outcome
from bot.keys import ballot_key, on_roll
from bot.ports import Ballots, DamagedError, Store, StoreUnavailableError
from bot.room import Room
from meeting.commands import Command
from meeting.evolve import fold
from meeting.ids import BallotKey, MeetingId, PersonId, PollId
from meeting.model import Meeting

log = logging.getLogger(__name__)

BETWEEN_LOOKS = 0.1  # seconds: news of a busy meeting is read together


class UnknownMeetingError(LookupError):
    """No meeting has this id or code."""


class DamagedMeetingError(Exception):
    """The meeting is there, but its log has lost something and must be put right first."""


def _is(wanted: bytes, code: str) -> bool:
    """Compare in the same time however much of a code was guessed."""
    return hmac.compare_digest(wanted, code.casefold().encode())


class Hub:
    """All meetings of this process. Nobody is told anything that is not on disk.

    `pepper` follows from the operator's secret: the disk alone tells nobody whose a ballot is.
    """

    def __init__(self, store: Store, ballots: Ballots, pepper: bytes = b"") -> None:
        self._pepper = pepper
        self._store = store
        self._ballots = ballots
        self._rooms: dict[MeetingId, Room] = {}
        self._damaged: dict[MeetingId, DamagedError] = {}

    @property
    def shared(self) -> bool:
        """Whether other processes change these meetings too."""
        return self._store.shared

    async def load(self) -> None:
        """Open every meeting that the store holds; a damaged one is told of, the others run."""
        for meeting in await self._store.meetings():
            await self._open(meeting)

    async def follow(self) -> None:
        """Go on until cancelled, reading what other processes store."""
        async for meeting in self._store.watch():
            room = self._rooms.get(meeting)
            if room is not None:
                room.look()
            elif meeting not in self._damaged:
                await self._open_later(meeting)
            await asyncio.sleep(BETWEEN_LOOKS)

    @property
    def damaged(self) -> Mapping[MeetingId, DamagedError]:
        """The meetings that could not be opened, and why."""
        return self._damaged

    def meetings(self) -> Sequence[Meeting]:
        return tuple(room.state for room in self._rooms.values() if room.state is not None)

    def knows(self, meeting: MeetingId) -> bool:
        """Say whether there is a state to give."""
        room = self._rooms.get(meeting)
        return room is not None and room.state is not None

    def state(self, meeting: MeetingId) -> Meeting:
        """Give the newest state that is on disk. Raises UnknownMeetingError."""
        room = self._rooms.get(meeting)
        if room is None or room.state is None:
            raise UnknownMeetingError(meeting)
        return room.state

    def by_code(self, code: str) -> Meeting:
        """Find a meeting by its join code, in any case.

        Raises UnknownMeetingError, and DamagedMeetingError for one that could not be opened.
        """
        wanted = code.casefold().encode("utf-8", "surrogatepass")
        found = [one for one in self.meetings() if _is(wanted, one.plan.code)]
        if found:
            return found[0]
        for id_, error in self._damaged.items():
            begun = fold(error.intact)
            if begun is not None and _is(wanted, begun.plan.code):
                raise DamagedMeetingError(id_)
        raise UnknownMeetingError(code)

    async def plan(self, meeting: MeetingId, command: Command) -> Outcome:
        """Send a PlanMeeting, to a meeting that may not exist yet. Raises DamagedError as well."""
        if meeting in self._damaged:
            raise self._damaged[meeting]
        if meeting not in self._rooms:
            self._rooms[meeting] = Room(meeting, self._store, self._ballots, self._pepper)
        return await self.send(meeting, command)

    async def send(self, meeting: MeetingId, command: Command) -> Outcome:
        """Do a command and return when it is on disk.

        Raises RefusedError when the rules say no, UnknownMeetingError, and the store's errors, in
        which case nothing has changed. A caller that gives up stops nothing.
        """
        room = self._rooms.get(meeting)
        if room is None:
            raise UnknownMeetingError(meeting)
        return await room.send(command)

    async def refresh(self, meeting: MeetingId) -> None:
        """Read what other processes have stored, so that nobody is turned away for old news.

        Raises nothing: what cannot be read now is read at the next news.
        """
        room = self._rooms.get(meeting)
        if room is not None:
            await room.refresh()

    async def ballot_key(
        self, meeting: MeetingId, person: PersonId, poll: PollId | None = None
    ) -> BallotKey:
        """Give the key that a person's ballot lies under; the way back goes with the secret.

        Raises UnknownMeetingError. A poll must be open: this makes a secret for it.
        """
        return await self._key(meeting, person, poll)

    async def roll_key(self, meeting: MeetingId, person: PersonId) -> BallotKey | None:
        """Give the key under which this person's organisation is noted as heard, if it is known."""
        known = self.state(meeting).people.get(person)
        if known is None or not known.organisation:
            return None
        return await self._key(meeting, on_roll(known.organisation))

    async def _key(self, meeting: MeetingId, text: str, poll: PollId | None = None) -> BallotKey:
        room = self._rooms.get(meeting)
        if room is None:
            raise UnknownMeetingError(meeting)
        secret = await room.secret(poll)
        return ballot_key(secret + self._pepper, text)

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
        await asyncio.gather(*(room.finish() for room in self._rooms.values()))

    async def _open(self, meeting: MeetingId) -> None:
        room = Room(meeting, self._store, self._ballots, self._pepper)
        try:
            await room.load()
        except DamagedError as error:
            self._damaged[meeting] = error
            log.error("meeting not opened: %s", error, extra={"meeting": meeting})  # noqa: TRY400 - no trace helps here
            return
        if room.state is not None:
            self._rooms.setdefault(meeting, room)

    async def _open_later(self, meeting: MeetingId) -> None:
        """Open what another process has planned; where that fails now, its next news does it."""
        try:
            await self._open(meeting)
        except StoreUnavailableError:
            log.warning("meeting not opened yet", extra={"meeting": meeting})
