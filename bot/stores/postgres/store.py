"""The store in PostgreSQL: one statement a batch; processes that meet find out by the version."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import asyncpg

from bot.ports import DamagedError, StoreFullError, StoreUnavailableError
from bot.stores import codec
from bot.stores.disk import file_name
from bot.stores.group import Commit, GroupCommit
from bot.stores.news import Watcher
from bot.stores.postgres.appending import Append, Batch, prepared
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.database import Database
from bot.stores.postgres.meetings import MeetingNews
from bot.stores.postgres.rewriting import WITHIN, Rewriting, vacuum
from bot.stores.postgres.texts import given, kept
from meeting.events import Change
from meeting.ids import MeetingId

PAGE = 1000  # changes read at once, so that the loop is not held long
READ = """
select m.version, e.seq, e.body
from meeting m left join event e on e.meeting_id = m.id and e.seq > $2 and e.seq <= $3
where m.id = $1 order by e.seq
"""


class PostgresStore:
    """Keeps the promises of `bot.ports.Store`; ids that no disk could take are refused here too."""

    shared = True

    def __init__(self, database: Database, news: MeetingNews) -> None:
        self._database = database
        self._news = news
        self._groups: dict[MeetingId, GroupCommit[Append, int]] = {}
        self._versions: dict[MeetingId, int] = {}  # as last seen; another process may be ahead
        self._closed = False

    async def append(
        self, meeting: MeetingId, expected: int | None, changes: Sequence[Change]
    ) -> int:
        wanted = prepared(expected, changes)
        self._check(meeting)
        if meeting not in self._groups:
            self._groups[meeting] = GroupCommit(self._commit_to(meeting))
        return await self._groups[meeting].submit(wanted)

    async def rewrite(self, meeting: MeetingId, expected: int, changes: Sequence[Change]) -> int:
        self._check(meeting)
        work = await asyncio.to_thread(Rewriting.of, meeting, expected, changes)
        news = await self._database.run(work, within=WITHIN)
        self._versions.pop(meeting, None)
        self._database.stored()
        self._news.made(meeting, news)
        with suppress(StoreFullError, StoreUnavailableError):  # nobody reads what is left
            await self._database.run(vacuum, within=WITHIN)
        return len(changes)

    async def read(self, meeting: MeetingId, after: int = 0) -> Sequence[Change]:
        self._check(meeting)
        log: list[Change] = []
        while True:
            version = await self._page(meeting, after + len(log), log)
            if after + len(log) >= version:
                return log

    async def meetings(self) -> Sequence[MeetingId]:
        async def work(connection: Connection) -> list[asyncpg.Record]:
            return await connection.fetch("select id from meeting where version > 0")

        return sorted(MeetingId(given(row["id"])) for row in await self._database.run(work))

    def watch(self) -> Watcher[MeetingId]:
        return self._news.watch()

    async def close(self) -> None:
        """Finish what has been handed in; afterwards nothing is taken."""
        self._closed = True
        await asyncio.gather(*(group.finish() for group in self._groups.values()))
        await self._news.close()

    def _check(self, meeting: MeetingId) -> None:
        file_name(meeting, "")
        if self._closed:
            raise StoreUnavailableError("the store is closed")

    def _commit_to(self, meeting: MeetingId) -> Commit[Append, int]:
        async def commit(appends: Sequence[Append]) -> Sequence[int | Exception]:
            batch = Batch(meeting, appends, self._versions.pop(meeting, None))
            stored = await self._database.run(batch)
            self._versions[meeting] = stored.version
            if stored.news is not None:
                self._database.stored()
                self._news.made(meeting, stored.news)
            return stored.results

        return commit

    async def _page(self, meeting: MeetingId, after: int, log: list[Change]) -> int:
        """Add a page to the log and give the version. Raises DamagedError when it is not whole."""

        async def work(connection: Connection) -> list[asyncpg.Record]:
            return await connection.fetch(READ, kept(meeting), after, after + PAGE)

        rows = await self._database.run(work)
        version = int(rows[0]["version"]) if rows else 0
        there = {row["seq"]: row["body"] for row in rows}
        for seq in range(after + 1, min(after + PAGE, version) + 1):
            try:
                log.append(codec.decode(there[seq].encode()))
            except KeyError:
                raise DamagedError(f"meeting {meeting}: change {seq} is missing", log) from None
            except codec.UnreadableError as error:
                raise DamagedError(f"meeting {meeting}: {error}", log) from error
        return version
