"""Wishes for the next meeting and the votes for them."""

from dataclasses import replace

import pytest
from immutables import Map

from meeting import commands as c
from meeting.decide import decide, recorded
from meeting.ids import WishId
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from meeting.rules.wishing import MOST_WISHES
from meeting.wishes import wish_id, wishes
from tests.given import ANNA, BO, METTE, command, done, given

GDPR, BUDGET = "Databeskyttelse i praksis", "Budget 2021"


def wished() -> Meeting:
    return given((ANNA, c.ProposeTopic(GDPR)), (BO, c.ProposeTopic(BUDGET)))


def want(text: str, *, wanted: bool = True) -> c.VoteWish:
    return c.VoteWish(wish_id(text), wanted)


def test_the_most_wanted_come_first_and_the_others_as_they_came():
    meeting = given((ANNA, want(BUDGET)), (METTE, want(BUDGET)), start=wished())

    found = wishes(meeting, ANNA)

    assert [(one.text, one.votes, one.voted) for one in found] == [
        (BUDGET, 2, True),
        (GDPR, 0, False),
    ]
    assert [one.voted for one in wishes(meeting, BO)] == [False, False]


def test_one_person_has_one_vote_and_can_take_it_back():
    meeting = given((ANNA, want(GDPR)), start=wished())

    assert decide(meeting, command(ANNA, want(GDPR))) == ()
    back = done(meeting, command(ANNA, want(GDPR, wanted=False)))
    assert [one.votes for one in wishes(back, ANNA)] == [0, 0]
    assert decide(back, command(ANNA, want(GDPR, wanted=False))) == ()


def test_the_same_wish_in_other_letters_is_the_same():
    meeting = given((BO, c.ProposeTopic("databeskyttelse  i praksis!")), start=wished())

    assert [one.text for one in wishes(meeting, None)] == [GDPR, BUDGET]


def test_who_wished_is_kept_in_no_event():
    meeting = given()
    sent = command(ANNA, c.ProposeTopic(GDPR))

    (event,) = recorded(sent, decide(meeting, sent)).events

    assert ANNA not in repr(event)


def test_numbers_that_point_at_a_person_are_blotted_out_for_everybody():
    meeting = given((ANNA, c.ProposeTopic("Sagen om 010190-1234")))

    assert [one.text for one in wishes(meeting, None)] == ["Sagen om ▒▒▒▒"]


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (c.VoteWish(WishId("w-unknown")), Reason.UNKNOWN_WISH),
        (c.ProposeTopic(" "), Reason.EMPTY_TEXT),
        (c.ProposeTopic("x" * 1_000), Reason.LONG_TEXT),
    ],
)
def test_what_cannot_be_wished_is_refused_with_its_reason(deed, reason):
    with pytest.raises(RefusedError) as refused:
        decide(wished(), command(ANNA, deed))

    assert refused.value.reason is reason


def test_the_list_has_an_end():
    texts = [f"Emne {n}" for n in range(MOST_WISHES)]
    known = Map({wish_id(text): Map() for text in texts})
    full = replace(given(), proposals=tuple(texts), wished=known)

    with pytest.raises(RefusedError) as refused:
        decide(full, command(BO, c.ProposeTopic("Et til")))

    assert refused.value.reason is Reason.TOO_MANY


def test_wishes_come_for_as_long_as_the_meeting_can_be_evaluated():
    closed = given((METTE, c.CloseMeeting()), start=wished())

    with pytest.raises(RefusedError) as refused:
        decide(closed, command(ANNA, want(GDPR)))

    assert refused.value.reason is Reason.MEETING_CLOSED
