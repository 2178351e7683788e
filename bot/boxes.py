"""The boxes that ballots lie in: one for the evaluation, one for each poll."""

from collections.abc import Mapping, Sequence

from meeting import poll_tally, tally
from meeting.events import (
    BallotCast,
    Change,
    EvaluationClosed,
    PollAnswered,
    PollClosed,
    PollDropped,
)
from meeting.ids import Answers, BallotKey, PollId
from meeting.model import Meeting

Box = PollId | None  # that of the evaluation has no poll
Ballots = Mapping[BallotKey, Answers]


def ballots_of(changes: Sequence[Change]) -> Mapping[Box, Ballots]:
    """Give the ballots that were cast, by the box that they go into."""
    found: dict[Box, dict[BallotKey, Answers]] = {}
    for event in (event for change in changes for event in change.events):
        match event:
            case BallotCast(ballot, answers) if ballot is not None:
                found.setdefault(None, {})[ballot] = answers
            case PollAnswered(poll, ballot, values) if ballot is not None:
                found.setdefault(poll, {})[ballot] = {poll: values}
            case _:
                pass
    return found


def emptied_by(changes: Sequence[Change]) -> set[Box]:
    """Give the boxes whose ballots have been counted for good, or thrown away."""
    found: set[Box] = set()
    for event in (event for change in changes for event in change.events):
        match event:
            case EvaluationClosed():
                found.add(None)
            case PollClosed(poll) | PollDropped(poll):
                found.add(poll)
            case _:
                pass
    return found


def uncounted(meeting: Meeting) -> tuple[Box, ...]:
    """Give the boxes whose ballots are counted while they can still be changed."""
    poll = poll_tally.open_poll(meeting.polls)
    evaluation: tuple[Box, ...] = (None,) if meeting.evaluation.open else ()
    return (*evaluation, *(() if poll is None else (poll.id,)))


def counted(meeting: Meeting) -> tuple[Box, ...]:
    """Give the boxes whose ballots are counted for good, so that nothing may be left in them."""
    evaluation: tuple[Box, ...] = (None,) if meeting.evaluation.closed else ()
    return (*evaluation, *(poll.id for poll in meeting.polls if not poll.open))


def with_ballots(meeting: Meeting, box: Box, ballots: Ballots) -> Meeting:
    """Count ballots that lie in a box; what is counted already costs nothing."""
    counting = tally.restored if box is None else poll_tally.restored
    return counting(meeting, ballots)
