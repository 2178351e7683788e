"""Where a rehearsal takes place: the copy's meeting with all that is needed to act in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from bot.base.library import Library
from bot.conversation import Conversation, Turn
from bot.keys import Keys
from bot.ports import Clock
from bot.rehearsal.doors import RehearsalHub, simulated
from dialogs.i18n import words
from dialogs.words import Words
from meeting.commands import Command, Deed
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting

Act = Callable[[], Awaitable[object]]


class CannotServeError(Exception):
    """The pages cannot be shown; the message says what to do."""


class Hall:
    """The meeting, and how those act in it who are not there: by commands, as a channel does."""

    def __init__(
        self, hub: RehearsalHub, library: Library, keys: Keys, clock: Clock, meeting: MeetingId
    ) -> None:
        self.hub = hub
        self.library = library
        self.keys = keys
        self.clock = clock
        self.meeting = meeting
        self.conversation = Conversation(hub, library)
        self._numbers = count(1)

    @property
    def state(self) -> Meeting:
        return self.hub.state(self.meeting)

    @property
    def words(self) -> Words:
        plan = self.state.plan
        return words(plan.language, plan.zone)

    def turn(self, person: PersonId) -> Turn:
        """Let somebody simulated speak now."""
        command = simulated(next(self._numbers))
        now, language = self.clock.now(), self.state.plan.language
        return Turn(self.meeting, person, command, now, language)

    async def do(self, person: PersonId | None, deed: Deed) -> None:
        """Do something as somebody simulated. Raises RefusedError and the store's errors."""
        command = Command(simulated(next(self._numbers)), self.clock.now(), person, deed)
        await self.hub.send(self.meeting, command)


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """What somebody means to do; in the order of moments, and of when it was planned."""

    at: datetime
    order: int


class Timetable:
    """What everybody means to do, and when (aware UTC)."""

    def __init__(self) -> None:
        self._acts: dict[Planned, Act] = {}
        self._order: list[Planned] = []
        self._numbers = count()

    def put(self, at: datetime, act: Act) -> None:
        planned = Planned(at, next(self._numbers))
        self._acts[planned] = act
        heappush(self._order, planned)

    def take(self, now: datetime) -> Act | None:
        """Give the next thing that is due; None when there is nothing."""
        if not self._order or self._order[0].at > now:
            return None
        return self._acts.pop(heappop(self._order))
