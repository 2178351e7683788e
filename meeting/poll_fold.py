"""The fold's part about polls."""

from dataclasses import replace
from typing import assert_never

from immutables import Map

from meeting import events as e
from meeting.ids import PollId
from meeting.model import Meeting
from meeting.poll_tally import answered, changed, poll_of, sums_of
from meeting.polls import Poll


def polling(state: Meeting, event: e.PollEvent) -> Meeting:
    match event:
        case e.PollAsked():
            return _asked(state, event)
        case e.PollDropped(poll):
            return replace(state, polls=tuple(one for one in state.polls if one.id != poll))
        case _:
            return changed(state, _poll(state, event))


def _asked(state: Meeting, event: e.PollAsked) -> Meeting:
    poll = Poll(
        event.poll,
        state.polls[-1].number + 1 if state.polls else 1,
        event.question,
        event.item,
        event.prepared,
        shown=not event.question.hidden,
        told=state.version,
    )
    return replace(state, polls=(*state.polls, poll))


OfOnePoll = (
    e.PollAnswered
    | e.PollCounted
    | e.PollSumsCarried
    | e.PollClosed
    | e.PollResultShown
    | e.WordStruck
)


def _poll(state: Meeting, event: OfOnePoll) -> Poll:
    before = _known(state, event.poll)
    match event:
        case e.PollAnswered(_, ballot, values):
            # The log keeps it empty: at a replay the ballots come from beside the log.
            return before if ballot is None else answered(before, ballot, values)
        case e.PollCounted(_, responses, counts):
            return replace(before, published=sums_of(responses, counts))
        case e.PollSumsCarried(_, responses, counts):
            return replace(before, sums=sums_of(responses, counts), ballots=Map())
        case e.PollClosed():
            return _closed(before, event, state.version)
        case e.WordStruck(_, word, struck):
            others = before.struck - {word}
            return replace(before, struck=others | {word} if struck else others)
        case e.PollResultShown(_, shown):
            return replace(before, shown=shown, told=state.version)
        case _:
            assert_never(event)


def _closed(before: Poll, event: e.PollClosed, version: int) -> Poll:
    """Keep the sums that the event carries and nothing of any ballot."""
    return Poll(
        before.id,
        before.number,
        before.question,
        before.item,
        before.prepared,
        open=False,
        shown=event.shown,
        told=version,
        sums=sums_of(event.responses, event.counts),
        struck=before.struck,
    )


def _known(state: Meeting, poll: PollId) -> Poll:
    found = poll_of(state.polls, poll)
    if found is None:
        raise ValueError("no such poll")
    return found
