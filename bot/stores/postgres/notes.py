"""Notes in PostgreSQL: puts and claims that come together are one statement."""

import secrets
from collections.abc import Collection, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace

import asyncpg
import orjson

from bot.ports import Json, StoreFullError, StoreUnavailableError
from bot.stores.codec import written
from bot.stores.group import GroupCommit
from bot.stores.news import Watcher
from bot.stores.postgres.changed_notes import NoteNews
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.database import Database
from bot.stores.postgres.texts import given, kept, key_of

# Rows in the order of their ids, so that two processes never wait for each other in a ring. A claim
# that is tried again after a lost connection knows its own by its mark.
WRITE = """
insert into note (id, key, value, claim, node)
select w.id, w.key, w.value, w.claim, $5
from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as w (id, key, value, claim)
order by w.id
on conflict (id) do update
set value = excluded.value, claim = excluded.claim, node = excluded.node,
  changed = pg_current_xact_id(), changed_at = now()
where excluded.claim is null or note.value is null or note.claim = excluded.claim
returning key
"""


@dataclass(frozen=True, slots=True)
class _Put:
    """What one call wants; `claim` is the mark of a call that takes the key only if it is free."""

    key: str
    value: str | None
    claim: str | None = None


class PostgresNotes:
    """Keeps the promises of `bot.ports.Notes`; calls take effect in the order they were made."""

    def __init__(self, database: Database, news: NoteNews) -> None:
        self._database = database
        self._news = news
        self._group = GroupCommit(self._commit)
        self._closed = False

    async def get(self, key: str) -> Json:
        async def work(connection: Connection) -> Json:
            value = await connection.fetchval("select value from note where id = $1", key_of(key))
            found: Json = None if value is None else orjson.loads(value)
            return found

        return await self._database.run(work)

    async def keys(self, prefix: str) -> Sequence[str]:
        async def work(connection: Connection) -> list[asyncpg.Record]:
            found = "select key from note where key ^@ $1 and value is not null"
            return await connection.fetch(found, kept(prefix))

        return sorted(given(row["key"]) for row in await self._database.run(work))

    async def put(self, key: str, value: Json) -> None:
        await self._submit(_Put(key, None if value is None else written(value).decode()))

    async def claim(self, key: str, value: Json) -> bool:
        if value is None:
            raise ValueError("a claim needs a value")
        return await self._submit(_Put(key, written(value).decode(), secrets.token_hex(8)))

    async def forget(self, prefix: str) -> None:
        """Leave nothing to tell other processes with: whoever forgets a lot tells nobody."""
        await self._delete("delete from note where key ^@ $1", kept(prefix))

    async def erase(self, keys: Collection[str]) -> None:
        """Tell nobody either: others are told by the note that asked for it."""
        await self._delete("delete from note where id = any($1::text[])", [*map(key_of, keys)])

    async def _delete(self, statement: str, what: str | list[str]) -> None:
        await self._group.finish()

        async def work(connection: Connection) -> None:
            await connection.execute(statement, what)

        await self._database.run(work)
        with suppress(
            StoreFullError, StoreUnavailableError
        ):  # what is left is out of reach already
            await self._database.run(_vacuum)

    def watch(self) -> Watcher[str]:
        return self._news.watch()

    async def close(self) -> None:
        self._closed = True
        await self._group.finish()
        await self._news.close()

    async def _submit(self, put: _Put) -> bool:
        if self._closed:
            raise StoreUnavailableError("the notes are closed")
        kept(put.key)  # what cannot be written fails its caller alone
        return await self._group.submit(put)

    async def _commit(self, puts: Sequence[_Put]) -> Sequence[bool | Exception]:
        """Do in turn: of each key only a claim that comes first needs the database's word."""
        first: dict[str, _Put] = {}
        for put in puts:
            first.setdefault(put.key, put)
        claims = [put for put in first.values() if put.claim is not None]
        puts_too = any(put.claim is None for put in puts)

        async def work(connection: Connection) -> list[bool]:
            async with connection.transaction() if claims and puts_too else nullcontext():
                won = await self._write(connection, claims)
                results, last = _in_turn(puts, first, won)
                await self._write(connection, last)
            return results

        results = await self._database.run(work)
        self._database.stored()
        self._news.made()
        return results

    async def _write(self, connection: Connection, puts: Collection[_Put]) -> set[str]:
        """Store what may be stored, and give its keys."""
        if not puts:
            return set()
        columns = zip(*((key_of(p.key), kept(p.key), p.value, p.claim) for p in puts), strict=True)
        rows = await connection.fetch(WRITE, *map(list, columns), self._news.node)
        return {given(row["key"]) for row in rows}


def _in_turn(
    puts: Sequence[_Put], first: dict[str, _Put], won: Collection[str]
) -> tuple[list[bool], Collection[_Put]]:
    """Give each put's result, and what remains to be stored when all have had their turn."""
    free: dict[str, bool] = {}
    last: dict[str, _Put] = {}
    results = []
    for put in puts:
        if put.claim is not None and put is first[put.key]:
            results.append(put.key in won)
            free[put.key] = False
            continue
        taken = put.claim is None or free[put.key]
        results.append(taken)
        if taken:
            last[put.key] = replace(put, claim=None)
            free[put.key] = put.value is None
    return results, last.values()


async def _vacuum(connection: Connection) -> None:
    await connection.execute("vacuum note")
