"""Puts another log in place of a meeting's: one transaction that writes only what differs.

The rows that were there are dead then. A vacuum gives their space free; what the server writes next
goes over it, and until then the bytes may still be found in its files (docs/privacy.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports import ConflictError
from bot.stores import codec
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.texts import kept, key_of
from meeting.events import Change
from meeting.ids import MeetingId

WITHIN = 60.0  # seconds
LONGER = "set local statement_timeout = '60s'"
NOT_WAITING = "set statement_timeout = 0"
MOVE = """
update meeting set version = $3::bigint, news = news + 1
where id = $1 and version = $2::bigint returning news
"""
CHANGE = """
update event e set event_id = c.id, body = c.body
from unnest($2::text[], $3::text[]) with ordinality as c (id, body, seq)
where e.meeting_id = $1 and e.seq = c.seq and (e.event_id, e.body) is distinct from (c.id, c.body)
"""
ADD = """
insert into event (meeting_id, seq, event_id, body)
select $1, c.seq, c.id, c.body
from unnest($2::text[], $3::text[]) with ordinality as c (id, body, seq) where c.seq > $4::bigint
"""
CUT = "delete from event where meeting_id = $1 and seq > $2::bigint"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The work of putting these rows in place of the log; it gives the meeting's new counter."""

    meeting: str
    expected: int
    ids: Sequence[str]
    bodies: Sequence[str]

    @classmethod
    def of(cls, meeting: MeetingId, expected: int, changes: Sequence[Change]) -> "Rewriting":
        """Write the changes down; raises ValueError for what cannot be stored."""
        ids = [key_of(change.id) for change in changes]
        return cls(kept(meeting), expected, ids, [codec.encode(one).decode() for one in changes])

    async def __call__(self, connection: Connection) -> int:
        async with connection.transaction():
            await connection.execute(LONGER)
            length = len(self.ids)
            news = await connection.fetchval(MOVE, self.meeting, self.expected, length)
            if news is None:
                raise ConflictError(f"the log has not {self.expected} changes")
            await connection.execute(CUT, self.meeting, length)
            await connection.execute(CHANGE, self.meeting, self.ids, self.bodies)
            await connection.execute(ADD, self.meeting, self.ids, self.bodies, self.expected)
        return int(news)


async def vacuum(connection: Connection) -> None:
    """Give the dead rows' space free, however long it takes."""
    await connection.execute(NOT_WAITING)
    try:
        await connection.execute("vacuum event")
    finally:
        await connection.execute("reset statement_timeout")
