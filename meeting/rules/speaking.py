"""Hosts and speakers beside the agenda: who is here, what the clock and hosts tell them."""

from meeting import commands as c
from meeting import events as e
from meeting.model import ANSWERERS, Meeting, Phase, Role
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights, steering
from meeting.rules.texts import check_text
from meeting.signals import signals

LONGEST_MESSAGE = 300  # characters: it is read at a glance, while speaking


def arrive(meeting: Meeting, command: c.Command) -> tuple[e.Event, ...]:
    """Note that a host or speaker has been seen; others and a closed meeting need no note."""
    person = command.by
    known = meeting.roles(person) & {Role.HOST, Role.SPEAKER}
    if person is None or not known or person in meeting.here or meeting.phase is Phase.CLOSED:
        return ()
    return (e.PersonArrived(person),)


def signal(meeting: Meeting, command: c.Command, deed: c.Signal) -> tuple[e.Event, ...]:
    """Say what the time says, once, and only if it still does."""
    rights.clock_only(command)
    index = steering.index_of(meeting, deed.item)
    due = any(
        (one.index, one.mark) == (index, deed.mark) and one.holds(command.at)
        for one in signals(meeting)
    )
    return (e.Signalled(index, deed.mark),) if due else ()


def message(meeting: Meeting, command: c.Command, deed: c.MessageSpeaker) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    rights.not_closed(meeting)
    if command.by is None or Role.SPEAKER not in meeting.roles(deed.to):
        raise RefusedError(Reason.UNKNOWN_PERSON, field="to")
    check_text(deed.text, most=LONGEST_MESSAGE)
    return (e.SpeakerMessaged(command.id, deed.to, command.by, deed.text),)


def withdraw(meeting: Meeting, command: c.Command, deed: c.WithdrawLink) -> tuple[e.Event, ...]:
    """Let hosts, or the operator (nobody), withdraw a link; also when the meeting is over."""
    rights.host_or_clock(meeting, command)
    if not meeting.roles(deed.person) & ANSWERERS:
        raise RefusedError(Reason.UNKNOWN_PERSON, field="person")
    return (e.LinkWithdrawn(deed.person),)


def see(meeting: Meeting, command: c.Command, deed: c.SeeMessage) -> tuple[e.Event, ...]:
    """Let the speaker say that it was seen; saying it again changes nothing."""
    found = next((one for one in meeting.messages if one.id == deed.message), None)
    if found is None or command.by != found.to:
        raise RefusedError(Reason.NOT_YOURS if found else Reason.UNKNOWN_MESSAGE)
    return () if found.seen else (e.MessageSeen(found.id),)
