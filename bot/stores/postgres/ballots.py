"""Ballots in PostgreSQL: a few objects a box, sorted by key, without a row for each or a time.

JSON objects in the database keep their members sorted, so that no order of arrival is left in them.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import orjson

from bot.ports import StoreFullError, StoreUnavailableError
from bot.stores.codec import written
from bot.stores.disk import file_name
from bot.stores.group import Commit, GroupCommit
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.database import Database
from bot.stores.postgres.meetings import MeetingNews
from bot.stores.postgres.schema import Place
from bot.stores.postgres.texts import given, kept
from meeting.ids import Answers, BallotKey, MeetingId, PollId

RAISE = "update meeting set news = news + 1 where id = $1 returning news"
READ = """
select ballots from ballot
where meeting_id = $1 and ($2::smallint[] is null or bucket = any($2::smallint[]))
"""
PUT = """
insert into ballot (meeting_id, bucket, ballots)
select $1, b.bucket, b.ballots::jsonb
from unnest($2::smallint[], $3::text[]) as b (bucket, ballots) order by b.bucket
on conflict (meeting_id, bucket) do update set ballots = ballot.ballots || excluded.ballots
"""
TAKE = """
update ballot set ballots = ballots - $3::text where meeting_id = $1 and bucket = $2::smallint
"""
MAKE_KEY = """
insert into ballot_secret (meeting_id, secret) values ($1, $2)
on conflict (meeting_id) do update set secret = ballot_secret.secret
returning secret
"""
GONE = (
    "delete from ballot where meeting_id = $1",
    "delete from ballot_secret where meeting_id = $1",
)
NONE_GONE = "DELETE 0"


class PostgresBallots:
    """Keeps the promises of `bot.ports.Ballots`; calls that come together share a transaction."""

    def __init__(self, database: Database, place: Place, news: MeetingNews) -> None:
        self._database = database
        self._place = place
        self._news = news
        self._groups: dict[str, GroupCommit[Mapping[str, str], None]] = {}
        self._closed = False

    async def secret(self, meeting: MeetingId, *, poll: PollId | None = None) -> bytes:
        box = self._box(meeting, poll)

        async def work(connection: Connection) -> bytes:
            known = "select secret from ballot_secret where meeting_id = $1"
            found = await connection.fetchval(known, box)
            if found is None:
                found = await connection.fetchval(MAKE_KEY, box, secrets.token_bytes(32))
            return bytes(found)

        return await self._database.run(work)

    async def put(
        self,
        meeting: MeetingId,
        ballots: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        new = {kept(key): _stored(answers) for key, answers in ballots.items()}
        box = self._box(meeting, poll)
        if box not in self._groups:
            self._groups[box] = GroupCommit(self._commit_to(meeting, box))
        await self._groups[box].submit(new)

    async def replace(
        self,
        meeting: MeetingId,
        ballot: BallotKey,
        new: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        box = self._box(meeting, poll)
        stored = _bucketed({kept(key): _stored(answers) for key, answers in new.items()})
        if box in self._groups:
            await self._groups[box].finish()

        async def work(connection: Connection) -> int | None:
            async with connection.transaction():
                news = await connection.fetchval(RAISE, kept(meeting))
                await connection.execute(TAKE, box, _bucket(kept(ballot)), kept(ballot))
                numbers, objects = [*stored], [*map(_object, stored.values())]
                await connection.execute(PUT, box, numbers, objects)
            return None if news is None else int(news)

        self._tell(meeting, await self._database.run(work))
        with suppress(StoreFullError, StoreUnavailableError):  # nobody reads what is left
            await self._database.run(_vacuum)

    async def read(
        self,
        meeting: MeetingId,
        only: Collection[BallotKey] | None = None,
        *,
        poll: PollId | None = None,
    ) -> Mapping[BallotKey, Answers]:
        box = self._box(meeting, poll)
        wanted = None if only is None else {kept(key) for key in only}
        buckets = None if wanted is None else [*{_bucket(key) for key in wanted}]

        async def work(connection: Connection) -> list[asyncpg.Record]:
            return await connection.fetch(READ, box, buckets)

        found: dict[BallotKey, Answers] = {}
        for row in await self._database.run(work):
            for key, answers in orjson.loads(row["ballots"]).items():
                if wanted is None or key in wanted:
                    found[BallotKey(given(key))] = _answers(answers)
        return dict(sorted(found.items()))

    @asynccontextmanager
    async def alone(self, meeting: MeetingId) -> AsyncIterator[bool]:
        async with self._database.locked(self._place.moving(meeting)):
            yield True

    async def destroy(self, meeting: MeetingId, *, poll: PollId | None = None) -> None:
        box = self._box(meeting, poll)
        if box in self._groups:
            await self._groups.pop(box).finish()

        async def work(connection: Connection) -> tuple[bool, int | None]:
            async with connection.transaction():
                news = await connection.fetchval(RAISE, kept(meeting))
                done = [await connection.execute(gone, box) for gone in GONE]
            return any(one != NONE_GONE for one in done), None if news is None else int(news)

        gone, news = await self._database.run(work)
        self._tell(meeting, news)
        if gone or poll is None:
            with suppress(StoreFullError, StoreUnavailableError):  # nothing refers to what is left
                await self._database.run(_vacuum)

    async def close(self) -> None:
        self._closed = True
        for group in self._groups.values():
            await group.finish()

    def _box(self, meeting: MeetingId, poll: PollId | None) -> str:
        """Name the box; in what is kept two digits follow each %, so a poll's is no meeting's."""
        file_name(meeting, "")
        if self._closed:
            raise StoreUnavailableError("the ballots are closed")
        return kept(meeting) if poll is None else f"{kept(meeting)}%poll:{kept(poll)}"

    def _commit_to(self, meeting: MeetingId, box: str) -> Commit[Mapping[str, str], None]:
        async def commit(puts: Sequence[Mapping[str, str]]) -> Sequence[None]:
            buckets = _bucketed({key: answers for put in puts for key, answers in put.items()})

            async def work(connection: Connection) -> int | None:
                async with connection.transaction():
                    news = await connection.fetchval(RAISE, kept(meeting))
                    numbers, objects = [*buckets], [*map(_object, buckets.values())]
                    await connection.execute(PUT, box, numbers, objects)
                return None if news is None else int(news)

            self._tell(meeting, await self._database.run(work))
            self._database.stored()
            return [None] * len(puts)

        return commit

    def _tell(self, meeting: MeetingId, news: int | None) -> None:
        if news is not None:
            self._news.made(meeting, news, told=False)


def _bucketed(ballots: Mapping[str, str]) -> Mapping[int, Mapping[str, str]]:
    """Spread the ballots by their keys, so that one ballot does not write all of them anew."""
    buckets: dict[int, dict[str, str]] = defaultdict(dict)
    for key, answers in ballots.items():
        buckets[_bucket(key)][key] = answers
    return buckets


def _bucket(key: str) -> int:
    return hashlib.sha256(key.encode()).digest()[0]


def _object(ballots: Mapping[str, str]) -> str:
    return written(ballots).decode()


def _stored(answers: Answers) -> str:
    """Write answers as text within the object, which takes what the database's JSON does not."""
    return written({question: [*values] for question, values in answers.items()}).decode()


def _answers(stored: str) -> Answers:
    body: Mapping[str, Any] = orjson.loads(stored)
    return {question: tuple(values) for question, values in body.items()}


async def _vacuum(connection: Connection) -> None:
    await connection.execute("vacuum ballot, ballot_secret")
