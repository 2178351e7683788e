"""Lets a sort of data go from a meeting when its time is up.

Exports stay: whoever has to keep an archive takes one before.
"""

from bot.erasing.erasures import Erasures
from bot.erasing.order import Gone
from meeting.commands import Command, EraseData
from meeting.expiry import times_withdrawn
from meeting.ids import CommandId, MeetingId, PersonId
from meeting.model import ANSWERERS, Meeting
from meeting.retention import Data


async def expire(erasures: Erasures, id_: MeetingId, data: Data, command: CommandId) -> None:
    """Do it once, whichever process is first. Raises RefusedError and the store's errors."""
    async with erasures.one_at_a_time:
        meeting = erasures.kept.hub.state(id_)
        if data is not Data.TEXTS:
            await _forget(erasures, meeting)
        deed = EraseData(data, _seats(erasures, meeting))
        sent = Command(command, erasures.clock.now(), None, deed)
        await erasures.kept.hub.send(id_, sent)
        await erasures.tell()


def _seats(erasures: Erasures, meeting: Meeting) -> dict[PersonId, PersonId]:
    """Give hosts and speakers the ids that their personal links lead to, names or no names."""
    id_ = meeting.plan.meeting
    seated = [person for person in meeting.people if meeting.roles(person) & ANSWERERS]
    if Data.NAMES in meeting.erased:
        return {person: person for person in seated}
    times = times_withdrawn(meeting)
    return {person: erasures.keys.seat(id_, person, times.get(person, 0)) for person in seated}


async def _forget(erasures: Erasures, meeting: Meeting) -> None:
    """Have the channels forget how to reach people whom no other meeting knows by name."""
    here = (meeting.plan.meeting,)
    for beside in erasures.kept.beside:
        await beside.forget(Gone(None, frozenset(meeting.questions)))
        for person in await beside.people():
            if person in meeting.people and not erasures.elsewhere(person, here):
                await beside.forget(Gone(person, frozenset()))
