"""What hosts do with the ledger: look first, put together, take apart, say who is away."""

from dataclasses import replace

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from meeting import commands as c
from meeting.decide import decide
from meeting.ids import PersonId, QuestionId
from meeting.model import Meeting, TroubleKind
from meeting.question import Got, QuestionState, RouteKind, Show
from meeting.question_views import mine_view, question_view, questions_view, queue_view, rated_view
from meeting.refusals import Reason, RefusedError
from meeting.viewer import Viewer
from tests.given import ANNA, BO, HANS, KELD, METTE, PETER, RASMUS, asked, command, given

Q1, Q2, Q3 = (QuestionId(f"q{n}") for n in (1, 2, 3))
CARL = PersonId("p-carl")


def refused(meeting: Meeting, by, deed: c.Deed) -> Reason:
    with pytest.raises(RefusedError) as error:
        decide(meeting, command(by, deed))
    return error.value.reason


def with_people(meeting: Meeting, *changed) -> Meeting:
    """The meeting with these people's substitutes and mailboxes."""
    people = meeting.people.update({person.id: person for person in changed})
    return replace(meeting, people=people)


def votes(meeting: Meeting, question: QuestionId) -> int:
    return question_view(meeting, meeting.questions[question], Viewer()).votes


def test_while_hosts_look_first_nobody_else_sees_a_new_question():
    meeting = given((METTE, c.SetModeration(on=True)), (ANNA, asked(topic="udk")))

    assert meeting.questions[Q1].state is QuestionState.NEW
    assert questions_view(meeting, Viewer(BO)) == ()
    assert queue_view(meeting, RASMUS) == ()
    assert [q.number for q in mine_view(meeting, Viewer(ANNA))] == [1]
    assert [q.number for q in questions_view(meeting, Viewer.of(meeting, METTE))] == [1]
    assert refused(meeting, BO, c.Vote(Q1)) is Reason.UNKNOWN_QUESTION
    assert refused(meeting, RASMUS, c.ApproveQuestion(Q1)) is Reason.HOST_ONLY

    meeting = given((METTE, c.ApproveQuestion(Q1)), start=meeting)

    assert [q.number for q in queue_view(meeting, RASMUS)] == [1]


def test_looking_first_is_switched_at_any_time_and_what_waits_for_a_look_goes_on_waiting():
    meeting = given(
        (METTE, c.SetModeration(on=True)),
        (ANNA, asked(name="q1")),
        (METTE, c.SetModeration(on=False)),
        (ANNA, asked(name="q2")),
    )

    states = [meeting.questions[q].state for q in (Q1, Q2)]

    assert states == [QuestionState.NEW, QuestionState.QUEUED]
    assert refused(meeting, ANNA, c.SetModeration(on=True)) is Reason.HOST_ONLY


def test_an_edited_question_is_looked_at_again():
    meeting = given(
        (METTE, c.SetModeration(on=True)),
        (ANNA, asked()),
        (METTE, c.ApproveQuestion(Q1)),
        (ANNA, c.EditQuestion(Q1, "Noget andet")),
    )

    assert meeting.questions[Q1].state is QuestionState.NEW


def merged() -> Meeting:
    """Anna's, Bo's and Carl's question, where Bo and Carl also voted for Anna's."""
    return given(
        (CARL, c.Join("Carl", "Vejle")),
        (ANNA, asked(name="q1", topic="udk")),
        (BO, asked(name="q2")),
        (CARL, asked(name="q3")),
        (BO, c.Vote(Q1)),
        (CARL, c.Vote(Q2)),
        (METTE, c.MergeQuestions(Q2, Q1)),
        (METTE, c.MergeQuestions(Q3, Q2)),
    )


def test_put_together_each_person_counts_once():
    meeting = merged()

    assert votes(meeting, Q1) == 2  # Bo voted and asked, Carl voted and asked
    assert [q.number for q in questions_view(meeting, Viewer(PersonId("p-x")))] == [1]
    assert [one.number for one in questions_view(meeting, Viewer.of(meeting, METTE))[0].merged] == [
        2,
        3,
    ]


