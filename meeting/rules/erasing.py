"""Who may have somebody erased, and when data has had its time."""

from meeting import commands as c
from meeting import events as e
from meeting.model import ANSWERERS, Meeting, Phase, Role
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights


def erase(meeting: Meeting, command: c.Command, deed: c.ErasingDeed) -> tuple[e.Event, ...]:
    match deed:
        case c.ErasePerson():
            return _person(meeting, command, deed)
        case c.EraseData():
            return _data(meeting, command, deed)


def _person(meeting: Meeting, command: c.Command, deed: c.ErasePerson) -> tuple[e.Event, ...]:
    """Let people erase themselves and hosts erase participants; the operator (nobody) may more.

    Whoever stands in the programme has a seat in it until the meeting is over: a meeting without
    its host could not be led.
    """
    by, person = command.by, deed.person
    if by is not None and by != person and Role.HOST not in meeting.roles(by):
        raise RefusedError(Reason.HOST_ONLY)
    if not _known(meeting, deed):
        raise RefusedError(Reason.NOBODY_HERE, field="person")
    seated = meeting.roles(person) & ANSWERERS
    if seated and (by is not None or meeting.phase is not Phase.CLOSED):
        raise RefusedError(Reason.IN_PROGRAMME, field="person")
    return (e.PersonErased(person),)


def _known(meeting: Meeting, deed: c.ErasePerson) -> bool:
    """Tell whether there is anything of somebody, though it be only what nobody's name is on."""
    named = deed.person in meeting.people or deed.person in meeting.own
    nameless = any(token in meeting.tokens for token in deed.tokens)
    return named or nameless or any(key in meeting.evaluation.ballots for key in deed.ballots)


def _data(meeting: Meeting, command: c.Command, deed: c.EraseData) -> tuple[e.Event, ...]:
    rights.clock_only(command)
    if meeting.phase is not Phase.CLOSED or meeting.evaluation.open:
        raise RefusedError(Reason.NOT_OVER)
    return () if deed.data in meeting.erased else (e.DataErased(deed.data),)
