"""Which notes another process has changed, by the number of the transaction that changed them.

Transactions end in another order than they begin, so each look starts from the oldest that was
still open at the look before, and leaves out what has been told.
"""

import asyncio
import secrets

from bot.stores.news import News, Watcher
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.database import Database
from bot.stores.postgres.telling import Teller
from bot.stores.postgres.texts import given

SINCE = "select pg_snapshot_xmin(pg_current_snapshot())::text"
CHANGED = """
select key, changed::text from note where changed >= $1::text::xid8 and node <> $2
"""
SWEEP_EACH = 600.0  # seconds
SWEEP = "delete from note where value is null and changed_at < now() - interval '1 hour'"


class NoteNews:
    """Follows the notes. What another process tells is only that it is time to look."""

    def __init__(self, database: Database, channel: str) -> None:
        self.node = secrets.token_hex(8)
        self._channel = channel
        self._teller = Teller(database, channel)
        self._news = News[str]()
        self._since: str | None = None
        self._told: dict[str, str] = {}
        self._swept = 0.0

    def watch(self) -> Watcher[str]:
        return self._news.watch()

    def made(self) -> None:
        """Tell the others that notes have been changed here."""
        self._teller.tell(self.node, self.node)

    @property
    def channel(self) -> str:
        return self._channel

    def heard(self, payload: str) -> bool:
        return payload != self.node

    async def look(self, connection: Connection) -> None:
        before = self._since
        since = await connection.fetchval(SINCE)
        if before is not None:
            rows = await connection.fetch(CHANGED, before, self.node)
            changed = {row["key"]: row["changed"] for row in rows}
            for key, number in changed.items():
                if self._told.get(key) != number:
                    self._news.tell(given(key))
            self._told = changed
        self._since = since
        await self._sweep(connection)

    def lost(self) -> None:
        """Do nothing: the next look finds what was missed."""

    async def close(self) -> None:
        self._news.close()
        await self._teller.close()

    async def _sweep(self, connection: Connection) -> None:
        """Remove what was forgotten long enough ago for everybody to have heard of it."""
        now = asyncio.get_running_loop().time()
        if now - self._swept > SWEEP_EACH:
            self._swept = now
            await connection.execute(SWEEP)
