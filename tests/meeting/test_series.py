"""Between the meetings of a series: what is open goes on, what it gets comes back, once."""

from dataclasses import replace
from datetime import timedelta

from meeting import commands as c
from meeting.brief import brief
from meeting.decide import decide_first, recorded
from meeting.evolve import begin
from meeting.ids import CommandId, MeetingId, QuestionId
from meeting.model import Meeting
from meeting.question import Got, QuestionState, RouteKind, Show
from meeting.question_views import mine_view
from meeting.series import copy_id, earlier_runs, errands
from meeting.tokens import digest
from meeting.viewer import Viewer
from tests.given import (
    ANNA,
    BO,
    METTE,
    RASMUS,
    START,
    asked,
    command,
    demo_plan,
    done,
    given,
)

SECRET = digest("only Bo knows this")
Q1, Q2 = QuestionId("q1"), QuestionId("q2")
LATER = START + timedelta(hours=1)
APRIL = MeetingId("april")


def meeting_of(id_: str, days: int, title: str = "Programledermøde marts 2020") -> Meeting:
    plan = demo_plan(START + timedelta(days=days))
    plan = replace(plan, meeting=MeetingId(id_), code=f"CODE{days:04d}", title=title)
    sent = command(None, c.PlanMeeting(plan))
    return begin(recorded(sent, decide_first(sent)))


def run(meetings: dict[MeetingId, Meeting]) -> int:
    """Do the errands until there are none; gives how many were done."""
    count = 0
    while found := errands(meetings.values(), LATER):
        before = dict(meetings)
        for errand in found:
            id_ = CommandId(f"{errand.meeting} {errand.key}")
            sent = c.Command(id_, START, None, errand.deed)
            meetings[errand.meeting] = done(meetings[errand.meeting], sent)
            count += 1
        if meetings == before:
            return count
    return count


def series(first: Meeting, title: str = "Programledermøde april 2020") -> dict[MeetingId, Meeting]:
    return {first.plan.meeting: first, APRIL: meeting_of("april", 30, title)}


def closed() -> Meeting:
    return given(
        (ANNA, asked(topic="udk", name="q1")),
        (
            BO,
            asked("Hvem betaler?", "q2", topic="udk", show=Show.ANONYMOUS, token=SECRET),
        ),
        (BO, c.Vote(Q1)),
        (METTE, c.CloseMeeting()),
    )


def test_what_was_left_open_begins_the_next_meeting_with_where_and_for_how_many():
    meetings = series(closed())
    run(meetings)

    after = meetings[APRIL]
    assert [
        (q.number, q.origin.title, q.origin.people)
        for q in sorted(after.questions.values(), key=lambda q: q.number)
    ] == [(1, "Programledermøde marts 2020", 2), (2, "Programledermøde marts 2020", 1)]
    assert {q.route.kind for q in after.questions.values()} == {RouteKind.PROMISED}
    assert [q.number for q in mine_view(after, Viewer(ANNA))] == [1]
    assert after.tokens[SECRET] == copy_id(Q2, APRIL)


def test_the_next_edition_takes_it_over_and_another_run_only_helps():
    edition, rerun = series(closed()), series(closed(), "Programledermøde marts 2020")
    for meetings in (edition, rerun):
        run(meetings)
    id_ = closed().plan.meeting

    assert {q.state for q in edition[id_].questions.values()} == {QuestionState.CARRIED}
    assert {q.state for q in rerun[id_].questions.values()} == {QuestionState.FOLLOW_UP}
    assert len(rerun[APRIL].questions) == 2


def test_an_answer_comes_back_to_those_who_asked_first_and_only_once():
    meetings = series(closed())
    run(meetings)
    id_ = closed().plan.meeting
    answer = command(RASMUS, c.AnswerQuestion(copy_id(Q1, APRIL), "I maj"), at=START)
    meetings[APRIL] = done(meetings[APRIL], answer)
    run(meetings)

    question = meetings[id_].questions[Q1]
    assert (question.state, question.answer.text) == (QuestionState.ANSWERED, "I maj")
    assert question.answer.source == "Programledermøde april 2020"
    assert run(meetings) == 0


def test_a_question_left_open_twice_goes_on_and_its_answer_comes_all_the_way_back():
    meetings = series(closed())
    run(meetings)
    meetings[APRIL] = done(meetings[APRIL], command(METTE, c.CloseMeeting()))
    may = MeetingId("may")
    meetings[may] = meeting_of("may", 60, "Programledermøde maj 2020")
    run(meetings)
    again = copy_id(copy_id(Q1, APRIL), may)
    assert meetings[may].questions[again].origin.title == "Programledermøde marts 2020"

    meetings[may] = done(meetings[may], command(RASMUS, c.AnswerQuestion(again, "Nu")))
    run(meetings)

    assert meetings[closed().plan.meeting].questions[Q1].answer.text == "Nu"


def test_an_open_meeting_hands_nothing_on_and_another_series_gets_nothing():
    going = series(given((ANNA, asked()), (METTE, c.FollowUp(Q1))))
    other = series(closed())
    other[APRIL] = replace(other[APRIL], plan=replace(other[APRIL].plan, series="Andet møde"))

    assert errands(going.values(), LATER) == ()
    assert errands(other.values(), LATER) == ()


def test_a_speaker_reads_at_most_five_lines_what_weighs_most_first():
    questions = [(ANNA, asked(f"Spørgsmål {n}?", f"q{n}", topic="udk")) for n in range(1, 9)]
    answers = [(RASMUS, c.AnswerQuestion(QuestionId(f"q{n}"), f"Svar {n}")) for n in range(1, 8)]
    first = given(
        *questions,
        *answers,
        (BO, c.Vote(QuestionId("q5"))),
        (ANNA, c.RateAnswer(QuestionId("q3"), Got.PARTLY)),
        (METTE, c.CloseMeeting()),
    )
    later = meeting_of("april", 30)

    lines = brief(earlier_runs(later, [first, later]), RASMUS)

    assert [line.number for line in lines] == [8, 3, 5, 1, 2]
    assert [line.open for line in lines] == [True, False, False, False, False]
    assert lines[1].unhelped == 1
    assert brief([first], BO) == ()
