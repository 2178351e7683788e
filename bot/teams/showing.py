"""A conversation's living cards: one of a kind, changed in place, drawn when they are sent."""

import hashlib
from dataclasses import dataclass

import orjson

from bot.teams.attempts import Attempts, Done
from bot.teams.retry import Kind, Verdict
from bot.teams.sending import Artist, CardIds, Content, ConversationId, Living, Sender


@dataclass(frozen=True, slots=True)
class Outside:
    """What an outbox works with."""

    sender: Sender
    artist: Artist
    ids: CardIds


@dataclass(slots=True)
class Shown:
    """A living card as it was last sent; one that was left unclear is not posted again."""

    activity: str | None = None
    digest: bytes = b""
    unclear: bool = False


class Showing:
    def __init__(self, conversation: ConversationId, outside: Outside, attempts: Attempts) -> None:
        self._conversation = conversation
        self._outside = outside
        self._attempts = attempts
        self._cards: dict[Living, Shown] = {}

    @property
    def any(self) -> bool:
        return bool(self._cards)

    async def show(self, kind: Living, *, anew: bool) -> tuple[bool, Verdict | None]:
        """Bring a card up to date and say whether anything was sent, and what went wrong."""
        shown = await self._shown(kind)
        if anew:
            self._cards[kind] = shown = Shown()
        content = self._outside.artist.draw(self._conversation, kind)
        if content is None or shown.unclear or _digest(content) == shown.digest:
            return False, None
        verdict = await self._update(kind, shown) if shown.activity else Verdict.REPOST
        if verdict is Verdict.REPOST:
            verdict = await self._first(kind, shown, content)
        return True, verdict

    async def _shown(self, kind: Living) -> Shown:
        if kind not in self._cards:
            activity = await self._outside.ids.get(self._conversation, kind)
            self._cards[kind] = Shown(activity)
        return self._cards[kind]

    async def _update(self, kind: Living, shown: Shown) -> Verdict | None:
        """Change the card in place; each try sends the newest."""

        async def once() -> bytes:
            content = self._outside.artist.draw(self._conversation, kind) or Content()
            await self._outside.sender.update(self._conversation, shown.activity or "", content)
            return _digest(content)

        done = await self._attempts.until_decided(Kind.UPDATE, once)
        shown.digest = done.result or shown.digest
        return done.verdict

    async def _first(self, kind: Living, shown: Shown, content: Content) -> Verdict | None:
        done = await create(self._conversation, content, self._outside, self._attempts)
        shown.unclear = done.verdict is Verdict.UNCLEAR
        if done.result is not None:
            shown.activity, shown.digest = done.result, _digest(content)
            await self._outside.ids.put(self._conversation, kind, done.result)
        return done.verdict


async def create(
    conversation: ConversationId, content: Content, outside: Outside, attempts: Attempts
) -> Done[str | None]:
    """Post a message; only where the rules allow it, more than once."""
    return await attempts.until_decided(
        Kind.CREATE, lambda: outside.sender.create(conversation, content)
    )


def _digest(content: Content) -> bytes:
    return hashlib.blake2b(orjson.dumps(content.card or content.text)).digest()
