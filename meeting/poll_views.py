"""What a person may see of the polls: others than hosts no result of fewer than five."""

from dataclasses import dataclass

from meeting.ids import ItemId, PollId
from meeting.model import Meeting
from meeting.pictures import FEWEST_RESPONDENTS, Sums
from meeting.poll_results import PollResult, result_of
from meeting.polls import Poll, PollQuestion
from meeting.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PollView:
    """One poll. `result` is None where this viewer may not see it, or not yet.

    `shown` says that everybody may see it as soon as enough have answered; `fresh` that the agenda
    has not gone on since it was asked, closed or shown. `item` was on when it was asked.
    """

    id: PollId
    number: int
    question: PollQuestion
    item: ItemId | None
    prepared: str | None
    open: bool
    shown: bool
    fresh: bool
    responses: int
    result: PollResult | None
    struck: tuple[str, ...] = ()  # what a host has taken out of a cloud, for hosts alone


@dataclass(frozen=True, slots=True)
class PreparedView:
    """A poll of the meeting file: whether it belongs to the item that is on, and was asked."""

    id: str
    question: PollQuestion
    now: bool
    asked: bool


def prepared_view(meeting: Meeting) -> tuple[PreparedView, ...]:
    """Give the prepared polls for a host: first those of the item that is on, last those asked."""
    asked = {poll.prepared for poll in meeting.polls}
    on = meeting.item.id if meeting.item else None
    views = [
        PreparedView(one.id, one.question, on is not None and one.item == on, one.id in asked)
        for one in meeting.plan.polls
    ]
    return tuple(sorted(views, key=lambda view: (view.asked, not view.now)))


def polls_view(meeting: Meeting, viewer: Viewer) -> tuple[PollView, ...]:
    """Give the polls in the order in which they were asked."""
    return tuple(poll_view(meeting, poll, viewer) for poll in meeting.polls)


def poll_view(meeting: Meeting, poll: Poll, viewer: Viewer) -> PollView:
    sums = poll.sums if viewer.host else _for_all(poll)
    return PollView(
        id=poll.id,
        number=poll.number,
        question=poll.question,
        item=poll.item,
        prepared=poll.prepared,
        open=poll.open,
        shown=poll.shown,
        fresh=poll.told > meeting.stepped,
        responses=poll.sums.responses,
        result=None if sums is None else result_of(poll.question, sums, poll.struck),
        struck=tuple(sorted(poll.struck)) if viewer.host else (),
    )


def _for_all(poll: Poll) -> Sums | None:
    """Give the sums that others than hosts may see."""
    sums = poll.published if poll.open else poll.sums
    if not poll.shown or sums is None or sums.responses < FEWEST_RESPONDENTS:
        return None
    return sums
