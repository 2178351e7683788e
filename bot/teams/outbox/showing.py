"""A conversation's living cards: one of a kind, changed in place, drawn when they are sent."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson

from bot.teams.outbox.attempts import Attempts
from bot.teams.outbox.retry import Kind, Verdict
from bot.teams.outbox.sending import Artist, CardIds, Content, ConversationId, Living, Sender, Usage

log = logging.getLogger(__name__)

# Seconds in which a lost card is posted anew once: Teams loses one in a thousand, and should it
# find none at all, the chat is not filled with new ones.
LOST_ONCE = 600.0


@dataclass(frozen=True, slots=True)
class Outside:
    """What an outbox works with. `gone` is told of a conversation that is no more."""

    sender: Sender
    artist: Artist
    ids: CardIds
    usage: Usage | None = None
    gone: Callable[[ConversationId], Awaitable[None]] | None = None


@dataclass(slots=True)
class Shown:
    """A living card as it was last sent; one that was left unclear is not posted again.

    `kept` says that its id is noted, `lost_at` when Teams last knew nothing of it.
    """

    activity: str | None = None
    digest: bytes = b""
    unclear: bool = False
    kept: bool = True
    lost_at: float = float("-inf")


class Showing:
    """One attempt at a time; who calls tries again while the verdict is to wait."""

    def __init__(self, conversation: ConversationId, outside: Outside, attempts: Attempts) -> None:
        self._conversation = conversation
        self._outside = outside
        self._attempts = attempts
        self._cards: dict[Living | str, Shown] = {}

    @property
    def any(self) -> bool:
        return bool(self._cards)

    async def show(self, kind: Living, *, anew: bool) -> tuple[bool, Verdict | None]:
        """Bring a card up to date and say whether anything was sent, and what went wrong."""
        drawn = self._outside.artist.draw(self._conversation, kind)
        shown = await self._shown(kind, drawn.about if drawn else None)
        if drawn is None or not (anew or (_differs(shown, drawn) and _stands(shown, drawn))):
            return False, None
        if anew or shown.activity is None:
            verdict = await self._post(kind, shown, drawn)
        else:
            verdict = await self._update(kind, shown, drawn)
        if not shown.kept:
            await self._keep(kind, shown, drawn.about)
        return True, verdict

    async def _shown(self, kind: Living, about: str | None) -> Shown:
        key = about or kind
        if key not in self._cards:
            activity = await self._outside.ids.get(self._conversation, kind, about)
            self._cards[key] = Shown(activity)
        return self._cards[key]

    async def _update(self, kind: Living, shown: Shown, drawn: Content) -> Verdict | None:
        """Change the card in place, to the newest there is when its turn has come."""

        async def once() -> bytes:
            content = self._draw(kind, drawn)
            await self._outside.sender.update(self._conversation, shown.activity or "", content)
            return _digest(content)

        done = await self._attempts.attempt(Kind.UPDATE, once)
        shown.digest = done.result or shown.digest
        return self._lost(shown) if done.verdict is Verdict.REPOST else done.verdict

    @staticmethod
    def _lost(shown: Shown) -> Verdict:
        """Have it posted anew, if that was not done a moment ago."""
        now = asyncio.get_running_loop().time()
        if now - shown.lost_at < LOST_ONCE:
            return Verdict.DROP
        shown.activity, shown.digest, shown.lost_at = None, b"", now
        return Verdict.WAIT

    async def _post(self, kind: Living, shown: Shown, drawn: Content) -> Verdict | None:
        """Post it; until that is known to have worked, an older one stays the living card."""

        async def once() -> tuple[str | None, bytes]:
            content = self._draw(kind, drawn)
            created = await self._outside.sender.create(self._conversation, content)
            return created, _digest(content)

        done = await self._attempts.attempt(Kind.CREATE, once)
        activity, digest = done.result or (None, b"")
        if activity is not None:
            shown.activity, shown.digest = activity, digest
            shown.unclear, shown.kept = False, False
        elif done.verdict in {None, Verdict.UNCLEAR}:
            shown.unclear = shown.activity is None
        return done.verdict

    async def _keep(self, kind: Living, shown: Shown, about: str | None) -> None:
        try:
            await self._outside.ids.put(self._conversation, kind, shown.activity or "", about)
        except Exception:
            log.exception("a card's id is not kept yet")
        else:
            shown.kept = True

    def _draw(self, kind: Living, drawn: Content) -> Content:
        """Draw the newest there is, or what was drawn before if that is about something else."""
        content = self._outside.artist.draw(self._conversation, kind) or Content()
        return content if content.about == drawn.about else drawn


def _stands(shown: Shown, content: Content) -> bool:
    return shown.activity is not None or not content.past


def _differs(shown: Shown, content: Content) -> bool:
    return not shown.unclear and _digest(content) != shown.digest


def _digest(content: Content) -> bytes:
    return hashlib.blake2b(orjson.dumps(content.card or content.text)).digest()
