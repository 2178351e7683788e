"""A close by mistake, taken back: the meeting is as it was, but for what is gone for good."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from bot.ticker import dues_of
from meeting import commands as c
from meeting import events as e
from meeting.decide import decide, recorded
from meeting.erasure.erased import Ink, erased
from meeting.evolve import evolve, fold
from meeting.ids import BallotKey, EntryId, MeetingId, PollId, QuestionId
from meeting.model import Meeting, Phase
from meeting.polls import PollKind, PollQuestion
from meeting.question import Got, QuestionState
from meeting.refusals import Reason, RefusedError
from meeting.reopening import REOPENS_WITHIN, is_over, reopens_until
from meeting.retention import Data
from meeting.viewer import Viewer
from meeting.views import view
from tests.given import (
    ANNA,
    BO,
    HANS,
    METTE,
    PETER,
    RASMUS,
    START,
    asked,
    command,
    demo_plan,
    done,
    given,
)
from tests.meeting.test_properties import COMMANDS, STEERED, played, steered

MINUTE = timedelta(minutes=1)
CLOSED = START + 60 * MINUTE
Q1, Q2 = QuestionId("q1"), QuestionId("q2")
KNOWN = c.KnownAnswer(EntryId("u01"), "1.448 mio. kr.", "Slide 8")
ROOM = PollQuestion("Mødes?", PollKind.CHOICE, ("Ja", "Nej"), hidden=False)


def close(meeting: Meeting, by=METTE, at=CLOSED) -> Meeting:
    return done(meeting, command(by, c.CloseMeeting(), at=at))


def undo(meeting: Meeting, minutes: float = 5, by=METTE, **more) -> Meeting:
    return done(meeting, command(by, c.UndoStep(), at=CLOSED + minutes * MINUTE, **more))


def refused(meeting: Meeting, minutes: float = 5, by=METTE, **more) -> Reason:
    with pytest.raises(RefusedError) as error:
        undo(meeting, minutes, by, **more)
    return error.value.reason


def running(*deeds) -> Meeting:
    return given((METTE, c.StartMeeting()), *deeds)


def same(one: Meeting, other: Meeting) -> bool:
    """Tell whether two are alike in all but how often they changed, and what was counted."""
    counted = {"evaluation": other.evaluation, "polls": other.polls}
    times = {name: getattr(other, name) for name in ("version", "stepped", "at", "seen")}
    return replace(one, **counted, **times) == other


@settings(max_examples=150, deadline=None)
@for_all(COMMANDS, st.sampled_from([METTE, PETER, None]))
def test_a_close_taken_back_leaves_the_meeting_as_it_was(script, by):
    _, before, _, _ = played(script)
    assume(before.phase is not Phase.CLOSED)

    after = undo(close(before, by), by=METTE)

    assert same(after, before)
    assert {poll.id: poll.open for poll in after.polls} == {p.id: False for p in before.polls}
    assert after.evaluation.open is False
    assert after.evaluation.closed is (before.evaluation.open or before.evaluation.closed)


@settings(max_examples=100, deadline=None)
@for_all(STEERED)
def test_everybody_sees_the_agenda_again_as_it_was_and_earlier_steps_can_still_be_undone(script):
    before, now = steered(script)
    sent = command(METTE, c.UndoStep(), at=now + MINUTE)

    after = done(close(before, at=now), sent)

    seen = [view(one, Viewer(), now + MINUTE) for one in (before, after)]
    assert seen[0].agenda == seen[1].agenda
    assert (after.undoable, after.phase, after.closed) == (before.undoable, before.phase, None)


def test_people_ask_and_vote_again_and_the_meeting_can_be_closed_again_for_good():
    after = undo(close(running((ANNA, asked()))))

    after = given((ANNA, asked(name="q2")), (BO, c.Vote(Q1)), (METTE, c.NextItem()), start=after)
    again = close(after, at=CLOSED + 30 * MINUTE)

    assert again.questions[Q1].state is QuestionState.FOLLOW_UP
    assert again.closed == CLOSED + 30 * MINUTE


def test_it_can_be_taken_back_for_ten_minutes_and_no_longer():
    closed = close(running())

    assert REOPENS_WITHIN == 10 * MINUTE
    assert undo(closed, 10).phase is Phase.RUNNING
    assert refused(closed, 10.01) is Reason.CLOSED_TOO_LONG
    assert (is_over(closed, CLOSED + 10 * MINUTE), is_over(closed, CLOSED + 12 * MINUTE)) == (
        False,
        True,
    )


def test_a_host_alone_takes_it_back_and_a_page_from_before_the_close_does_not():
    before = running()
    closed = close(before)

    assert refused(closed, by=ANNA) is Reason.HOST_ONLY
    assert refused(closed, by=RASMUS) is Reason.HOST_ONLY
    assert refused(closed, version=before.version) is Reason.STALE
    assert undo(closed, version=closed.version).phase is Phase.RUNNING
    assert refused(undo(closed), version=closed.version) is Reason.STALE


def test_what_somebody_has_dealt_with_since_stays_dealt_with():
    deeds = ((ANNA, asked(topic="udk")), (ANNA, asked(name="q2", topic="udk")))
    closed = close(running(*deeds))
    moved = done(closed, command(RASMUS, c.FollowUp(Q1, HANS), at=CLOSED + MINUTE))
    answered = done(moved, command(RASMUS, c.AnswerQuestion(Q1, "I maj"), at=CLOSED + 2 * MINUTE))

    after = undo(answered)

    assert after.questions[Q1].state is QuestionState.ANSWERED
    assert after.questions[Q2].state is QuestionState.QUEUED
    assert (after.questions[Q2].owner, after.questions[Q2].due) == (None, None)
    assert undo(moved).questions[Q1].owner == HANS


def test_a_known_answer_is_offered_again_unless_its_asker_has_said_that_it_helped():
    closed = close(running((ANNA, asked(sure=KNOWN))))
    rated = done(closed, command(ANNA, c.RateAnswer(Q1, Got.YES), at=CLOSED + MINUTE))

    assert undo(closed).questions[Q1].state is QuestionState.SUGGESTED
    assert undo(rated).questions[Q1].state is QuestionState.ANSWERED


def test_one_question_at_most_is_on():
    before = running((ANNA, asked()), (ANNA, asked(name="q2")), (METTE, c.PutOn(Q1)))
    closed = close(before)
    other = done(closed, command(METTE, c.PutOn(Q2), at=CLOSED + MINUTE))

    assert undo(closed).questions[Q1].state is QuestionState.ON_NOW
    states = {id_: one.state for id_, one in undo(other).questions.items()}
    assert states == {Q1: QuestionState.QUEUED, Q2: QuestionState.ON_NOW}


def test_an_owner_who_was_reminded_is_not_reminded_again():
    soon = CLOSED + 2 * MINUTE
    before = running((ANNA, asked(topic="udk")), (RASMUS, c.FollowUp(Q1, due=soon)))
    before = evolve(
        before,
        recorded(command(None, c.Arrive()), (e.FollowUpPromised(Q1, None, soon),)),
    )
    reminded = done(close(before), command(None, c.RemindOwner(Q1), at=CLOSED + MINUTE))
    assert reminded.questions[Q1].reminded == 1

    assert undo(reminded).questions[Q1].reminded == 1


def test_an_evaluation_that_the_close_ended_stays_closed_and_cannot_be_opened_again():
    ballot = c.CastBallot(BallotKey("a"), {"useful": ("4",)})
    after = undo(close(running((METTE, c.OpenEvaluation()), (ANNA, ballot))))

    assert (after.evaluation.open, after.evaluation.closed, after.evaluation.responses) == (
        False,
        True,
        1,
    )
    with pytest.raises(RefusedError) as error:
        decide(after, command(METTE, c.OpenEvaluation()))
    assert error.value.reason is Reason.EVALUATION_OVER


def test_an_evaluation_that_had_not_begun_is_opened_as_before():
    after = undo(close(running()))

    assert decide(after, command(METTE, c.OpenEvaluation())) == (e.EvaluationOpened(),)


def test_an_evaluation_that_goes_on_after_the_meeting_goes_on():
    plan = replace(demo_plan(), evaluation_open=timedelta(hours=48))
    ballot = c.CastBallot(BallotKey("a"), {"useful": ("4",)})
    closed = close(given((METTE, c.StartMeeting()), plan=plan))
    rated = done(closed, command(ANNA, ballot, at=CLOSED + MINUTE))

    after = undo(rated)

    assert (after.evaluation.open, after.evaluation.responses) == (True, 1)
    assert [due.name for due in dues_of(after) if due.name.startswith("evaluation")] == []


def test_a_poll_that_the_close_ended_keeps_its_result():
    before = running((METTE, c.AskPoll(PollId("p1"), ROOM)))
    before = done(before, command(ANNA, c.AnswerPoll(PollId("p1"), BallotKey("a"), ("1",))))

    (poll,) = undo(close(before)).polls

    assert (poll.open, poll.shown, poll.sums.responses) == (False, True, 1)


def test_what_a_later_meeting_has_taken_up_keeps_the_meeting_closed():
    closed = close(running((ANNA, asked())))
    carried = done(closed, command(None, c.CarryOut(Q1, MeetingId("next")), at=CLOSED + MINUTE))

    assert refused(carried) is Reason.CARRIED_ON
    assert reopens_until(carried) is None
    assert undo(closed).phase is Phase.RUNNING


def test_what_has_had_its_time_keeps_the_meeting_closed():
    closed = close(running())
    gone = done(closed, command(None, c.EraseData(Data.NAMES), at=CLOSED + MINUTE))

    assert reopens_until(gone) is None
    assert refused(gone) is Reason.CLOSED_TOO_LONG


def test_the_clock_can_close_it_again_under_another_name_and_not_because_of_the_first_time():
    before = running()
    names = [
        [due.name for due in dues_of(one) if due.name.startswith("expire-close")]
        for one in (before, undo(close(before, by=None)))
    ]

    assert [len(found) for found in names] == [1, 1]
    assert names[0] != names[1]


def test_a_reopening_of_what_was_never_closed_changes_nothing():
    before = running()

    assert same(
        evolve(before, recorded(command(METTE, c.UndoStep()), (e.MeetingReopened(),))), before
    )


def test_a_log_with_a_reopening_folds_the_same_without_its_statistics():
    log = [
        recorded(
            sent := command(None, c.PlanMeeting(demo_plan())), (e.MeetingPlanned(demo_plan()),)
        )
    ]
    for deed in (
        c.OpenMeeting(),
        c.StartMeeting(),
        c.CloseMeeting(),
        c.UndoStep(),
        c.CloseMeeting(),
    ):
        state = fold(log)
        assert state is not None
        sent = command(METTE, deed)
        log.append(recorded(sent, decide(state, sent)))
    kinds = [type(event) for change in log for event in change.events]
    assert e.MeetingReopened in kinds
    expiring = command(None, c.EraseData(Data.STATISTICS))
    log.append(recorded(expiring, (e.DataErased(Data.STATISTICS),)))

    left = erased(log, c.EraseData(Data.STATISTICS), Ink(b"salt", "[slettet]"))

    state = fold(left)
    assert state is not None
    assert (state.phase, state.version) == (Phase.CLOSED, len(log))
    assert reopens_until(state) is None
