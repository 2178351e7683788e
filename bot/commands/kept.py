"""Everything that is kept, as the commands that copy it see it, wherever the settings keep it."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from bot.ports import Json
from bot.settings import Settings
from bot.stores.folder import look_at
from bot.stores.opening import open_stores
from meeting.events import Change
from meeting.ids import Answers, BallotKey, MeetingId, PollId


class ReadableStore(Protocol):
    async def read(self, meeting: MeetingId, after: int = 0) -> Sequence[Change]: ...

    async def meetings(self) -> Sequence[MeetingId]: ...


class ReadableNotes(Protocol):
    async def get(self, key: str) -> Json: ...

    async def keys(self, prefix: str) -> Sequence[str]: ...


class ReadableBallots(Protocol):
    async def read(
        self,
        meeting: MeetingId,
        only: Collection[BallotKey] | None = None,
        *,
        poll: PollId | None = None,
    ) -> Mapping[BallotKey, Answers]: ...


class Readable(Protocol):
    """What can be copied from; it may change meanwhile."""

    @property
    def store(self) -> ReadableStore: ...

    @property
    def notes(self) -> ReadableNotes: ...

    @property
    def ballots(self) -> ReadableBallots: ...


def in_a_folder(settings: Settings) -> bool:
    """Tell whether a data folder holds everything, and not a database."""
    return settings.database is None


@asynccontextmanager
async def looking(settings: Settings) -> AsyncIterator[Readable]:
    """Lend what is kept, to read beside a running server or without one."""
    look = (
        look_at(settings.data)
        if in_a_folder(settings)
        else await open_stores(settings, sending=False)
    )
    try:
        yield look
    finally:
        await look.close()
