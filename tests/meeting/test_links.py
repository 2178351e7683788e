"""Personal links: who withdraws them, and when they end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meeting import commands as c
from meeting.expiry import link_ends, link_open, times_withdrawn
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, METTE, PETER, RASMUS, START, command, demo_plan, done, given

PLANNED_END = START + timedelta(minutes=90)


def reason(meeting, by, person):
    with pytest.raises(RefusedError) as refused:
        done(meeting, command(by, c.WithdrawLink(person)))
    return refused.value.reason


def test_hosts_and_the_operator_withdraw_a_link_and_nobody_else():
    meeting = given()

    by_host = given((METTE, c.WithdrawLink(RASMUS)), start=meeting)
    by_operator = given((None, c.WithdrawLink(PETER)), start=by_host)

    assert times_withdrawn(by_operator) == {RASMUS: 1, PETER: 1}
    assert [reason(meeting, by, METTE) for by in (ANNA, RASMUS)] == [Reason.HOST_ONLY] * 2
    assert reason(meeting, METTE, ANNA) is Reason.UNKNOWN_PERSON


def test_a_link_is_withdrawn_as_often_as_it_goes_astray_also_when_the_meeting_is_over():
    over = given((METTE, c.StartMeeting()), (METTE, c.CloseMeeting()))

    meeting = given((METTE, c.WithdrawLink(PETER)), (METTE, c.WithdrawLink(PETER)), start=over)

    assert times_withdrawn(meeting) == {PETER: 2}
    assert meeting.roles(PETER) == over.roles(PETER)


def test_a_link_ends_sixty_days_after_the_meeting_or_as_the_plan_says():
    usual, quick = given(), given(plan=replace(demo_plan(), links_open=2))
    never = given(plan=replace(demo_plan(), links_open=None))

    assert link_ends(usual, METTE) == PLANNED_END + timedelta(days=60)
    assert link_ends(quick, METTE) == PLANNED_END + timedelta(days=2)
    assert link_ends(never, METTE) is None
    at = PLANNED_END + timedelta(days=2)
    assert link_open(quick, METTE, at - timedelta(seconds=1))
    assert not link_open(quick, METTE, at)
    assert link_open(never, METTE, at + timedelta(days=9999))


def test_a_link_made_in_place_of_one_that_ended_lasts_as_long_again():
    meeting = given()
    late = PLANNED_END + timedelta(days=75)

    renewed = done(meeting, command(None, c.WithdrawLink(METTE), at=late))

    assert link_ends(renewed, METTE) == late + timedelta(days=60)
    assert link_ends(renewed, PETER) == PLANNED_END + timedelta(days=60)
