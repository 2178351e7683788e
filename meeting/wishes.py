"""Wishes for the next meeting: what people propose to talk about, and how many want it."""

import hashlib
from dataclasses import dataclass

from immutables import Map

from meeting.ids import PersonId, WishId
from meeting.masking import masked
from meeting.model import Meeting
from meeting.question import plain


@dataclass(frozen=True, slots=True)
class WishView:
    """One wish; `voted` is whether this viewer wants it too."""

    id: WishId
    text: str
    votes: int
    voted: bool


def wish_id(text: str) -> WishId:
    """Name a wish by its plain words, so that the same wish in other letters is the same."""
    return WishId("w" + hashlib.sha256(plain(text).encode()).hexdigest()[:12])


def wishes(meeting: Meeting, person: PersonId | None) -> tuple[WishView, ...]:
    """Give all wishes, the most wanted first, then as they came."""
    found = [_view(meeting, text, person) for text in meeting.proposals]
    return tuple(sorted(found, key=lambda wish: -wish.votes))


def _view(meeting: Meeting, text: str, person: PersonId | None) -> WishView:
    id_ = wish_id(text)
    voters: Map[PersonId, bool] = meeting.wished.get(id_, Map())
    return WishView(id_, masked(text), len(voters), person is not None and person in voters)
