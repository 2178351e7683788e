"""The conversations that the bot is in: how to reach each, whose it is, which meeting's it is."""

from collections.abc import Iterator
from dataclasses import replace

from bot.erasing.erasures import FINISHED
from bot.hub import Hub
from bot.ports import Json, Notes
from bot.teams.noted import ASKED, BOUND, CARD, CHANNEL, MEMBER, ROOM
from bot.teams.outbox.sending import ConversationId, Living
from bot.teams.room import THREAD, Asked, Room, kept_asked, kept_room, read_asked, read_room
from meeting.ids import MeetingId, PersonId, QuestionId


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
        self._channels: dict[ConversationId, MeetingId] = {}
        self._members: dict[PersonId, str] = {}

    @property
    def fixed(self) -> bool:
        """Whether every chat is the demo's."""
        return self._home is not None

    async def load(self) -> None:
        """Read all that is known; raises the store's errors."""
        for kind in (ROOM, BOUND, CHANNEL, MEMBER):
            for key in await self._notes.keys(kind):
                await self.learn(key)

    async def learn(self, key: str) -> Room | None:
        """Read one note, which another process may have written; give the room it is about."""
        if key == FINISHED:
            await self.check()
        for kind, take in (
            (ROOM, self._learn_room),
            (BOUND, self._bind),
            (CHANNEL, self._bind_channel),
            (MEMBER, self._meet),
        ):
            if key.startswith(kind):
                take(key.removeprefix(kind), await self._notes.get(key))
        return self._rooms.get(ConversationId(key.removeprefix(ROOM).removeprefix(BOUND)))

    def _learn_room(self, name: str, kept: Json) -> None:
        conversation = ConversationId(name)
        if isinstance(kept, dict):
            self._hold(read_room(conversation, kept))
        else:
            self._let_go(conversation)

    def _bind(self, name: str, kept: Json) -> None:
        if isinstance(kept, str):
            self._bound[ConversationId(name)] = MeetingId(kept)

    def _bind_channel(self, name: str, kept: Json) -> None:
        if isinstance(kept, str):
            self._channels[ConversationId(name)] = MeetingId(kept)

    def _meet(self, name: str, kept: Json) -> None:
        if isinstance(kept, str):
            self._members[PersonId(name)] = kept

    def meeting_of(self, conversation: ConversationId, *, alone: bool = False) -> MeetingId | None:
        """Say which meeting a chat belongs to: the demo, or what it was bound to.

        A channel's thread belongs to what its channel does, unless it stands `alone`: what is the
        chat of a meeting of its own waits until it is bound itself.
        """
        if self._home is not None:
            return self._home
        room = self._rooms.get(conversation)
        bound = self._bound.get(conversation)
        if bound is None and not alone and (room is None or room.call is None):
            channel = ConversationId(conversation.partition(THREAD)[0])
            bound = self._channels.get(channel) or self._bound.get(channel)
        known = bound is not None and self._hub.knows(bound)
        return bound if known else None

    def unbound(self) -> tuple[Room, ...]:
        """Give the common chats that belong to no meeting yet."""
        return tuple(
            room
            for room in self._rooms.values()
            if not room.personal and self.meeting_of(room.id) is None
        )

    async def bind(self, conversation: ConversationId, meeting: MeetingId) -> None:
        """Tie a conversation to a meeting; on disk when this returns."""
        if self._bound.get(conversation) != meeting:
            await self._notes.put(BOUND + conversation, meeting)
            self._bound[conversation] = meeting

    async def bind_channel(self, channel: ConversationId, meeting: MeetingId) -> None:
        """Have a channel's other threads answered for the meeting that one of them is tied to."""
        if channel not in self._channels:
            await self._notes.put(CHANNEL + channel, meeting)
            self._channels[channel] = meeting

    def shows(self, room: Room) -> bool:
        """Say whether living cards are kept here: of a channel's threads, only in the bound one."""
        in_place = room.personal or self._home is not None or room.id in self._bound
        return room.shows and in_place

    def get(self, conversation: ConversationId) -> Room | None:
        return self._rooms.get(conversation)

    async def find(self, conversation: ConversationId) -> Room | None:
        """Give a conversation, also one that another process has just met."""
        return self._rooms.get(conversation) or await self.learn(ROOM + conversation)

    def of(self, meeting: MeetingId) -> Iterator[Room]:
        """Give a meeting's chats: the common ones, and those of its hosts and speakers."""
        for room in [*self._showing.values()]:
            if self.meeting_of(room.id) == meeting and self.shows(room):
                yield room

    async def keep(self, room: Room) -> None:
        """Remember the newest way to a conversation; on disk when this returns."""
        known = self._rooms.get(room.id)
        if known is not None:
            if room.owner is None:
                room = replace(room, owner=known.owner, desk=known.desk)
            call, tenant = room.call or known.call, room.tenant or known.tenant
            room = replace(room, call=call, tenant=tenant)
            if known == room:
                return
        self._hold(room)
        await self._notes.put(ROOM + room.id, kept_room(room))

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
        await self.begin_anew(conversation)

    async def begin_anew(self, conversation: ConversationId) -> None:
        """Forget which messages are its living cards: the next ones are posted at its end."""
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
        """Note under which id Teams knows a host or speaker, to refresh cards and to alert."""
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
        await self._notes.put(ASKED + question, kept_asked(asked))

    async def not_asked(self, question: QuestionId) -> None:
        """Take the note back: no question came of it."""
        await self._notes.put(ASKED + question, None)

    async def asked_in(self, question: QuestionId, asker: PersonId | None) -> Asked | None:
        """Say where to tell the asker: where it was asked, else in the own chat."""
        if asker is None:
            return None
        found = read_asked(await self._notes.get(ASKED + question))
        if found is not None:
            return found
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
