"""What is promised, kept open, prepared, carried to the next meeting and brought back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import settings

from meeting import commands as c
from meeting.decide import decide, decide_first, recorded
from meeting.evolve import begin
from meeting.ids import EntryId, MeetingId, QuestionId
from meeting.model import Meeting, Prepared
from meeting.promises import due_by, promises, reminder_due
from meeting.question import OPEN, Answer, Origin, QuestionState
from meeting.question_views import questions_view
from meeting.refusals import Reason, RefusedError
from meeting.viewer import Viewer
from tests.given import ANNA, HANS, METTE, RASMUS, START, asked, command, demo_plan, done, given
from tests.meeting.test_properties import COMMANDS, played

Q1, Q2 = QuestionId("q1"), QuestionId("q2")
KNOWN = c.KnownAnswer(EntryId("u01"), "1.448 mio. kr.", "Slide 8")
LATER = MeetingId("next")


def refused(meeting: Meeting, by, deed: c.Deed) -> Reason:
    with pytest.raises(RefusedError) as error:
        decide(meeting, command(by, deed))
    return error.value.reason


def promised() -> Meeting:
    return given((ANNA, asked(topic="udk")), (RASMUS, c.FollowUp(Q1)))


def test_a_promise_without_a_date_is_due_in_a_week_when_offices_close():
    question = promised().questions[Q1]

    assert question.due == datetime(2026, 12, 1, 15, tzinfo=UTC)  # 16.00 in Copenhagen


def test_the_week_is_one_of_wall_clock_days_also_when_the_clocks_change():
    meeting = given()

    assert due_by(meeting, datetime(2026, 10, 22, 9, tzinfo=UTC)).hour == 15
    assert due_by(meeting, datetime(2026, 10, 15, 9, tzinfo=UTC)).hour == 14


def test_a_promise_is_for_a_day_to_come():
    meeting = promised()
    yesterday = START - timedelta(days=1)

    assert refused(meeting, RASMUS, c.FollowUp(Q1, due=yesterday)) is Reason.PAST_DATE
    due = START + timedelta(days=3)
    meeting = given((METTE, c.FollowUp(Q1, HANS, due)), start=meeting)
    assert (meeting.questions[Q1].owner, meeting.questions[Q1].due) == (HANS, due)
    assert decide(meeting, command(METTE, c.FollowUp(Q1, HANS))) == ()


@settings(max_examples=150, deadline=None)
@for_all(COMMANDS)
def test_after_the_close_every_question_has_an_end_or_an_owner_and_a_date(script):
    _, state, _, _ = played([*script, (METTE, c.CloseMeeting(), 60, None)])

    for question in state.questions.values():
        assert question.state not in OPEN | {QuestionState.SUGGESTED}
        if question.state is QuestionState.FOLLOW_UP:
            assert None not in (question.owner, question.due)


def test_a_known_answer_nobody_objected_to_is_the_answer_when_the_meeting_closes():
    meeting = given((ANNA, asked(sure=KNOWN)), (METTE, c.CloseMeeting()))

    assert meeting.questions[Q1].state is QuestionState.ANSWERED


def test_promises_are_listed_by_date():
    soon = START + timedelta(days=2)
    meeting = given(
        (ANNA, asked(name="q1")),
        (ANNA, asked(name="q2")),
        (METTE, c.FollowUp(Q1)),
        (METTE, c.FollowUp(Q2, due=soon)),
    )

    assert [question.number for question in promises(meeting)] == [2, 1]


def test_an_owner_is_reminded_the_day_before_and_when_the_date_has_passed():
    meeting = promised()
    due = meeting.questions[Q1].due
    assert due is not None
    assert reminder_due(meeting.questions[Q1]) == due - timedelta(days=1)
    assert decide(meeting, command(None, c.RemindOwner(Q1))) == ()
    assert refused(meeting, METTE, c.RemindOwner(Q1)) is Reason.CLOCK_ONLY

    for at in (due - timedelta(hours=20), due + timedelta(hours=1)):
        meeting = done(meeting, command(None, c.RemindOwner(Q1), at=at))

    assert meeting.questions[Q1].reminded == 2
    assert reminder_due(meeting.questions[Q1]) is None


def test_prepared_questions_are_there_from_the_start_with_their_answers():
    plan = replace(
        demo_plan(),
        prepared=(
            Prepared("Hvad koster det?", "Intet.", "Odense", "udk", source="Indsamlet forud"),
            Prepared("Hvornår?", topic="udk"),
        ),
    )
    sent = command(None, c.PlanMeeting(plan))
    meeting = begin(recorded(sent, decide_first(sent)))

    views = questions_view(meeting, Viewer())

    assert [(q.number, q.state, q.shown_as) for q in views] == [
        (1, QuestionState.ANSWERED, "Odense"),
        (2, QuestionState.QUEUED, None),
    ]
    assert [person.id for person in views[1].to] == [RASMUS, HANS]
    more = replace(plan, prepared=(*plan.prepared, Prepared("Hvem?")))
    again = done(meeting, command(None, c.PlanMeeting(more)))
    assert [q.number for q in sorted(again.questions.values(), key=lambda q: q.number)] == [1, 2, 3]


def carried_in(question, number=9) -> c.CarryIn:
    origin = Origin(MeetingId("before"), question.id, "marts 2020", START, 4)
    copy = replace(question, id=QuestionId("c1"), number=number, state=QuestionState.QUEUED)
    return c.CarryIn((replace(copy, origin=origin),))


def test_an_open_question_goes_on_in_the_next_meeting_once():
    before = given((METTE, c.CloseMeeting()), start=promised())
    deed = carried_in(before.questions[Q1])

    after = given((None, deed), (None, deed))
    handed = given((None, c.CarryOut(Q1, LATER)), start=before)

    (question,) = after.questions.values()
    assert (question.number, question.origin.people) == (1, 4)
    assert handed.questions[Q1].state is QuestionState.CARRIED
    assert (handed.questions[Q1].owner, handed.questions[Q1].due) == (
        RASMUS,
        before.questions[Q1].due,
    )
    assert refused(before, METTE, c.CarryOut(Q1, LATER)) is Reason.CLOCK_ONLY


def test_an_answer_of_a_later_meeting_comes_back_with_where_it_was_given():
    handed = given((None, c.CarryOut(Q1, LATER)), start=promised())
    answer = Answer("I maj", START, RASMUS)

    back = given((None, c.PassBack(Q1, LATER, "april 2020", answer)), start=handed)

    question = back.questions[Q1]
    assert question.state is QuestionState.ANSWERED
    assert (question.answer.text, question.answer.source) == ("I maj", "april 2020")
    late = c.PassBack(Q1, LATER, "april 2020", Answer("Nej", START, HANS))
    assert decide(back, command(None, late)) == ()


def test_a_later_promise_or_no_comes_back_too():
    due = START + timedelta(days=20)
    moved = given((None, c.PassBack(Q1, LATER, "april", owner=HANS, due=due)), start=promised())
    declined = given((None, c.PassBack(Q1, LATER, "april", declined="Udgår")), start=promised())

    assert (moved.questions[Q1].owner, moved.questions[Q1].due) == (HANS, due)
    assert declined.questions[Q1].declined == "Udgår"
