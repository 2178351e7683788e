"""The agenda's steps."""

from datetime import timedelta

import pytest

from meeting import commands as c
from meeting.agenda import delay, expected
from meeting.model import Meeting, Phase
from meeting.planning import moved
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, METTE, PETER, RASMUS, START, command, done, given


def refused(meeting: Meeting, sent: c.Command) -> Reason:
    with pytest.raises(RefusedError) as error:
        done(meeting, sent)
    return error.value.reason


def stepped(meeting: Meeting, deed: c.Deed, *, minute: float = 0) -> Meeting:
    return done(meeting, command(METTE, deed, at=START + timedelta(minutes=minute)))


def test_start_begins_item_one_and_exactly_one_item_is_on():
    meeting = stepped(given(), c.StartMeeting())

    assert meeting.phase is Phase.RUNNING
    assert [(span.start is not None, span.end is not None) for span in meeting.actual] == [
        (True, False),
        *[(False, False)] * 7,
    ]


@pytest.mark.parametrize(
    "deed",
    [c.StartMeeting(), c.NextItem(), c.GoBack(), c.ExtendItem(5), c.CloseMeeting()],
)
@pytest.mark.parametrize("person", [ANNA, RASMUS])
def test_only_hosts_steer(deed: c.Deed, person):
    running = stepped(given(), c.StartMeeting())

    assert refused(running, command(person, deed)) is Reason.HOST_ONLY


def test_next_ends_one_item_and_begins_the_other_at_the_same_moment():
    meeting = stepped(given(), c.StartMeeting())

    meeting = stepped(meeting, c.NextItem(), minute=6)

    moment = START + timedelta(minutes=6)
    assert meeting.actual[0].end == moment
    assert meeting.actual[1].start == moment
    assert meeting.current == 1


def test_back_returns_to_the_item_before_as_if_it_had_not_ended():
    meeting = stepped(stepped(given(), c.StartMeeting()), c.NextItem(), minute=6)

    meeting = stepped(meeting, c.GoBack(), minute=7)

    assert meeting.current == 0
    assert (meeting.actual[0].start, meeting.actual[0].end) == (START, None)
    assert (meeting.actual[1].start, meeting.actual[1].end) == (None, None)


def test_next_after_the_last_item_ends_the_agenda_and_once_more_is_refused():
    meeting = stepped(given(), c.StartMeeting())
    for _ in range(8):
        meeting = stepped(meeting, c.NextItem())

    assert (meeting.phase, meeting.current) == (Phase.CLOSING, None)
    assert refused(meeting, command(METTE, c.NextItem())) is Reason.AGENDA_ENDED


def test_back_from_the_ended_agenda_reopens_the_last_item():
    meeting = stepped(given(), c.StartMeeting())
    for _ in range(8):
        meeting = stepped(meeting, c.NextItem())

    meeting = stepped(meeting, c.GoBack())

    assert (meeting.phase, meeting.current) == (Phase.RUNNING, 7)


def test_the_evaluation_opens_when_the_last_item_starts():
    meeting = stepped(given(), c.StartMeeting())
    open_before = []
    for _ in range(7):
        open_before.append(meeting.evaluation.open)
        meeting = stepped(meeting, c.NextItem())

    assert open_before == [False] * 7
    assert meeting.evaluation.open


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (c.NextItem(), Reason.NOT_STARTED),
        (c.GoBack(), Reason.NOT_STARTED),
        (c.ExtendItem(5), Reason.NOT_STARTED),
    ],
)
def test_steps_before_the_start_are_refused(deed: c.Deed, reason: Reason):
    assert refused(given(), command(METTE, deed)) is reason


def test_a_meeting_that_has_started_is_not_started_again():
    running = stepped(given(), c.StartMeeting())

    assert refused(running, command(METTE, c.StartMeeting())) is Reason.ALREADY_STARTED


def test_back_on_the_first_item_is_refused():
    running = stepped(given(), c.StartMeeting())

    assert refused(running, command(METTE, c.GoBack())) is Reason.FIRST_ITEM


@pytest.mark.parametrize("minutes", [-3, 0, 61, 999])
def test_an_extension_outside_one_to_sixty_minutes_is_refused(minutes: int):
    running = stepped(given(), c.StartMeeting())

    assert refused(running, command(METTE, c.ExtendItem(minutes))) is Reason.WRONG_MINUTES


def test_an_extension_moves_what_is_expected_and_leaves_the_plan():
    running = stepped(given(), c.StartMeeting())

    longer = stepped(running, c.ExtendItem(5))

    assert expected(longer, START)[0].end == START + timedelta(minutes=10)
    assert delay(longer, START) == timedelta(minutes=5)
    assert longer.plan == running.plan


def test_an_overrun_pushes_what_follows_and_an_early_end_pulls_it():
    running = stepped(given(), c.StartMeeting())
    late = START + timedelta(minutes=9)
    early = stepped(running, c.NextItem(), minute=3)

    assert expected(running, late)[1].start == late
    assert expected(early, START + timedelta(minutes=3))[1].end == START + timedelta(minutes=23)
    assert delay(early, START + timedelta(minutes=3)) == timedelta(minutes=-2)


def test_before_the_start_the_forecast_is_the_plan_until_its_time_has_passed():
    meeting = given()

    assert expected(meeting, START - timedelta(hours=1))[0].start == START
    assert expected(meeting, START + timedelta(minutes=4))[0].start == START + timedelta(minutes=4)


def test_of_two_hosts_pressing_at_once_one_steps_and_the_other_is_told():
    running = stepped(given(), c.StartMeeting())
    version = running.version

    after = done(running, command(METTE, c.NextItem(), version=version))

    assert after.current == 1
    assert refused(after, command(PETER, c.NextItem(), version=version)) is Reason.STALE


def test_a_step_is_exact_about_steps_and_not_about_questions_that_came_meanwhile():
    running = stepped(given(), c.StartMeeting())
    asked = done(running, command(ANNA, c.ProposeTopic("Mere om KLIK")))

    after = done(asked, command(METTE, c.NextItem(), version=running.version))

    assert after.current == 1


def test_a_version_that_has_not_been_yet_is_stale():
    running = stepped(given(), c.StartMeeting())

    sent = command(METTE, c.NextItem(), version=running.version + 1)

    assert refused(running, sent) is Reason.STALE


def test_closing_ends_the_item_and_nothing_can_be_stepped_after():
    running = stepped(given(), c.StartMeeting())

    closed = stepped(running, c.CloseMeeting(), minute=4)

    assert closed.phase is Phase.CLOSED
    assert closed.actual[0].end == START + timedelta(minutes=4)
    for deed in (c.StartMeeting(), c.NextItem(), c.CloseMeeting()):
        assert refused(closed, command(METTE, deed)) is Reason.MEETING_CLOSED


def test_a_plan_can_be_replaced_until_the_meeting_has_started():
    meeting = given()
    later = moved(meeting.plan, timedelta(minutes=30))

    replanned = stepped(meeting, c.PlanMeeting(later))

    assert replanned.plan == later
    assert ANNA in replanned.people
    running = stepped(replanned, c.StartMeeting())
    assert refused(running, command(METTE, c.PlanMeeting(meeting.plan))) is Reason.ALREADY_STARTED
