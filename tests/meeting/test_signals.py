"""What the clock tells speakers and hosts: each thing once, and only while it is so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meeting import commands as c
from meeting.ids import ItemId
from meeting.item import Mark
from meeting.refusals import Reason, RefusedError
from meeting.signals import Pressure, due_now, pressure, signals
from tests.given import (
    ANNA,
    HANS,
    KELD,
    METTE,
    PETER,
    RASMUS,
    START,
    command,
    demo_plan,
    done,
    given,
)

MINUTE = timedelta(minutes=1)


def at(minute: float):
    return START + minute * MINUTE


def stepped(meeting, *deeds, minute: float = 0, by=METTE):
    for deed in deeds:
        meeting = done(meeting, command(by, deed, at=at(minute)))
    return meeting


def due(meeting):
    """What is to be told: item number, mark and minute."""
    return {(one.index + 1, one.mark): (one.at - START) / MINUTE for one in signals(meeting)}


@pytest.fixture
def second():
    """Item 2 (two speakers, 20 minutes) began at minute 5; Keld speaks in item 4, Peter in 3."""
    meeting = given((METTE, c.StartMeeting()), (RASMUS, c.Arrive()), (HANS, c.Arrive()))
    return stepped(meeting, c.NextItem(), minute=5)


def test_speakers_hear_that_they_are_next_and_how_long_they_have(second):
    assert due(second) == {
        (2, Mark.OVER): 25,
        (2, Mark.TWO): 23,
        (2, Mark.FIVE): 20,
        (3, Mark.MISSING): 20,
    }


def test_who_is_next_is_told_with_the_step_itself(second):
    assert (second.plan.items[2].id, Mark.NEXT) in second.told
    late = stepped(second, c.JumpTo(ItemId("1")), minute=9)
    over = stepped(late, c.JumpTo(ItemId("2")), minute=70)

    assert (over.plan.items[1].id, Mark.OVER) not in over.told
    shorter = stepped(over, c.ShortenItem(14), minute=72)
    assert (shorter.plan.items[1].id, Mark.OVER) in shorter.told


def test_a_sound_check_is_called_to_in_its_first_two_minutes_only():
    plan = replace(demo_plan(), sound_check=START - 5 * MINUTE)
    meeting = given((None, c.PlanMeeting(plan)))

    assert due_now(meeting, Mark.SOUND_CHECK, at(-5.1)) == ()
    assert due_now(meeting, Mark.SOUND_CHECK, at(-4)) == (0,)
    assert due_now(meeting, Mark.SOUND_CHECK, at(-2.9)) == ()
    begun = stepped(meeting, c.StartMeeting(), minute=-4.5)
    assert due_now(begun, Mark.SOUND_CHECK, at(-4)) == ()


def test_what_was_told_is_not_due_again_and_the_later_takes_the_earlier_with_it(second):
    item = second.plan.items[1].id

    told = stepped(second, c.Signal(item, Mark.TWO), minute=23, by=None)

    assert {mark for number, mark in due(told) if number == 2} == {Mark.OVER}
    assert stepped(told, c.Signal(item, Mark.TWO), minute=24, by=None) is told


def test_more_minutes_are_told_anew(second):
    item = second.plan.items[1].id
    told = stepped(second, c.Signal(item, Mark.OVER), minute=25, by=None)

    longer = stepped(told, c.ExtendItem(10), minute=26)

    assert due(longer)[(2, Mark.OVER)] == 35
    assert due(longer)[(2, Mark.FIVE)] == 30


def test_nothing_is_told_before_its_time_or_in_a_pause(second):
    item = second.plan.items[1].id

    assert stepped(second, c.Signal(item, Mark.FIVE), minute=19.9, by=None) is second
    paused = stepped(second, c.PauseMeeting(), minute=10)
    assert due(paused) == {}
    resumed = stepped(paused, c.ResumeMeeting(), minute=16)
    assert due(resumed)[(2, Mark.FIVE)] == 26


def test_a_short_item_gets_no_warning_that_would_be_there_from_its_start():
    meeting = stepped(given((METTE, c.StartMeeting())), c.SwapItems(ItemId("2"), ItemId("6")))
    plan_with_speaker = stepped(meeting, c.JumpTo(ItemId("2")), minute=1)
    shorter = stepped(plan_with_speaker, c.JumpTo(ItemId("6")), c.ShortenItem(12), minute=2)

    marks = {mark for number, mark in due(shorter) if number == 6}

    assert marks == {Mark.OVER, Mark.TWO}


def test_only_the_clock_tells():
    meeting = given((METTE, c.StartMeeting()))

    for by in (METTE, ANNA, PETER):
        with pytest.raises(RefusedError) as refused:
            done(meeting, command(by, c.Signal(ItemId("2"), Mark.NEXT)))
        assert refused.value.reason is Reason.CLOCK_ONLY


def test_a_speaker_is_missing_until_seen_known_to_be_here_or_known_to_be_away(second):
    missing = due_now(second, Mark.MISSING, at(20))
    seen = stepped(second, c.Arrive(), by=PETER)
    here = stepped(second, c.MarkAbsent(PETER, absent=False))
    away = stepped(second, c.MarkAbsent(PETER))

    assert missing == (2,)
    assert [due_now(one, Mark.MISSING, at(20)) for one in (seen, here, away)] == [()] * 3
    assert due_now(second, Mark.MISSING, at(19)) == ()


def test_arriving_is_noted_once_and_for_hosts_and_speakers_alone(second):
    here = stepped(second, c.Arrive(), by=KELD)

    assert KELD in here.here
    assert stepped(here, c.Arrive(), by=KELD) is here
    assert stepped(here, c.Arrive(), by=ANNA) is here


@pytest.mark.parametrize(
    ("length", "left", "expected"),
    [
        (15, 15, Pressure.CALM),
        (15, 5.1, Pressure.CALM),
        (15, 5, Pressure.WARNING),
        (15, 2.1, Pressure.WARNING),
        (15, 2, Pressure.DANGER),
        (15, 0.1, Pressure.DANGER),
        (15, 0, Pressure.OVER),
        (15, -3, Pressure.OVER),
        (5, 5, Pressure.CALM),
        (5, 2, Pressure.DANGER),
        (3, 2, Pressure.CALM),
        (3, 0, Pressure.OVER),
    ],
)
def test_time_presses_by_what_is_left_of_an_item_that_is_long_enough(length, left, expected):
    assert pressure(length * MINUTE, left * MINUTE) is expected


def test_a_message_reaches_one_speaker_who_alone_can_say_that_it_was_seen(second):
    told = stepped(second, c.MessageSpeaker(PETER, "Rund gerne af nu."), minute=8)
    (message,) = told.messages

    assert (message.to, message.by, message.text) == (PETER, METTE, "Rund gerne af nu.")
    for other in (METTE, KELD, ANNA):
        with pytest.raises(RefusedError) as refused:
            stepped(told, c.SeeMessage(message.id), by=other)
        assert refused.value.reason is Reason.NOT_YOURS
    seen = stepped(told, c.SeeMessage(message.id), minute=9, by=PETER)
    assert seen.messages[0].seen == at(9)
    assert stepped(seen, c.SeeMessage(message.id), minute=10, by=PETER) is seen


@pytest.mark.parametrize(
    ("by", "deed", "reason"),
    [
        (ANNA, c.MessageSpeaker(PETER, "Hej"), Reason.HOST_ONLY),
        (KELD, c.MessageSpeaker(PETER, "Hej"), Reason.HOST_ONLY),
        (METTE, c.MessageSpeaker(ANNA, "Hej"), Reason.UNKNOWN_PERSON),
        (METTE, c.MessageSpeaker(PETER, " "), Reason.EMPTY_TEXT),
        (METTE, c.MessageSpeaker(PETER, "x" * 301), Reason.LONG_TEXT),
        (PETER, c.SeeMessage("nothing"), Reason.UNKNOWN_MESSAGE),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_reason(second, by, deed, reason):
    with pytest.raises(RefusedError) as refused:
        stepped(second, deed, by=by)

    assert refused.value.reason is reason
