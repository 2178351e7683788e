"""The conversations that the bot is in: how to reach each, whose it is, which meeting's it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from bot.erasing.erasures import FINISHED
from bot.hub import Hub
from bot.ports import Json, Notes
from bot.teams.noted import ASKED, BOUND, CARD, MEMBER, ROOM
from bot.teams.outbox.sending import ConversationId, Living
from meeting.ids import MeetingId, PersonId, QuestionId


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation; `owner` is whose own chat it is, `desk` says that they host or speak.

    `reference` is the SDK's conversation reference as it serialises it.
    """

    id: ConversationId
    personal: bool
    service_url: str
    reference: Mapping[str, Any]
    owner: PersonId | None = None
    desk: bool = False

    @property
    def shows(self) -> bool:
        """Whether living cards are kept here: participants get none in their own chats."""
        return self.desk or not self.personal


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked in Teams, and what its acknowledgement is drawn with.

    `told` says that the asker has had it already; `named` is a word that was meant to address
    somebody and fits nobody.
    """

    conversation: ConversationId
    told: bool = False
    language: str | None = None
    named: str | None = None


class Rooms:
    """Kept in Notes, read once at the start; written only when something about a room changes."""

    def __init__(self, hub: Hub, notes: Notes, *, home: MeetingId | None) -> None:
        self._hub = hub
        self._notes = notes
        self._home = home
        self._rooms: dict[ConversationId, Room] = {}
        self._showing: dict[ConversationId, Room] = {}
        self._own: dict[PersonId, ConversationId] = {}
        self._bound: dict[ConversationId, MeetingId] = {}
        self._members: dict[PersonId, str] = {}

    async def load(self) -> None:
        """Read all that is known; raises the store's errors."""
        for kind in (ROOM, BOUND, MEMBER):
            for key in await self._notes.keys(kind):
                await self.learn(key)

    async def learn(self, key: str) -> Room | None:
        """Read one note, which another process may have written; give the room it is about."""
        if key == FINISHED:
            await self.check()
        for kind, take in ((ROOM, self._learn_room), (BOUND, self._bind), (MEMBER, self._meet)):
            if key.startswith(kind):
                take(key.removeprefix(kind), await self._notes.get(key))
        return self._rooms.get(ConversationId(key.removeprefix(ROOM)))

    def _learn_room(self, name: str, kept: Json) -> None:
        conversation = ConversationId(name)
        if isinstance(kept, dict):
            self._hold(_room(conversation, kept))
        else:
            self._let_go(conversation)

    def _bind(self, name: str, kept: Json) -> None:
        if isinstance(kept, str):
            self._bound[ConversationId(name)] = MeetingId(kept)

    def _meet(self, name: str, kept: Json) -> None:
        if isinstance(kept, str):
            self._members[PersonId(name)] = kept

    def meeting_of(self, conversation: ConversationId) -> MeetingId | None:
        """Say which meeting a chat belongs to: the demo, what it was bound to, or the only one."""
        if self._home is not None:
            return self._home
        bound = self._bound.get(conversation)
        meetings = [meeting.plan.meeting for meeting in self._hub.meetings()]
        if bound in meetings:
            return bound
        return meetings[0] if len(meetings) == 1 else None

    async def bind(self, conversation: ConversationId, meeting: MeetingId) -> None:
        self._bound[conversation] = meeting
        await self._notes.put(BOUND + conversation, meeting)

    def get(self, conversation: ConversationId) -> Room | None:
        return self._rooms.get(conversation)

    async def find(self, conversation: ConversationId) -> Room | None:
        """Give a conversation, also one that another process has just met."""
        return self._rooms.get(conversation) or await self.learn(ROOM + conversation)

    def of(self, meeting: MeetingId) -> Iterator[Room]:
        """Give a meeting's chats: the common ones, and those of its hosts and speakers."""
        for room in [*self._showing.values()]:
            if self.meeting_of(room.id) == meeting:
                yield room

    async def keep(self, room: Room) -> None:
        """Remember the newest way to a conversation; on disk when this returns."""
        known = self._rooms.get(room.id)
        if known is not None:
            if room.owner is None:
                room = replace(room, owner=known.owner, desk=known.desk)
            if known == room:
                return
        self._hold(room)
        await self._notes.put(ROOM + room.id, _kept(room))

    def _hold(self, room: Room) -> None:
        self._rooms[room.id] = room
        self._showing.pop(room.id, None)
        if room.shows:
            self._showing[room.id] = room
        if room.owner is not None:
            self._own[room.owner] = room.id

    async def forget(self, conversation: ConversationId) -> None:
        self._let_go(conversation)
        await self._notes.put(ROOM + conversation, None)
        for key in await self._notes.keys(f"{CARD}{conversation}/"):
            await self._notes.put(key, None)

    def _let_go(self, conversation: ConversationId) -> None:
        room = self._rooms.pop(conversation, None)
        self._showing.pop(conversation, None)
        if room is not None and room.owner is not None:
            self._own.pop(room.owner, None)

    async def check(self) -> None:
        """Let go of whatever is noted no more: somebody was erased, here or by another process."""
        for conversation in [*self._rooms]:
            if await self._notes.get(ROOM + conversation) is None:
                self._let_go(conversation)
        for person in [*self._members]:
            if await self._notes.get(MEMBER + person) is None:
                self._members.pop(person, None)

    async def met(self, person: PersonId, member: str) -> None:
        """Note under which id Teams knows a host, so that cards can refresh for them."""
        if self._members.get(person) != member:
            self._members[person] = member
            await self._notes.put(MEMBER + person, member)

    def members(self, people: tuple[PersonId, ...]) -> tuple[str, ...]:
        return tuple(self._members[person] for person in people if person in self._members)

    def own(self, person: PersonId) -> Room | None:
        """Give somebody's own chat with the bot, if they have one."""
        own = self._own.get(person)
        return None if own is None else self._rooms.get(own)

    async def asked(self, question: QuestionId, asked: Asked) -> None:
        """Note where a question is being asked, before it is, so that it is acknowledged there."""
        note: dict[str, Json] = {"in": asked.conversation, "told": asked.told}
        more = {"language": asked.language, "named": asked.named}
        await self._notes.put(ASKED + question, note | {k: v for k, v in more.items() if v})

    async def not_asked(self, question: QuestionId) -> None:
        """Take the note back: no question came of it."""
        await self._notes.put(ASKED + question, None)

    async def asked_in(self, question: QuestionId, asker: PersonId | None) -> Asked | None:
        """Say where to tell the asker: where it was asked, else in the own chat."""
        if asker is None:
            return None
        found = await self._notes.get(ASKED + question)
        if isinstance(found, str):  # as it was noted in the beginning
            return Asked(ConversationId(found), told=True)
        if isinstance(found, dict):
            language, named = found.get("language"), found.get("named")
            return Asked(
                ConversationId(str(found.get("in"))),
                told=found.get("told") is True,
                language=language if isinstance(language, str) else None,
                named=named if isinstance(named, str) else None,
            )
        own = self._own.get(asker)
        return None if own is None else Asked(own, told=True)


class KeptCardIds:
    """The living cards' message ids, in Notes: a restart changes the same cards."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    async def get(
        self, conversation: ConversationId, kind: Living, about: str | None = None
    ) -> str | None:
        found = await self._notes.get(_card_key(conversation, kind, about))
        return found if isinstance(found, str) else None

    async def put(
        self, conversation: ConversationId, kind: Living, activity: str, about: str | None = None
    ) -> None:
        await self._notes.put(_card_key(conversation, kind, about), activity)


def _card_key(conversation: ConversationId, kind: Living, about: str | None) -> str:
    return f"{CARD}{conversation}/{about or kind.value}"


def _kept(room: Room) -> dict[str, Json]:
    return {
        "personal": room.personal,
        "service_url": room.service_url,
        "reference": dict(room.reference),
        "owner": room.owner,
        "desk": room.desk,
    }


def _room(conversation: ConversationId, kept: Mapping[str, Json]) -> Room:
    owner = kept.get("owner")
    return Room(
        conversation,
        bool(kept.get("personal")),
        str(kept.get("service_url")),
        cast("Mapping[str, Any]", kept.get("reference")),
        owner=PersonId(owner) if isinstance(owner, str) else None,
        desk=bool(kept.get("desk")),
    )
