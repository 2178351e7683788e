"""The three stores in memory: what they promise, in the fewest words, and nothing on disk."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

import orjson

from bot.ports import ConflictError, Json, StoreUnavailableError
from bot.stores import codec
from bot.stores.disk import file_name
from bot.stores.news import News, Watcher
from meeting.events import Change
from meeting.ids import Answers, BallotKey, MeetingId, PollId


class MemoryStore:
    shared = False

    def __init__(self) -> None:
        self._logs: dict[MeetingId, dict[str, Change]] = {}
        self._news = News[MeetingId]()
        self._closed = False

    async def append(
        self, meeting: MeetingId, expected: int | None, changes: Sequence[Change]
    ) -> int:
        self._check(meeting)
        for change in changes:
            codec.encode(change)  # refuses what a disk could not take
        log = self._logs.get(meeting, {})
        if expected not in (None, len(log)):
            raise ConflictError(f"the log has {len(log)} changes and not {expected}")
        before = len(log)
        for change in changes:
            self._logs.setdefault(meeting, log).setdefault(change.id, change)
        if len(log) > before:
            self._news.tell(meeting)
        return len(log)

    async def rewrite(self, meeting: MeetingId, expected: int, changes: Sequence[Change]) -> int:
        self._check(meeting)
        for change in changes:
            codec.encode(change)
        log = self._logs.get(meeting, {})
        if expected != len(log):
            raise ConflictError(f"the log has {len(log)} changes and not {expected}")
        self._logs[meeting] = {change.id: change for change in changes}
        self._news.tell(meeting)
        return len(changes)

    async def read(self, meeting: MeetingId, after: int = 0) -> Sequence[Change]:
        self._check(meeting)
        return [*self._logs.get(meeting, {}).values()][after:]

    async def meetings(self) -> Sequence[MeetingId]:
        return sorted(self._logs)

    def watch(self) -> Watcher[MeetingId]:
        return self._news.watch()

    async def close(self) -> None:
        self._closed = True
        self._news.close()

    def _check(self, meeting: MeetingId) -> None:
        file_name(meeting, "")  # refuses ids that a disk could not take
        if self._closed:
            raise StoreUnavailableError("the store is closed")


class MemoryNotes:
    def __init__(self) -> None:
        self._notes: dict[str, bytes] = {}
        self._news = News[str]()

    async def get(self, key: str) -> Json:
        found: Json = orjson.loads(self._notes.get(key, b"null"))
        return found

    async def keys(self, prefix: str) -> Sequence[str]:
        return sorted(key for key in self._notes if key.startswith(prefix))

    async def put(self, key: str, value: Json) -> None:
        if value is None:
            self._notes.pop(key, None)
        else:
            self._notes[key] = codec.written(value)

    async def claim(self, key: str, value: Json) -> bool:
        if value is None:
            raise ValueError("a claim needs a value")
        free = key not in self._notes
        if free:
            self._notes[key] = codec.written(value)
        return free

    async def forget(self, prefix: str) -> None:
        self._notes = {key: note for key, note in self._notes.items() if not key.startswith(prefix)}

    async def erase(self, keys: Collection[str]) -> None:
        for key in keys:
            self._notes.pop(key, None)

    def watch(self) -> Watcher[str]:
        return self._news.watch()

    async def close(self) -> None:
        self._news.close()


class MemoryBallots:
    def __init__(self) -> None:
        self._secrets: dict[tuple[MeetingId, PollId | None], bytes] = {}
        self._ballots: dict[tuple[MeetingId, PollId | None], dict[BallotKey, Answers]] = {}

    async def secret(self, meeting: MeetingId, *, poll: PollId | None = None) -> bytes:
        file_name(meeting, "")  # refuses ids that a disk could not take
        return self._secrets.setdefault((meeting, poll), secrets.token_bytes(32))

    async def put(
        self,
        meeting: MeetingId,
        ballots: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        codec.written(ballots)
        await self.secret(meeting, poll=poll)
        self._ballots.setdefault((meeting, poll), {}).update(ballots)

    async def replace(
        self,
        meeting: MeetingId,
        ballot: BallotKey,
        new: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        await self.put(meeting, new, poll=poll)
        self._ballots[(meeting, poll)].pop(ballot, None)

    async def read(
        self,
        meeting: MeetingId,
        only: Collection[BallotKey] | None = None,
        *,
        poll: PollId | None = None,
    ) -> Mapping[BallotKey, Answers]:
        ballots = sorted(self._ballots.get((meeting, poll), {}).items())
        return {key: answers for key, answers in ballots if only is None or key in only}

    def alone(self, meeting: MeetingId) -> AbstractAsyncContextManager[bool]:  # noqa: ARG002
        return nullcontext(enter_result=False)

    async def destroy(self, meeting: MeetingId, *, poll: PollId | None = None) -> None:
        self._secrets.pop((meeting, poll), None)
        self._ballots.pop((meeting, poll), None)

    async def close(self) -> None:
        pass
