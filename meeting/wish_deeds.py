"""What people wish for the next meeting."""

from dataclasses import dataclass

from meeting.ids import WishId


@dataclass(frozen=True, slots=True)
class ProposeTopic:
    """Wish for something on the next meeting's programme."""

    text: str


@dataclass(frozen=True, slots=True)
class VoteWish:
    """Want what somebody wished for the next meeting, or no longer."""

    wish: WishId
    wanted: bool = True
