"""Answers without a name become deeds: a key stands for the person, and the way back is secret."""

from bot.hub import Hub
from bot.keys import poll_id
from dialogs.acting import Submit
from dialogs.poll_fields import PollAnswer
from dialogs.poll_words import AskRoom
from meeting import commands as c
from meeting.ids import CommandId, MeetingId, PersonId, PollId
from meeting.model import Meeting
from meeting.poll_tally import poll_of
from meeting.refusals import Reason, RefusedError


async def ballot(
    hub: Hub, meeting: MeetingId, person: PersonId, said: Submit | PollAnswer
) -> c.CastBallot | c.AnswerPoll:
    """Put answers under the person's key. Raises RefusedError."""
    if person not in hub.state(meeting).people:
        raise RefusedError(Reason.NOT_JOINED)
    match said:
        case Submit(answers):
            roll = await hub.roll_key(meeting, person)
            return c.CastBallot(await hub.ballot_key(meeting, person), answers, roll)
        case PollAnswer(poll, values):
            await _check_open(hub, meeting, poll)
            return c.AnswerPoll(poll, await hub.ballot_key(meeting, person, poll), values)


def asking(room: AskRoom, command: CommandId) -> c.AskPoll:
    """Give the poll an id that follows from the command, so that a repeat asks it once."""
    return c.AskPoll(poll_id(command), room.question, room.prepared, room.instead)


async def _check_open(hub: Hub, meeting: MeetingId, poll: PollId) -> None:
    """See that it is open before a key is made for it; it may be news from another process."""
    if _is_open(hub.state(meeting), poll):
        return
    await hub.refresh(meeting)
    state = hub.state(meeting)
    if not _is_open(state, poll):
        known = poll_of(state.polls, poll) is not None
        raise RefusedError(Reason.POLL_CLOSED if known else Reason.UNKNOWN_POLL)


def _is_open(meeting: Meeting, poll: PollId) -> bool:
    found = poll_of(meeting.polls, poll)
    return found is not None and found.open
