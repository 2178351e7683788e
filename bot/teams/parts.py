"""What a turn works with, and what is the same for talking, pressing and arriving."""

from dataclasses import dataclass, replace

from bot.conversation import Conversation, Turn
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, Notes
from bot.teams.drawing import Drawing
from bot.teams.heard import Heard
from bot.teams.outbox import Outbox
from bot.teams.people import People
from bot.teams.redrawing import Redrawing
from bot.teams.repeats import Recent
from bot.teams.rooms import KeptCardIds, Room, Rooms
from bot.teams.roster import Roster
from meeting.model import CommandId, Meeting, PersonId, Role

RIGHTS = frozenset({Role.HOST, Role.SPEAKER})


@dataclass(frozen=True, slots=True)
class Parts:
    """`same` maps what was asked to the first command that asked it, `heard` is what was heard."""

    hub: Hub
    conversation: Conversation
    keys: Keys
    clock: Clock
    notes: Notes
    people: People
    rooms: Rooms
    cards: KeptCardIds
    drawing: Drawing
    outbox: Outbox
    redrawing: Redrawing
    roster: Roster
    same: Recent[CommandId]
    heard: Recent[bool]

    def meeting(self, heard: Heard) -> Meeting | None:
        found = self.rooms.meeting_of(heard.base)
        return None if found is None else self.hub.state(found)

    def turn(self, heard: Heard, meeting: Meeting, person: PersonId) -> Turn:
        return Turn(
            meeting=meeting.plan.meeting,
            person=person,
            command=self.keys.command("teams", heard.conversation, heard.activity),
            at=self.clock.now(),
            language=meeting.plan.language,
            direct=heard.direct,
        )

    def first_of_same(self, turn: Turn, heard: Heard, text: str) -> CommandId:
        """Give the command that asked the same thing here a moment ago, under whatever id."""
        said = " ".join(text.casefold().split())
        key = self.keys.signature("teams same", heard.conversation, turn.person, said)
        return self.same.first(key, turn.command)

    async def enter(self, room: Room, heard: Heard, meeting: Meeting, person: PersonId) -> Room:
        """Remember the way to this conversation, and whose own chat it is."""
        roles = meeting.roles(person) & RIGHTS
        if heard.personal:
            room = replace(room, owner=person, desk=bool(roles))
        if Role.HOST in roles and heard.sender.entra is not None:
            await self.rooms.met(person, heard.sender.id)
        known = self.rooms.get(room.id)
        await self.rooms.keep(room)
        self.outbox.heard_from(room.id)
        if known is None or known.shows != room.shows:
            self.redrawing.room(room)
        return room
