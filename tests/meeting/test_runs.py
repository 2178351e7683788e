"""Several runs of one programme: what flows to them, what stays theirs, what the next learns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.handover import handover
from dialogs.i18n import words
from meeting import commands as c
from meeting.history import history
from meeting.ids import ItemId, MeetingId, QuestionId
from meeting.question import Got
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, METTE, RASMUS, START, asked, command, demo_plan, done, given

DA = words("da", "Europe/Copenhagen")
LATER = replace(demo_plan(START + timedelta(days=1)), meeting=MeetingId("run-2"), code="MARTS2BD")


def master(**changes: object):
    """The programme after an edit of the meeting file: item 4 is another one."""
    plan = demo_plan()
    items = list(plan.items)
    items[3] = replace(items[3], **changes)
    return c.PlanMeeting(replace(plan, items=tuple(items)))


def ran(*minutes: float, deeds=()):
    """A meeting whose items took so long, closed at the end of the last one given."""
    meeting, now = given((METTE, c.StartMeeting())), START
    for by, deed in deeds:
        meeting = done(meeting, command(by, deed, at=now))
    for number, took in enumerate(minutes):
        now += timedelta(minutes=took)
        last = number == len(minutes) - 1
        step = c.CloseMeeting() if last else c.NextItem()
        meeting = done(meeting, command(METTE, step, at=now))
    return meeting


def test_a_change_to_the_master_reaches_a_run_that_has_not_started():
    meeting = given((None, master(title="Drift", duration=timedelta(minutes=10))))

    assert (meeting.plan.items[3].title, meeting.plan.items[3].duration.seconds) == ("Drift", 600)


def test_a_run_that_has_started_keeps_the_plan_it_started_with():
    with pytest.raises(RefusedError) as refused:
        given((METTE, c.StartMeeting()), (None, master(title="Drift")))

    assert refused.value.reason is Reason.ALREADY_STARTED


def test_what_hosts_changed_for_this_run_stays_when_the_master_changes():
    meeting = given(
        (METTE, c.LeaveOut(ItemId("6"))),
        (METTE, c.SwapItems(ItemId("3"), ItemId("5"))),
        (METTE, c.SetAutomatic(ItemId("1"))),
        (None, master(duration=timedelta(minutes=10))),
    )

    assert [item.id[-1] for item in meeting.plan.items] == list("12543678")
    assert meeting.plan.items[3].duration == timedelta(minutes=10)
    assert meeting.left_out == {"item-6"}
    assert meeting.automatic == {"item-1"}
    assert [item.number for item in meeting.plan.items] == list(range(1, 9))
    ends = [item.start + item.duration for item in meeting.plan.items]
    assert [item.start for item in meeting.plan.items[1:]] == ends[:-1]


def test_what_was_left_out_is_found_again_by_its_title_when_items_move():
    plan = demo_plan()
    shorter = replace(
        plan,
        items=tuple(
            replace(item, id=ItemId(f"item-{n}"), number=n)
            for n, item in enumerate((*plan.items[:1], *plan.items[2:]), 1)
        ),
    )
    meeting = given((METTE, c.LeaveOut(ItemId("6"))), (None, c.PlanMeeting(shorter)))

    (out,) = meeting.left_out
    titles = {item.id: item.title for item in meeting.plan.items}
    assert titles[out] == plan.items[5].title


def test_planned_stands_beside_actual_without_pauses():
    meeting = given((METTE, c.StartMeeting()))
    for minute, deed in (
        (1, c.PauseMeeting()),
        (4, c.ResumeMeeting()),
        (9, c.NextItem()),
        (39, c.LeaveOut(ItemId("3"))),
        (39, c.NextItem()),
    ):
        at = START + timedelta(minutes=minute)
        meeting = done(meeting, command(METTE, deed, at=at))

    first, second, third, fourth, *_ = history(meeting, ())

    assert (first.planned, first.actual) == (5, 6)
    assert (second.planned, second.actual) == (20, 30)
    assert (third.actual, third.left_out, third.proposed) == (None, True, None)
    assert fourth.actual is None


def test_the_median_over_the_runs_is_proposed_for_the_next_time():
    runs = [ran(5, 24), ran(5, 30), ran(5, 26)]

    second = history(runs[0], runs[1:])[1]

    assert (second.proposed, second.runs) == (26, 3)


def test_the_next_runs_hosts_read_what_the_earlier_one_taught():
    question = QuestionId("q1")
    deeds = [
        (METTE, c.LeaveOut(ItemId("6"))),
        (ANNA, asked("Hvem betaler?", "q1", addressed=(RASMUS,), addressed_as="KL")),
        (RASMUS, c.AnswerQuestion(question, "Det ved vi ikke.")),
        (ANNA, c.RateAnswer(question, Got.NO)),
        (ANNA, asked("Hvornår?", "q2", addressed=(RASMUS,), addressed_as="KL")),
    ]
    first = ran(9, 20, 11, 15, 15, 12, 3, deeds=deeds)
    second = done_plan()

    assert handover(second, [first], DA) == (
        "1. Velkomst og dagens programledermøde tog 9 min. og ikke 5.",
        "3. KOMBIT, kommunerne og coronakrisen tog 11 min. og ikke 15.",
        "Blev læs-selv: Aktuelle og kommende KLIK-opgaver.",
        "2 spørgsmål er stadig åbne og fortsætter her.",
        "1 fik ikke svar om Velkomst og dagens programledermøde.",
    )


def test_nothing_is_handed_over_from_another_programme_or_a_run_that_goes_on():
    second = done_plan()
    other = replace(ran(5), plan=replace(demo_plan(), title="Programledermøde april 2020"))

    assert handover(second, [other, given((METTE, c.StartMeeting()))], DA) == ()
    assert handover(second, [ran(5, 20, 15, 15, 15, 5, 12, 3)], DA) == (
        "Den tidligere kørsel gik efter planen.",
    )


def done_plan():
    return replace(given(), plan=LATER)
