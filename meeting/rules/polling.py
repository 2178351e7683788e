"""Polls: one open at a time, answered once a person and changeable until a host closes it."""

from dataclasses import replace
from typing import assert_never

from meeting import commands as c
from meeting import events as e
from meeting.ids import PollId
from meeting.model import Meeting
from meeting.poll_tally import (
    answered,
    closing,
    counts_of,
    next_picture,
    open_poll,
    poll_of,
)
from meeting.polls import Poll, PollKind
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.poll_answers import allowed
from meeting.rules.poll_wording import check

MOST_POLLS = 100  # in one meeting; each costs something in every view


def polled(meeting: Meeting, command: c.Command, deed: c.PollDeed) -> tuple[e.Event, ...]:
    match deed:
        case c.AskPoll():
            return ask(meeting, command, deed)
        case c.ClosePoll():
            return close(meeting, command, deed)
        case c.ShowPollResult():
            return show(meeting, command, deed)
        case c.DropPoll():
            return drop(meeting, command, deed)
        case c.StrikeWord():
            return strike(meeting, command, deed)
        case c.AnswerPoll():
            return answer(meeting, deed)
        case _:
            assert_never(deed)


def ask(meeting: Meeting, command: c.Command, deed: c.AskPoll) -> tuple[e.Event, ...]:
    """Ask the room, and close and show the poll that this one takes the place of, if it does."""
    rights.host_or_clock(meeting, command)
    rights.not_closed(meeting)
    if poll_of(meeting.polls, deed.poll) is not None:
        return ()
    check(deed.question)
    if len(meeting.polls) >= MOST_POLLS:
        raise RefusedError(Reason.TOO_MANY, most=MOST_POLLS)
    before = open_poll(meeting.polls)
    if before is not None and before.id != deed.instead:
        raise RefusedError(Reason.POLL_OPEN)
    closed = () if before is None else (closing(before, shown=True),)
    item = meeting.item.id if meeting.item else None
    return (*closed, e.PollAsked(deed.poll, deed.question, item, deed.prepared))


def close(meeting: Meeting, command: c.Command, deed: c.ClosePoll) -> tuple[e.Event, ...]:
    """Close it; one that is closed already stays as it is."""
    rights.host_or_clock(meeting, command)
    poll = open_poll(meeting.polls) if deed.poll is None else _known(meeting, deed.poll)
    if poll is None:
        raise RefusedError(Reason.NO_POLL)
    return (closing(poll, shown=deed.shown),) if poll.open else ()


def show(meeting: Meeting, command: c.Command, deed: c.ShowPollResult) -> tuple[e.Event, ...]:
    """Show or hide a result; said again of a closed one it is news again."""
    rights.host_or_clock(meeting, command)
    poll = _latest(meeting) if deed.poll is None else _known(meeting, deed.poll)
    if poll.open and poll.shown is deed.shown:
        return ()
    if not (poll.shown or deed.shown):
        return ()
    return (e.PollResultShown(poll.id, deed.shown), *_pictured(replace(poll, shown=deed.shown)))


def drop(meeting: Meeting, command: c.Command, deed: c.DropPoll) -> tuple[e.Event, ...]:
    rights.host_or_clock(meeting, command)
    return (e.PollDropped(_known(meeting, deed.poll).id),)


def strike(meeting: Meeting, command: c.Command, deed: c.StrikeWord) -> tuple[e.Event, ...]:
    """Take out a word that somebody has said, in all its spellings, or give it back."""
    rights.host_or_clock(meeting, command)
    poll, word = _known(meeting, deed.poll), deed.word.casefold()
    said = poll.question.kind is PollKind.WORDS and word in map(str.casefold, poll.sums.counts)
    if not said:
        raise RefusedError(Reason.WRONG_ANSWER, field="word")
    same = (word in poll.struck) is deed.struck
    return () if same else (e.WordStruck(poll.id, word, deed.struck),)


def answer(meeting: Meeting, deed: c.AnswerPoll) -> tuple[e.Event, ...]:
    """Take an answer, or a new one in place of an earlier one; the same again changes nothing."""
    poll = _known(meeting, deed.poll)
    if not poll.open:
        raise RefusedError(Reason.POLL_CLOSED)
    values = allowed(poll.question, deed.values, meeting.plan)
    if poll.ballots.get(deed.ballot) == values:
        return ()
    after = answered(poll, deed.ballot, values)
    return (e.PollAnswered(poll.id, deed.ballot, values), *_pictured(after))


def at_the_close(meeting: Meeting) -> tuple[e.Event, ...]:
    """Close the poll that is open when the meeting ends."""
    poll = open_poll(meeting.polls)
    return () if poll is None else (closing(poll, shown=True),)


def _pictured(poll: Poll) -> tuple[e.PollCounted, ...]:
    sums = next_picture(poll)
    return () if sums is None else (e.PollCounted(poll.id, sums.responses, counts_of(sums)),)


def _latest(meeting: Meeting) -> Poll:
    if not meeting.polls:
        raise RefusedError(Reason.NO_POLL)
    return meeting.polls[-1]


def _known(meeting: Meeting, poll: PollId) -> Poll:
    found = poll_of(meeting.polls, poll)
    if found is None:
        raise RefusedError(Reason.UNKNOWN_POLL)
    return found
