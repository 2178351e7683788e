"""What a turn works with, and what is the same for talking, pressing and arriving."""

from dataclasses import dataclass, replace

from bot.conversation import Conversation, Turn
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, Notes
from bot.teams.drawing import Drawing
from bot.teams.errands import Errands
from bot.teams.heard import Heard
from bot.teams.joining.alerting import Alerts
from bot.teams.joining.guesses import Guesses
from bot.teams.joining.presence import Presence
from bot.teams.joining.service import CallService
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import ConversationId
from bot.teams.people import People
from bot.teams.redrawing import Redrawing
from bot.teams.repeats import Repeats
from bot.teams.room import Room
from bot.teams.rooms import KeptCardIds, Rooms
from bot.teams.roster import Roster
from meeting.ids import PersonId
from meeting.model import Meeting, Role

RIGHTS = frozenset({Role.HOST, Role.SPEAKER})


@dataclass(frozen=True, slots=True)
class Parts:
    """`outbox` is for what only the sending process does; everybody else leaves `errands`."""

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
    repeats: Repeats
    errands: Errands
    calls: CallService
    presence: Presence
    guesses: Guesses
    alerts: Alerts

    def meeting(self, heard: Heard) -> Meeting | None:
        """Give the meeting of the chat that something was heard in."""
        found = self.rooms.meeting_of(heard.conversation, alone=heard.call is not None)
        return None if found is None else self.hub.state(found)

    def meeting_in(self, conversation: ConversationId) -> Meeting | None:
        found = self.rooms.meeting_of(conversation)
        return None if found is None else self.hub.state(found)

    async def turn(self, heard: Heard, meeting: Meeting, person: PersonId) -> Turn:
        return Turn(
            meeting=meeting.plan.meeting,
            person=person,
            command=await self.repeats.command(heard),
            at=self.clock.now(),
            language=meeting.plan.language,
            direct=heard.direct,
        )

    async def enter(self, room: Room, heard: Heard, meeting: Meeting, person: PersonId) -> Room:
        """Remember the way to this conversation, and whose own chat it is."""
        roles = meeting.roles(person) & RIGHTS
        if heard.personal:
            room = replace(room, owner=person, desk=bool(roles))
        if roles and heard.sender.entra is not None:
            await self.rooms.met(person, heard.sender.id)
        known = self.rooms.get(room.id)
        if known is None and await self.presence.left_since(room.id, heard.sent):
            return room  # said before the bot was taken out, and delivered late
        await self.rooms.keep(room)
        self.outbox.heard_from(room.id)
        if known is None or known.shows != room.shows:
            self.redrawing.room(room)
        return room
