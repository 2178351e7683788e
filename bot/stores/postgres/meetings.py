"""Which meetings have news: a counter for each in the database, and how far each was noticed."""

from bot.stores.news import News, Watcher
from bot.stores.postgres.connections import Connection
from bot.stores.postgres.database import Database
from bot.stores.postgres.telling import Teller
from bot.stores.postgres.texts import given, kept
from meeting.ids import MeetingId


class MeetingNews:
    """Follows the counters. Each change is told once here, whichever way it is noticed first."""

    def __init__(self, database: Database, channel: str) -> None:
        self._channel = channel
        self._teller = Teller(database, channel)
        self._news = News[MeetingId]()
        self._noticed: dict[MeetingId, int] | None = None

    def watch(self) -> Watcher[MeetingId]:
        return self._news.watch()

    def made(self, meeting: MeetingId, news: int, *, told: bool = True) -> None:
        """Note a change of this process, which others hear of.

        Without `told` watchers here hear of it only if another change came between.
        """
        noticed = self._noticed or {}
        if told or news != noticed.get(meeting, 0) + 1:
            self._notice(meeting, news)
        elif self._noticed is not None:
            self._noticed[meeting] = news
        self._teller.tell(meeting, f"{news} {kept(meeting)}")

    @property
    def channel(self) -> str:
        return self._channel

    def heard(self, payload: str) -> bool:
        news, _, meeting = payload.partition(" ")
        if not news.isdecimal():
            return True
        self._notice(MeetingId(given(meeting)), int(news))
        return False

    async def look(self, connection: Connection) -> None:
        rows = await connection.fetch("select id, news from meeting")
        if self._noticed is None:
            self._noticed = {MeetingId(given(row["id"])): row["news"] for row in rows}
        for row in rows:
            self._notice(MeetingId(given(row["id"])), row["news"])

    def lost(self) -> None:
        """Do nothing: the next look finds what was missed."""

    async def close(self) -> None:
        self._news.close()
        await self._teller.close()

    def _notice(self, meeting: MeetingId, news: int) -> None:
        if self._noticed is not None and news > self._noticed.get(meeting, 0):
            self._noticed[meeting] = news
            self._news.tell(meeting)
