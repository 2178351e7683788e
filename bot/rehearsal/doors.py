"""The hub of a rehearsal, which notes whom a real person has come as."""

from typing_extensions import override

from bot.batch import Outcome
from bot.hub import Hub
from meeting.commands import Arrive, Command
from meeting.ids import CommandId, MeetingId, PersonId

SIMULATED = "simulated-"  # so begin the ids of what nobody real has done


def simulated(number: int) -> CommandId:
    return CommandId(f"{SIMULATED}{number}")


class RehearsalHub(Hub):
    """A hub like any other; `real` are the hosts and speakers whose own link was opened."""

    real: frozenset[PersonId] = frozenset()

    @override
    async def send(self, meeting: MeetingId, command: Command) -> Outcome:
        opened = isinstance(command.deed, Arrive) and not command.id.startswith(SIMULATED)
        if opened and command.by is not None:
            self.real |= {command.by}
        return await super().send(meeting, command)
