"""Counting a poll as ballots come, and what may be seen of it while it is open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from immutables import Map

from meeting.events import (
    Change,
    Event,
    PollAnswered,
    PollAsked,
    PollClosed,
    PollDropped,
    PollSumsCarried,
)
from meeting.ids import Answers, BallotKey, PollId
from meeting.model import Meeting
from meeting.pictures import Sums, held_with, publishable
from meeting.polls import Poll, PollKind


def open_poll(polls: Sequence[Poll]) -> Poll | None:
    """Give the poll that can be answered now."""
    return next((poll for poll in reversed(polls) if poll.open), None)


def poll_of(polls: Sequence[Poll], wanted: PollId) -> Poll | None:
    return next((poll for poll in polls if poll.id == wanted), None)


def changed(meeting: Meeting, poll: Poll) -> Meeting:
    """Put a poll in place of the one with its id."""
    polls = tuple(poll if one.id == poll.id else one for one in meeting.polls)
    return replace(meeting, polls=polls)


def answered(poll: Poll, ballot: BallotKey, values: tuple[str, ...]) -> Poll:
    """Put a ballot in place of the same person's earlier one and correct the sums."""
    earlier = poll.ballots.get(ballot)
    counts = poll.sums.counts
    if earlier is not None:
        counts = _add(counts, counted(poll, earlier), -1)
    counts = _add(counts, counted(poll, values), 1)
    sums = Sums(poll.sums.responses + (earlier is None), counts)
    ballots, held = poll.ballots.set(ballot, values), held_with(poll.held, sums)
    return replace(poll, ballots=ballots, sums=sums, held=held)


def counted(poll: Poll, values: Sequence[str]) -> Sequence[str]:
    """Give what is counted of one person's answer: in a ranking, each option in its place."""
    if poll.question.kind is PollKind.RANKING:
        return [f"{value}:{place}" for place, value in enumerate(values, 1)]
    return values


def next_picture(poll: Poll) -> Sums | None:
    """Give what everybody may see of it from now on, if that has become more."""
    if not (poll.open and poll.shown):
        return None
    return publishable(poll.published, poll.held, poll.sums.responses)


def restored(meeting: Meeting, ballots: Mapping[BallotKey, Answers]) -> Meeting:
    """Count the open poll's ballots that lie beside the log, on top of what the log carries.

    What is counted already costs nothing, so this may be said again when others have answered.
    """
    poll = before = open_poll(meeting.polls)
    if poll is None:
        return meeting
    for ballot, answers in ballots.items():
        values = answers.get(poll.id)
        if values is not None and poll.ballots.get(ballot) != values:
            poll = answered(poll, ballot, values)
    return meeting if poll is before else changed(meeting, poll)


def closing(poll: Poll, *, shown: bool) -> PollClosed:
    """Give the sums as they are kept for good."""
    return PollClosed(poll.id, poll.sums.responses, _sorted(poll.sums.counts), shown)


def sums_of(responses: int, counts: Mapping[str, int]) -> Sums:
    return Sums(responses, Map(counts))


def counts_of(sums: Sums) -> Mapping[str, int]:
    return _sorted(sums.counts)


def carrying(log: Sequence[Change], polls: Sequence[Poll]) -> tuple[Change, ...]:
    """Give a log to take elsewhere: with the sums of a poll that is open put into it.

    They stand in the change of its latest ballot, so that the version stays what it was.
    """
    poll = open_poll(polls)
    if poll is None or not poll.sums.responses:
        return tuple(log)
    latest = max(n for n, change in enumerate(log) if any(_counts(e, poll) for e in change.events))
    carries = PollSumsCarried(poll.id, poll.sums.responses, counts_of(poll.sums))
    return tuple(
        replace(
            change,
            events=(
                *(event for event in change.events if not isinstance(event, PollSumsCarried)),
                *((carries,) if n == latest else ()),
            ),
        )
        for n, change in enumerate(log)
    )


def open_in(log: Sequence[Change]) -> PollId | None:
    """Say which poll a log leaves open, without making the whole meeting of it."""
    found: PollId | None = None
    for event in (event for change in log for event in change.events):
        match event:
            case PollAsked(poll):
                found = poll
            case PollClosed(poll) | PollDropped(poll) if poll == found:
                found = None
            case _:
                pass
    return found


def _counts(event: Event, poll: Poll) -> bool:
    return isinstance(event, PollAnswered | PollSumsCarried) and event.poll == poll.id


def _add(counts: Map[str, int], said: Sequence[str], by: int) -> Map[str, int]:
    for what in said:
        count = counts.get(what, 0) + by
        counts = counts.set(what, count) if count else counts.delete(what)
    return counts


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
