"""Pause, swap and going on by itself: steps like any other, refused, undone and summed alike."""

from datetime import timedelta

import pytest

from meeting import commands as c
from meeting.agenda import expected
from meeting.ids import ItemId
from meeting.model import Phase
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, METTE, START, command, done, given

ITEMS = [ItemId(str(n)) for n in range(9)]


def at(minute: float):
    return START + timedelta(minutes=minute)


def stepped(meeting, *deeds, minute: float = 0):
    for deed in deeds:
        meeting = done(meeting, command(METTE, deed, at=at(minute)))
    return meeting


@pytest.fixture
def running():
    return given((METTE, c.StartMeeting()))


@pytest.mark.parametrize("deed", [c.PauseMeeting(), c.ResumeMeeting()])
@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ((), Reason.NOT_STARTED),
        ((c.StartMeeting(), c.CloseMeeting()), Reason.MEETING_CLOSED),
        ((c.StartMeeting(), c.JumpTo(ITEMS[8]), c.NextItem()), Reason.AGENDA_ENDED),
    ],
)
def test_only_what_is_on_can_be_paused(deed, before, reason):
    meeting = stepped(given(), *before)

    with pytest.raises(RefusedError) as refused:
        stepped(meeting, deed)

    assert refused.value.reason is reason


def test_a_participant_can_neither_pause_nor_swap(running):
    for deed in (c.PauseMeeting(), c.SwapItems(ITEMS[3], ITEMS[4]), c.SetAutomatic(ITEMS[1])):
        with pytest.raises(RefusedError) as refused:
            done(running, command(ANNA, deed))
        assert refused.value.reason is Reason.HOST_ONLY


def test_pausing_twice_is_one_pause_and_resuming_twice_one_resumption(running):
    paused = stepped(running, c.PauseMeeting(), minute=2)

    assert stepped(paused, c.PauseMeeting(), minute=3) is paused
    resumed = stepped(paused, c.ResumeMeeting(), minute=4)
    assert stepped(resumed, c.ResumeMeeting(), minute=5) is resumed
    assert resumed.rested[0] == timedelta(minutes=2)


@pytest.mark.parametrize("deed", [c.NextItem(), c.JumpTo(ITEMS[5]), c.CloseMeeting()])
def test_a_step_ends_the_pause(running, deed):
    meeting = stepped(stepped(running, c.PauseMeeting(), minute=2), deed, minute=6)

    assert meeting.paused is None
    assert meeting.rested[0] == timedelta(minutes=4)


def test_a_pause_that_is_undone_goes_on_where_it_was(running):
    paused = stepped(running, c.PauseMeeting(), minute=2)
    next_ = stepped(paused, c.NextItem(), minute=4)

    undone = stepped(next_, c.UndoStep(), minute=5)

    assert (undone.current, undone.paused) == (0, at(2))
    assert undone.rested == paused.rested


def test_swapped_items_change_places_and_numbers_and_nothing_else(running):
    swapped = stepped(running, c.SwapItems(ITEMS[6], ITEMS[3]))

    items = swapped.plan.items
    assert [one.id[-1] for one in items] == list("12645378")
    assert [one.number for one in items] == list(range(1, 9))
    ends = [one.start + one.duration for one in items]
    assert [one.start for one in items[1:]] == ends[:-1]
    assert items[-1] == running.plan.items[-1]


def test_minutes_that_were_given_move_with_their_item(running):
    shorter = stepped(running, c.CutAgenda((c.Cut(ITEMS[3], 7),)))

    swapped = stepped(shorter, c.SwapItems(ITEMS[3], ITEMS[4]))

    assert swapped.extended[3] == timedelta(minutes=-7)
    assert swapped.extended[2] == timedelta()


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (c.SwapItems(ITEMS[1], ITEMS[4]), Reason.ITEM_BEGUN),
        (c.SwapItems(ITEMS[4], ITEMS[8]), Reason.PROTECTED_ITEM),
        (c.SwapItems(ITEMS[4], ItemId("9")), Reason.UNKNOWN_ITEM),
        (c.SetAutomatic(ItemId("9")), Reason.UNKNOWN_ITEM),
    ],
)
def test_what_has_begun_is_protected_or_unknown_stays_where_it_is(running, deed, reason):
    with pytest.raises(RefusedError) as refused:
        stepped(running, deed)

    assert refused.value.reason is reason


def test_a_swap_is_undone_whole(running):
    swapped = stepped(running, c.SwapItems(ITEMS[2], ITEMS[7]))

    undone = stepped(swapped, c.UndoStep())

    assert undone.plan == running.plan
    assert undone.extended == running.extended


def test_automatic_is_set_and_taken_back_like_any_step(running):
    own = stepped(running, c.SetAutomatic(ITEMS[2]))

    assert own.automatic == {running.plan.items[1].id}
    assert stepped(own, c.SetAutomatic(ITEMS[2])) is own
    assert stepped(own, c.UndoStep()).automatic == frozenset()
    assert stepped(own, c.SetAutomatic(ITEMS[2], automatic=False)).automatic == frozenset()


def test_an_item_gone_back_to_has_the_minutes_that_it_had_left(running):
    second = stepped(stepped(running, c.NextItem(), minute=5), c.JumpTo(ITEMS[4]), minute=15)

    again = stepped(second, c.JumpTo(ITEMS[2]), minute=22)

    assert again.phase is Phase.RUNNING
    assert expected(again, at(22))[1].end == at(32)


def test_the_agenda_can_end_where_it_is_and_then_the_evaluation_is_open(running):
    ended = stepped(stepped(running, c.PauseMeeting(), minute=2), c.EndAgenda(), minute=6)

    assert (ended.phase, ended.current, ended.paused) == (Phase.CLOSING, None, None)
    assert ended.evaluation.open
    assert ended.actual[0].end == at(6)
    assert stepped(ended, c.EndAgenda(), minute=7) is ended
    assert stepped(ended, c.UndoStep(), minute=8).current == 0
    with pytest.raises(RefusedError) as refused:
        stepped(given(), c.EndAgenda())
    assert refused.value.reason is Reason.NOT_STARTED
