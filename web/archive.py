"""Writes a meeting's records beside the event loop, one at a time, and keeps what all look at."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.reports.account import account
from bot.reports.minutes import minutes
from bot.reports.paper_html import paper_body
from dialogs.words import Words
from meeting.ids import MeetingId
from meeting.model import Meeting

MOST_KEPT = 50  # drawn pages


@dataclass(slots=True)
class Archive:
    """A meeting's state never changes once it is there, so it can be read in another thread."""

    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    _kept: dict[tuple[MeetingId, str], tuple[int, Markup]] = field(default_factory=dict)

    async def write(self, work: Callable[[], bytes]) -> bytes:
        async with self.turn:
            return await asyncio.to_thread(work)

    async def look_back(self, meeting: Meeting, words: Words) -> Markup:
        """Draw what everybody may see; when a meeting closes all come for it at once."""
        key = (meeting.plan.meeting, words.language)
        async with self.turn:
            version, body = self._kept.get(key, (0, Markup()))
            if version != meeting.version:
                body = await asyncio.to_thread(_body, meeting, words)
                if len(self._kept) >= MOST_KEPT:
                    self._kept.clear()
                self._kept[key] = (meeting.version, body)
            return body


def _body(meeting: Meeting, words: Words) -> Markup:
    return paper_body(minutes(account(meeting, words, meeting.at, public=True)), words)