def test_a_vote_for_a_merged_question_is_one_for_the_question_that_stands_for_it():
    meeting = given((METTE, c.Join(None, None)), (METTE, c.Vote(Q3)), start=merged())

    assert votes(meeting, Q1) == 3
    assert METTE in meeting.votes[Q1]
    meeting = given((METTE, c.Unvote(Q2)), start=meeting)
    assert votes(meeting, Q1) == 2


def test_the_answer_reaches_all_who_asked_and_each_says_whether_it_helped():
    meeting = given((RASMUS, c.AnswerQuestion(Q1, "I maj")), start=merged())

    for person in (ANNA, BO, CARL):
        (own,) = mine_view(meeting, Viewer(person))
        assert own.answer is not None
        assert own.answer.text == "I maj"
        assert [q.number for q in rated_view(meeting, person)] == [1]
    meeting = given((BO, c.RateAnswer(Q2, Got.PARTLY)), start=meeting)
    assert dict(meeting.ratings[Q1]) == {BO: Got.PARTLY}


def test_its_asker_takes_a_question_out_again_and_nobody_elses():
    meeting = merged()
    assert refused(meeting, ANNA, c.PartQuestion(Q2)) is Reason.UNKNOWN_QUESTION

    meeting = given((BO, c.PartQuestion(Q2)), start=meeting)

    assert [q.number for q in questions_view(meeting, Viewer(BO))] == [1, 2]
    assert votes(meeting, Q1) == 2  # Bo voted for it, Carl asked question 3
    assert votes(meeting, Q2) == 1  # Carl voted for it
    assert refused(meeting, BO, c.PartQuestion(Q2)) is Reason.NOT_MERGED


def test_what_cannot_be_put_together_is_refused():
    meeting = merged()
    assert refused(meeting, METTE, c.MergeQuestions(Q1, Q1)) is Reason.SAME_QUESTION
    assert refused(meeting, METTE, c.MergeQuestions(Q1, Q3)) is Reason.SAME_QUESTION
    assert refused(meeting, BO, c.MergeQuestions(Q1, Q2)) is Reason.HOST_ONLY
    assert refused(meeting, METTE, c.MergeQuestions(Q1, QuestionId("x"))) is Reason.UNKNOWN_QUESTION
    answered = given((ANNA, asked(name="q4")), (METTE, c.AnswerQuestion(Q1, None)), start=meeting)
    assert refused(answered, METTE, c.MergeQuestions(Q1, QuestionId("q4"))) is (
        Reason.ALREADY_ANSWERED
    )


def test_a_question_for_somebody_away_goes_to_the_substitute_then_the_mailbox_then_a_host():
    start = given()
    rasmus, hans = start.people[RASMUS], start.people[HANS]
    stands_in = with_people(start, replace(rasmus, substitute=KELD))
    has_box = with_people(start, replace(rasmus, mailbox="budget@kl.example"))
    deed = asked(addressed=(RASMUS,), addressed_as="Rasmus")

    def routed(meeting: Meeting) -> tuple[tuple[PersonId, ...], RouteKind, str | None]:
        after = given((METTE, c.MarkAbsent(RASMUS)), (ANNA, deed), start=meeting)
        route = after.questions[Q1].route
        assert route.instead_of == ("Rasmus Edelberg",)
        return route.to, route.kind, route.detail

    assert routed(stands_in) == ((KELD,), RouteKind.ADDRESSED, "Rasmus")
    assert routed(has_box) == ((METTE,), RouteKind.MAILBOX, "budget@kl.example")
    assert routed(start) == ((METTE,), RouteKind.HOST, None)
    assert hans.substitute is None


def test_substitutes_in_a_circle_end_with_a_host():
    start = given()
    meeting = with_people(
        start,
        replace(start.people[RASMUS], substitute=KELD),
        replace(start.people[KELD], substitute=RASMUS),
    )

    after = given(
        (METTE, c.MarkAbsent(RASMUS)),
        (METTE, c.MarkAbsent(KELD)),
        (ANNA, asked(addressed=(RASMUS,), addressed_as="Rasmus")),
        start=meeting,
    )

    assert after.questions[Q1].route.to == (METTE,)


