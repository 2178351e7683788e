"""A batch of appends to one meeting: one statement that stores all of it, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from bot.ports import ConflictError, StoreUnavailableError
from bot.stores import codec
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.texts import kept, key_of
from meeting.events import Change
from meeting.ids import MeetingId

TRIES = 50  # other processes keep winning

# The meeting's row is locked by the change of its version, so that whoever comes second finds
# another version than expected and stores nothing. A new meeting's counter starts with the time,
# so that a meeting that was removed and made again never counts lower than before.
BEGIN = """
with moved as (
  insert into meeting as m (id, version, news)
  select $1, cardinality($3::text[]), (extract(epoch from clock_timestamp()) * 1000)::bigint
  where $2::bigint = 0
  on conflict (id) do update set version = excluded.version, news = m.news + 1 where m.version = 0
  returning version, news
), stored as (
  insert into event (meeting_id, seq, event_id, body)
  select $1, $2 + e.number, e.id, e.body
  from moved, unnest($3::text[], $4::text[]) with ordinality as e (id, body, number)
)
select version, news from moved
"""
GROW = """
with moved as (
  update meeting set version = version + cardinality($3::text[]), news = news + 1
  where id = $1 and version = $2::bigint
  returning version, news
), stored as (
  insert into event (meeting_id, seq, event_id, body)
  select $1, $2 + e.number, e.id, e.body
  from moved, unnest($3::text[], $4::text[]) with ordinality as e (id, body, number)
)
select version, news from moved
"""
LOOK = """
select m.version, e.event_id, e.seq, e.body
from meeting m left join event e on e.meeting_id = m.id and e.event_id = any($2::text[])
where m.id = $1
"""


@dataclass(frozen=True, slots=True)
class Append:
    """What one call wants stored: the changes' ids and how they are written, in order."""

    expected: int | None
    bodies: Sequence[tuple[str, str]]


def prepared(expected: int | None, changes: Sequence[Change]) -> Append:
    """Write the changes down; raises ValueError, so that one bad call fails alone."""
    bodies = [(key_of(change.id), codec.encode(change).decode()) for change in changes]
    return Append(expected, bodies)


@dataclass(frozen=True, slots=True)
class Seen:
    """A log's version, and which of the changes in question it has, with their place in it."""

    version: int
    stored: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of a batch; `news` is the meeting's new counter if anything was stored."""

    results: Sequence[int | Exception]
    version: int
    news: int | None = None


class Batch:
    """The work of storing a batch. It may be done again when a connection was lost.

    Then it is unclear whether it was stored, so the second time looks: what stands in the log just
    where it was to go has been stored, and is not a conflict.
    """

    def __init__(self, meeting: MeetingId, appends: Sequence[Append], version: int | None) -> None:
        self._id = kept(meeting)
        self._appends = appends
        first = appends[0].expected
        self._guess = first if first is not None else version
        self._unclear = False

    async def __call__(self, connection: Connection) -> Stored:
        try:
            return await self._store(connection)
        except BaseException:
            self._unclear, self._guess = True, None
            raise

    async def _store(self, connection: Connection) -> Stored:
        for _ in range(TRIES):
            guessed, self._guess = self._guess, None
            seen = await self._look(connection) if guessed is None else Seen(guessed, {})
            results, new = self._taken(seen)
            if guessed is not None and (not new or any(isinstance(r, Exception) for r in results)):
                continue  # nobody is refused on a guess
            if not new:
                return Stored(results, seen.version)
            grown = await self._grow(connection, seen.version, new)
            if grown is not None:
                return Stored(results, grown["version"], grown["news"])
        raise StoreUnavailableError("other processes keep changing this meeting")

    async def _look(self, connection: Connection) -> Seen:
        ids = [id_ for wanted in self._appends for id_, _ in wanted.bodies]
        rows = await connection.fetch(LOOK, self._id, ids)
        stored = {r["event_id"]: (r["seq"], r["body"]) for r in rows if r["event_id"] is not None}
        return Seen(rows[0]["version"] if rows else 0, stored)

    async def _grow(
        self, connection: Connection, version: int, new: Mapping[str, str]
    ) -> asyncpg.Record | None:
        """Store; None when the log has moved, or has one of the changes already."""
        how = GROW if version else BEGIN
        try:
            return await connection.fetchrow(how, self._id, version, [*new], [*new.values()])
        except asyncpg.UniqueViolationError:
            return None

    def _taken(self, seen: Seen) -> tuple[list[int | Exception], dict[str, str]]:
        new: dict[str, str] = {}
        return [self._take(wanted, new, seen) for wanted in self._appends], new

    def _take(self, wanted: Append, new: dict[str, str], seen: Seen) -> int | Exception:
        """Give the call its version, or say why not; what is to be stored is added to `new`."""
        version = seen.version + len(new)
        if wanted.expected not in (None, version):
            if self._unclear and _is_there(wanted, seen):
                return wanted.expected + len(wanted.bodies)
            return ConflictError(f"the log has {version} changes and not {wanted.expected}")
        for id_, body in wanted.bodies:
            if id_ not in seen.stored:
                new.setdefault(id_, body)
        return seen.version + len(new)


def _is_there(wanted: Append, seen: Seen) -> bool:
    """Whether the log has exactly these changes right after the expected version."""
    first = (wanted.expected or 0) + 1
    places = enumerate(wanted.bodies, first)
    return all(seen.stored.get(id_) == (seq, body) for seq, (id_, body) in places)
