"""Steering beside the plain steps: shorter, elsewhere, left out, cut, undone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meeting import commands as c
from meeting.agenda import expected
from meeting.ids import ItemId, PersonId
from meeting.model import Meeting, Phase
from meeting.proposals import endangered, proposals
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, METTE, RASMUS, START, command, done, given

LAST = 7  # the demo's "Evaluering og afslutning", protected


def at(minute: float):
    return START + timedelta(minutes=minute)


def stepped(meeting: Meeting, *deeds: c.Deed, minute: float = 0) -> Meeting:
    for deed in deeds:
        meeting = done(meeting, command(METTE, deed, at=at(minute)))
    return meeting


def refused(
    meeting: Meeting, deed: c.Deed, by: PersonId = METTE
) -> tuple[Reason, dict[str, str | int]]:
    with pytest.raises(RefusedError) as error:
        done(meeting, command(by, deed))
    return error.value.reason, error.value.values


@pytest.fixture
def running() -> Meeting:
    return stepped(given(), c.StartMeeting())


def item(meeting: Meeting, number: int) -> ItemId:
    return meeting.plan.items[number - 1].id


def ran(meeting: Meeting) -> list[tuple[int, float, float | None]]:
    """Number, and the minutes from the start at which each item that ran began and ended."""
    found = []
    for number, span in enumerate(meeting.actual, 1):
        if span.start is not None:
            ended = None if span.end is None else (span.end - START).total_seconds() / 60
            found.append((number, (span.start - START).total_seconds() / 60, ended))
    return found


@pytest.mark.parametrize(
    "deed",
    [
        c.ShortenItem(1),
        c.JumpTo(ItemId("3")),
        c.LeaveOut(ItemId("3")),
        c.CutAgenda((c.Cut(ItemId("3")),)),
        c.UndoStep(),
    ],
)
@pytest.mark.parametrize("person", [ANNA, RASMUS])
def test_only_hosts_steer(running, deed, person):
    assert refused(running, deed, person)[0] is Reason.HOST_ONLY


def test_an_item_is_shortened_down_to_a_minute_and_no_further(running):
    shorter = stepped(running, c.ShortenItem(4))

    assert expected(shorter, START)[0].end == at(1)
    assert refused(shorter, c.ShortenItem(1)) == (Reason.TOO_SHORT, {"n": 1, "left": 0})
    assert refused(running, c.ShortenItem(0))[0] is Reason.WRONG_MINUTES
    assert refused(running, c.ShortenItem(-3))[0] is Reason.WRONG_MINUTES
    assert refused(running, c.ShortenItem(999))[0] is Reason.WRONG_MINUTES


def test_a_jump_passes_over_what_lies_between_and_it_takes_no_time(running):
    jumped = stepped(running, c.JumpTo(ItemId("4")), minute=6)

    assert ran(jumped) == [(1, 0, 6), (4, 6, None)]
    forecast = expected(jumped, at(6))
    assert [(one.start, one.end) for one in forecast[1:3]] == [(at(6), at(6))] * 2


def test_next_after_a_jump_back_goes_to_what_has_not_run(running):
    meeting = stepped(running, c.JumpTo(item(running, 4)), minute=5)

    meeting = stepped(meeting, c.JumpTo(item(running, 2)), minute=20)
    meeting = stepped(meeting, c.NextItem(), minute=30)
    third = meeting.current
    meeting = stepped(meeting, c.NextItem(), minute=40)

    assert (third, meeting.current) == (2, 4)
    assert ran(meeting) == [(1, 0, 5), (2, 20, 30), (3, 30, 40), (4, 5, 20), (5, 40, None)]


def test_a_jump_to_what_has_run_reopens_it(running):
    meeting = stepped(running, c.NextItem(), minute=5)

    meeting = stepped(meeting, c.JumpTo(item(running, 1)), minute=8)

    assert ran(meeting) == [(1, 0, None), (2, 5, 8)]
    assert stepped(meeting, c.JumpTo(item(running, 1))) == meeting


def test_back_after_a_jump_returns_to_where_it_came_from(running):
    jumped = stepped(running, c.JumpTo(item(running, 6)), minute=5)

    assert ran(stepped(jumped, c.GoBack(), minute=6)) == [(1, 0, None)]


def test_a_jump_before_the_start_or_to_no_item_is_refused(running):
    assert refused(given(), c.JumpTo(ItemId("2")))[0] is Reason.NOT_STARTED
    assert refused(running, c.JumpTo(ItemId("9"))) == (Reason.UNKNOWN_ITEM, {"most": 8})


def test_what_is_left_out_takes_no_time_and_is_stepped_over_and_can_be_taken_in_again(running):
    left_out = stepped(running, c.LeaveOut(item(running, 2)))

    taken_in = stepped(left_out, c.LeaveOut(item(running, 2), left_out=False))

    assert expected(left_out, START)[2].start == at(5)
    assert stepped(left_out, c.NextItem(), minute=5).current == 2
    assert expected(taken_in, START) == expected(running, START)
    assert stepped(left_out, c.LeaveOut(item(running, 2))) == left_out


def test_a_protected_item_and_one_that_has_begun_are_not_left_out(running):
    assert refused(running, c.LeaveOut(item(running, 8))) == (Reason.PROTECTED_ITEM, {"n": 8})
    assert refused(running, c.LeaveOut(item(running, 1))) == (Reason.ITEM_BEGUN, {"n": 1})


def test_going_to_what_was_left_out_takes_it_in(running):
    meeting = stepped(running, c.LeaveOut(item(running, 3)), c.JumpTo(item(running, 3)))

    assert (meeting.current, meeting.left_out) == (2, frozenset())


def test_the_evaluation_opens_at_the_end_also_when_the_last_item_is_left_out(running):
    *items, last = running.plan.items
    plan = replace(running.plan, items=(*items, replace(last, protected=False)))
    meeting = stepped(replace(running, plan=plan), c.LeaveOut(last.id), c.JumpTo(ItemId("7")))

    ended = stepped(meeting, c.NextItem())

    assert (meeting.evaluation.open, ended.evaluation.open) == (False, True)
    assert ended.phase is Phase.CLOSING


@pytest.mark.parametrize(
    "deed",
    [
        c.NextItem(),
        c.ExtendItem(5),
        c.ShortenItem(2),
        c.JumpTo(ItemId("5")),
        c.LeaveOut(ItemId("4")),
        c.CutAgenda((c.Cut(ItemId("4")), c.Cut(ItemId("3"), 2))),
    ],
)
def test_each_step_is_undone_whole(running, deed):
    before = stepped(running, c.NextItem(), minute=5)

    undone = stepped(stepped(before, deed, minute=9), c.UndoStep(), minute=10)

    kept = ("phase", "current", "actual", "extended", "left_out", "undoable")
    assert [getattr(undone, name) for name in kept] == [getattr(before, name) for name in kept]


def test_steps_are_undone_one_after_the_other_and_then_there_is_nothing_to_undo(running):
    meeting = stepped(running, c.NextItem(), c.NextItem(), minute=5)

    meeting = stepped(meeting, c.UndoStep(), c.UndoStep(), c.UndoStep(), minute=6)

    assert (meeting.phase, meeting.current) == (Phase.OPEN, None)
    assert refused(meeting, c.UndoStep())[0] is Reason.NOTHING_TO_UNDO


def test_two_hosts_who_undo_at_once_undo_one_step(running):
    meeting = stepped(running, c.NextItem(), c.NextItem(), minute=5)
    seen = meeting.version

    undone = done(meeting, command(METTE, c.UndoStep(), version=seen))

    with pytest.raises(RefusedError) as error:
        done(undone, command(METTE, c.UndoStep(), version=seen))
    assert (error.value.reason, undone.current) == (Reason.STALE, 1)


def test_on_time_nothing_is_proposed(running):
    assert endangered(running, at(5.5)) is None
    assert proposals(running, at(5.5)) == ()
    assert proposals(given(), at(40)) == ()


def test_a_late_evaluation_gets_two_or_three_proposals_that_each_save_it(running):
    late = stepped(running, c.ExtendItem(6))

    found = proposals(late, START)

    assert endangered(late, START) == (LAST, 6)
    assert 2 <= len(found) <= 3
    assert [one.holds for one in found] == [True] * len(found)
    assert all(one.saves >= 6 and one.protected.number == 8 for one in found)


def test_no_proposal_touches_what_has_run_or_is_protected(running):
    late = stepped(
        stepped(running, c.NextItem(), c.NextItem(), minute=50), c.ExtendItem(4), minute=50
    )

    cut = {one.item for proposal in proposals(late, at(50)) for one in proposal.cuts}

    assert cut <= {item(running, n) for n in (4, 5, 6, 7)}


def test_the_item_that_is_on_gives_minutes_only_while_it_has_them(running):
    late = stepped(running, c.JumpTo(item(running, 7)), minute=78)

    early, over = proposals(late, at(80)), proposals(late, at(91))

    assert [one.cuts for one in early] == [(c.Cut(item(running, 7), 3),)]
    assert (endangered(late, at(91)), [one.cuts for one in over]) == ((LAST, 4), [()])


def test_once_its_time_has_come_the_host_can_go_to_it_at_once_and_on_time(running):
    talking = stepped(running, c.JumpTo(item(running, 7)), minute=75)

    (only,) = proposals(talking, at(87))

    assert (only.deed, only.holds) == (c.JumpTo(item(running, 8)), True)
    assert proposals(talking, at(86)) == ()


def test_when_nothing_is_enough_what_comes_nearest_is_proposed(running):
    late = stepped(running, c.JumpTo(item(running, 6)), minute=90)

    nearest, at_once = proposals(late, at(96))

    assert (nearest.holds, nearest.saves) == (False, 12)
    assert nearest.cuts == (c.Cut(item(running, 7)),)
    assert (at_once.start, at_once.holds, at_once.saves) == (at(96), False, 12)
