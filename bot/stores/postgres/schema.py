"""The tables, made and brought up to date at the start, by whichever process comes first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports import StoreUnavailableError
from bot.stores.postgres.connections import Connection

TO_MIGRATE = 120.0  # seconds
STEPS: Sequence[str] = (
    """
    create table meeting (
      id text collate "C" primary key,
      version bigint not null,
      news bigint not null  -- raised by whatever other processes must hear of
    );
    create table event (
      meeting_id text collate "C" not null,
      seq bigint not null,
      event_id text collate "C" not null,
      body text not null,
      primary key (meeting_id, seq),
      unique (meeting_id, event_id)
    );
    create table ballot (
      meeting_id text collate "C" not null,
      bucket smallint not null,
      ballots jsonb not null,
      primary key (meeting_id, bucket)
    );
    create table ballot_secret (
      meeting_id text collate "C" primary key,
      secret bytea not null
    );
    create table note (
      id text collate "C" primary key,  -- the key, or its hash when it is long
      key text collate "C" not null,
      value text,  -- null when forgotten: such a row stays for an hour, so that others hear of it
      node text not null,
      claim text,
      changed xid8 not null default pg_current_xact_id(),
      changed_at timestamptz not null default now()
    );
    create index note_key on note using spgist (key);
    create index note_changed on note (changed);
    """,
)


@dataclass(frozen=True, slots=True)
class Place:
    """The schema that the tables are in; channels and locks are of the whole database."""

    oid: int

    @property
    def meetings(self) -> str:
        return f"ordstyrer_meetings_{self.oid}"

    @property
    def notes(self) -> str:
        return f"ordstyrer_notes_{self.oid}"

    @property
    def migrating(self) -> int:
        return (0x4F5201 << 32) + self.oid

    @property
    def sending(self) -> int:
        return (0x4F5202 << 32) + self.oid

    def moving(self, meeting: str) -> int:
        """Give the lock of whoever moves this meeting's ballots."""
        digest = hashlib.sha256(f"{self.oid} {meeting}".encode()).digest()
        return int.from_bytes(digest[:8], signed=True)


async def migrate(connection: Connection) -> Place:
    """Bring the tables up to date. Raises StoreUnavailableError when they are ahead of this."""
    async with connection.transaction():
        place = await _place(connection)
        await connection.execute("set local statement_timeout = 0")
        await connection.execute("select pg_advisory_xact_lock($1)", place.migrating)
        done = await _version(connection)
        _check_not_newer(done)
        if done == 0:
            await connection.execute(
                "create table if not exists schema_version (version int not null)"
            )
        for number, step in enumerate(STEPS[done:], done + 1):
            await connection.execute(step)
            await connection.execute("delete from schema_version")
            await connection.execute("insert into schema_version values ($1)", number)
        # In a database that was put back from a dump the transactions' numbers begin anew.
        await connection.execute(
            "update note set changed = pg_current_xact_id() where changed > pg_current_xact_id()"
        )
        return place


async def check(connection: Connection) -> Place:
    """See that the tables are those this program knows, and change nothing."""
    done = await _version(connection)
    _check_not_newer(done)
    if done < len(STEPS):
        raise StoreUnavailableError(
            f"the database has schema {done} and this program needs {len(STEPS)};"
            " run serve once, which brings it up to date"
        )
    return await _place(connection)


async def _place(connection: Connection) -> Place:
    oid = await connection.fetchval("select to_regnamespace(quote_ident(current_schema()))::oid")
    if oid is None:
        raise StoreUnavailableError("the database's search_path names no schema that exists")
    return Place(oid)


async def _version(connection: Connection) -> int:
    if await connection.fetchval("select to_regclass('schema_version')") is None:
        return 0
    return int(await connection.fetchval("select coalesce(max(version), 0) from schema_version"))


def _check_not_newer(done: int) -> None:
    if done > len(STEPS):
        raise StoreUnavailableError(
            f"the database has schema {done} and this program knows {len(STEPS)} at the most:"
            " a newer version of the program has been here, so start that one"
        )
