"""Who is this: a host or speaker of the plan by Entra object id, else a participant."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock
from bot.teams.heard import Sender
from dialogs.cleaning import cleaned_line
from meeting.commands import Arrive, Command, Join
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting, Phase, Role
from meeting.refusals import Reason, RefusedError
from meeting.rules.texts import LONGEST_NAME


@dataclass(frozen=True, slots=True)
class People:
    """`by_name` is the demo's rule: a signed-in person with a host's or speaker's name is that one.

    Rights never come from anything else that Teams says, least of all from a Teams role.
    """

    hub: Hub
    keys: Keys
    clock: Clock
    entra: Mapping[str, PersonId]
    by_name: bool

    def identify(self, sender: Sender, meeting: Meeting) -> PersonId:
        known = self._known(sender, meeting)
        return known if known is not None else self._participant(sender, meeting)

    def _participant(self, sender: Sender, meeting: Meeting) -> PersonId:
        """Give whoever is signed in the id that they have in the tab too: one person, one vote."""
        by_teams = self.keys.participant("teams", sender.id)
        if sender.entra is None or by_teams in meeting.people:  # in it before the tab was there
            return by_teams
        return self.keys.signed_in(sender.entra)

    def _known(self, sender: Sender, meeting: Meeting) -> PersonId | None:
        if sender.entra is None:
            return None
        mapped = self.entra.get(sender.entra.casefold())
        if mapped is not None or not self.by_name:
            return mapped
        name = cleaned_line(sender.name or "")
        planned = (p.id for p in meeting.plan.people if p.name == name)
        return next(planned, None)

    async def seen(self, person: PersonId, id_: MeetingId) -> None:
        """Note, once, that a host or speaker is here; of others nothing is noted."""
        meeting = self.hub.state(id_)
        wanted = meeting.roles(person) & {Role.HOST, Role.SPEAKER}
        if not wanted or person in meeting.here or meeting.phase is Phase.CLOSED:
            return
        command = self.keys.command("teams arrive", id_, person)
        await self.hub.send(id_, Command(command, self.clock.now(), person, Arrive()))

    async def join(self, person: PersonId, sender: Sender, meeting: MeetingId) -> None:
        """Bring the person into the meeting, once; a closed meeting takes nobody in any more."""
        if person in self.hub.state(meeting).people:
            return
        name = cleaned_line(sender.name or "")[:LONGEST_NAME].strip() or None
        command = Command(
            self.keys.command("teams join", meeting, person),
            self.clock.now(),
            person,
            Join(name, None),
        )
        try:
            await self.hub.send(meeting, command)
        except RefusedError as refused:
            if refused.reason is not Reason.MEETING_CLOSED:
                raise