def test_what_waits_for_a_speaker_who_leaves_goes_to_who_stands_in_at_once():
    start = given((ANNA, asked(topic="udk")))
    meeting = with_people(start, replace(start.people[RASMUS], substitute=PETER))
    assert meeting.questions[Q1].route.to == (RASMUS, HANS)

    meeting = given((METTE, c.MarkAbsent(RASMUS)), start=meeting)

    assert meeting.questions[Q1].route.to == (PETER, HANS)
    assert refused(meeting, METTE, c.MarkAbsent(ANNA)) is Reason.UNKNOWN_PERSON
    assert refused(meeting, RASMUS, c.MarkAbsent(HANS)) is Reason.HOST_ONLY


def test_not_mine_leaves_it_with_the_others_then_the_next_best_then_a_host():
    meeting = given((ANNA, asked(topic="udk", next_topic="drift")))
    assert meeting.questions[Q1].route.to == (RASMUS, HANS)

    meeting = given((RASMUS, c.ReturnQuestion(Q1)), start=meeting)
    assert meeting.questions[Q1].route.to == (HANS,)
    meeting = given((HANS, c.ReturnQuestion(Q1)), start=meeting)
    assert meeting.questions[Q1].route.to == (METTE,)

    other = given((ANNA, asked("Hvad?", addressed=(KELD,), addressed_as="Keld", next_topic="udk")))
    assert refused(other, RASMUS, c.ReturnQuestion(Q1)) is Reason.SPEAKER_ONLY
    other = given((KELD, c.ReturnQuestion(Q1)), start=other)
    assert other.questions[Q1].route.to == (METTE,)


def test_who_answered_the_same_before_gets_it_unless_somebody_is_addressed():
    before = given((ANNA, asked(before=(KELD,), topic="udk")))
    addressed = asked(before=(KELD,), addressed=(RASMUS,), addressed_as="Rasmus")

    again = given(
        (ANNA, asked("Hvem betaler?", "q1", topic="udk")),
        (METTE, c.RouteQuestion(Q1, (KELD,))),
        (KELD, c.AnswerQuestion(Q1, "Kommunen")),
        (BO, asked("hvem betaler", "q2", topic="udk")),
    )
    assert again.questions[Q2].route.to == (KELD,)
    assert before.questions[Q1].route.kind is RouteKind.ANSWERED_BEFORE
    assert before.questions[Q1].route.to == (KELD,)
    assert given((ANNA, addressed)).questions[Q1].route.to == (RASMUS,)


def test_trouble_is_counted_once_a_person_and_settled_by_a_host():
    meeting = given(
        (ANNA, c.ReportTrouble(TroubleKind.SOUND)),
        (ANNA, c.ReportTrouble(TroubleKind.SOUND)),
        (BO, c.ReportTrouble(TroubleKind.PICTURE)),
    )

    assert len(meeting.troubles) == 2
    assert refused(meeting, ANNA, c.SettleTrouble()) is Reason.HOST_ONLY
    assert not given((METTE, c.SettleTrouble()), start=meeting).troubles


SIX = [QuestionId(f"q{n}") for n in range(6)]
MOVES = st.one_of(
    st.builds(c.MergeQuestions, st.sampled_from(SIX), st.sampled_from(SIX)),
    st.builds(c.PartQuestion, st.sampled_from(SIX)),
)


@settings(max_examples=200, deadline=None)
@for_all(st.lists(MOVES, max_size=25))
def test_however_questions_are_put_together_none_is_lost_and_none_counts_twice(moves):
    meeting = given(
        *[(ANNA, asked(name=q, show=Show.NAME)) for q in SIX], *[(BO, c.Vote(q)) for q in SIX]
    )
    for move in moves:
        try:
            meeting = given((METTE, move), start=meeting)
        except RefusedError:
            continue

    roots = [q for q in meeting.questions.values() if q.into is None]
    grouped = [one.id for root in roots for one in meeting.group(root.id)]
    assert sorted(grouped) == sorted(SIX)
    assert all(votes(meeting, root.id) == 1 for root in roots)
