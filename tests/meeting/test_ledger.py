"""Questions: asked, routed, voted for, answered, promised, declined."""

import pytest

from meeting import commands as c
from meeting.decide import decide, recorded
from meeting.ids import EntryId, QuestionId
from meeting.model import Meeting
from meeting.question import Got, QuestionState, RouteKind, Show
from meeting.question_views import questions_view, queue_view
from meeting.refusals import Reason, RefusedError
from meeting.viewer import Viewer
from tests.given import (
    ANNA,
    BO,
    HANS,
    KELD,
    MARTIN,
    METTE,
    PETER,
    RASMUS,
    START,
    asked,
    command,
    done,
    given,
)

Q1 = QuestionId("q1")
KNOWN = c.KnownAnswer(EntryId("u01"), "1.448 mio. kr.", "Slide 8")


def refused(meeting: Meeting, by, deed: c.Deed) -> Reason:
    with pytest.raises(RefusedError) as error:
        done(meeting, command(by, deed))
    return error.value.reason


def route_of(meeting: Meeting):
    route = meeting.questions[Q1].route
    return route.to, route.kind


def test_questions_are_numbered_as_they_come_and_begin_without_votes():
    meeting = given((ANNA, asked(name="q1")), (BO, asked(name="q2")))

    seen = questions_view(meeting, Viewer(ANNA))

    assert [(q.number, q.votes, q.mine) for q in seen] == [(1, 0, True), (2, 0, False)]


def test_an_addressed_organisation_gets_the_question():
    deed = asked(addressed=(RASMUS, HANS), addressed_as="UDK")

    assert route_of(given((ANNA, deed))) == ((RASMUS, HANS), RouteKind.ADDRESSED)


def test_of_several_speakers_of_one_organisation_the_topic_chooses():
    deed = asked(addressed=(PETER, MARTIN, KELD), addressed_as="KOMBIT", topic="drift")

    assert route_of(given((ANNA, deed))) == ((KELD,), RouteKind.ADDRESSED)


def test_of_several_speakers_without_a_topic_the_one_who_is_on_gets_it():
    deed = asked(addressed=(PETER, MARTIN, KELD), addressed_as="KOMBIT")
    steps = [(METTE, c.StartMeeting()), *[(METTE, c.NextItem())] * 2]

    assert route_of(given(*steps, (ANNA, deed))) == ((PETER,), RouteKind.ADDRESSED)


def test_where_several_remain_the_host_gets_it():
    deed = asked(addressed=(PETER, MARTIN, KELD), addressed_as="KOMBIT")

    assert route_of(given((ANNA, deed))) == ((METTE,), RouteKind.HOST)


def test_everyone_who_was_named_gets_it():
    deed = asked(addressed=(KELD, PETER), addressed_as="Keld og Peter", everyone=True)

    assert route_of(given((ANNA, deed))) == ((KELD, PETER), RouteKind.ADDRESSED)


def test_an_organisation_that_is_not_there_gives_the_question_to_the_host():
    deed = asked(addressed=(), addressed_as="SKAT")

    assert route_of(given((ANNA, deed))) == ((METTE,), RouteKind.HOST)


def test_the_topic_beats_who_is_on():
    steps = [(METTE, c.StartMeeting()), (METTE, c.NextItem())]

    meeting = given(*steps, (ANNA, asked(topic="drift")))

    assert route_of(meeting) == ((KELD,), RouteKind.TOPIC)


def test_a_topic_whose_item_has_no_speaker_is_the_hosts():
    assert route_of(given((ANNA, asked(topic="klik")))) == ((METTE,), RouteKind.TOPIC)


def test_without_address_or_topic_the_speakers_of_the_item_that_is_on_get_it():
    steps = [(METTE, c.StartMeeting()), (METTE, c.NextItem())]

    assert route_of(given(*steps, (ANNA, asked()))) == ((RASMUS, HANS), RouteKind.ON_NOW)


def test_with_nothing_to_go_by_the_host_gets_it():
    assert route_of(given((ANNA, asked()))) == ((METTE,), RouteKind.HOST)


def test_a_question_keeps_the_item_it_was_asked_in():
    steps = [(METTE, c.StartMeeting()), (ANNA, asked()), (METTE, c.NextItem())]

    assert given(*steps).questions[Q1].item == "item-1"


@pytest.mark.parametrize(
    ("show", "label", "organisation", "asker"),
    [
        (Show.NAME, "Anna", "Odense", ANNA),
        (Show.ORGANISATION, "Odense", "Odense", ANNA),
        (Show.ANONYMOUS, None, None, None),
    ],
)
def test_a_question_shows_what_the_asker_chose_and_anonymous_keeps_no_author(
    show, label, organisation, asker
):
    meeting = given((ANNA, asked(show=show)))

    question = meeting.questions[Q1]

    assert (question.shown_as, question.organisation, question.asker) == (
        label,
        organisation,
        asker,
    )


def test_to_be_shown_as_an_organisation_one_must_have_said_which():
    meeting = given((ANNA, c.Join("Anna", None)))

    assert refused(meeting, ANNA, asked(show=Show.ORGANISATION)) is Reason.NO_ORGANISATION


def test_a_vote_counts_one_person_once_and_can_be_taken_back():
    meeting = given((ANNA, asked()), (BO, c.Vote(Q1)), (BO, c.Vote(Q1)), (ANNA, c.Vote(Q1)))
    assert questions_view(meeting, Viewer(BO))[0].votes == 2
    assert questions_view(meeting, Viewer(BO))[0].voted

    meeting = done(meeting, command(BO, c.Unvote(Q1)))

    assert [(q.votes, q.voted) for q in questions_view(meeting, Viewer(BO))] == [(1, False)]


def test_voting_again_is_no_change_at_all():
    meeting = given((ANNA, asked()), (BO, c.Vote(Q1)))

    assert decide(meeting, command(BO, c.Vote(Q1))) == ()
    assert decide(meeting, command(ANNA, c.Unvote(Q1))) == ()


def test_the_stored_change_of_an_anonymous_question_names_nobody_and_only_the_minute():
    sent = command(ANNA, asked(show=Show.ANONYMOUS), at=START.replace(second=41))

    change = recorded(sent, decide(given(), sent))

    assert (change.by, change.at) == (None, START)
    assert str(ANNA) not in repr(change)


def test_nobody_votes_before_joining_or_for_what_is_not_there():
    meeting = given((ANNA, asked()))

    assert refused(meeting, "p-stranger", c.Vote(Q1)) is Reason.NOT_JOINED
    assert refused(meeting, BO, c.Vote(QuestionId("q9"))) is Reason.UNKNOWN_QUESTION


def test_a_known_answer_stays_between_asker_and_host_until_it_helped():
    meeting = given((ANNA, asked(sure=KNOWN)))

    seen_by = {
        viewer: len(questions_view(meeting, Viewer(viewer, host=viewer == METTE)))
        for viewer in (ANNA, BO, METTE)
    }
    assert seen_by == {ANNA: 1, BO: 0, METTE: 1}
    assert refused(meeting, BO, c.Vote(Q1)) is Reason.UNKNOWN_QUESTION

    solved = done(meeting, command(ANNA, c.SolveQuestion(Q1)))

    assert solved.questions[Q1].state is QuestionState.ANSWERED
    (seen,) = questions_view(solved, Viewer(BO))
    assert (seen.answer.text, seen.to) == ("1.448 mio. kr.", ())


def test_a_known_answer_that_did_not_help_goes_on_to_the_speaker_unchanged():
    meeting = given((ANNA, asked("Hvad koster det?", sure=KNOWN, topic="udk")))

    meeting = done(meeting, command(ANNA, c.AskSpeaker(Q1)))

    question = meeting.questions[Q1]
    assert (question.text, question.state, question.answer) == (
        "Hvad koster det?",
        QuestionState.QUEUED,
        None,
    )
    assert [q.id for q in queue_view(meeting, RASMUS)] == [Q1]


def test_one_of_the_offered_entries_can_be_chosen_and_no_other():
    offered = (EntryId("u01"), EntryId("u02"))
    meeting = given((ANNA, asked(offered=offered)))
    other = c.KnownAnswer(EntryId("u09"), "Noget andet", None)

    assert refused(meeting, ANNA, c.ChooseEntry(Q1, other)) is Reason.NOTHING_OFFERED
    assert refused(meeting, BO, c.ChooseEntry(Q1, KNOWN)) is Reason.UNKNOWN_QUESTION
    chosen = done(meeting, command(ANNA, c.ChooseEntry(Q1, KNOWN)))

    assert chosen.questions[Q1].answer.text == "1.448 mio. kr."
    assert chosen.questions[Q1].state is QuestionState.SUGGESTED


@pytest.mark.parametrize("text", ["Den 30. april.", None])
def test_the_speaker_who_has_it_answers_in_text_or_live(text):
    meeting = given((ANNA, asked(topic="udk")), (RASMUS, c.AnswerQuestion(Q1, text)))

    question = meeting.questions[Q1]

    assert question.state is QuestionState.ANSWERED
    assert (question.answer.text, question.answer.by) == (text, RASMUS)


def test_another_speaker_or_a_participant_does_not_answer():
    meeting = given((ANNA, asked(topic="udk")))

    assert refused(meeting, KELD, c.AnswerQuestion(Q1, "Ja")) is Reason.SPEAKER_ONLY
    assert refused(meeting, ANNA, c.AnswerQuestion(Q1, "Ja")) is Reason.SPEAKER_ONLY
    assert refused(meeting, "p-stranger", c.AnswerQuestion(Q1, "Ja")) is Reason.NOT_JOINED


def test_a_host_routes_a_question_to_somebody_else_and_only_to_hosts_or_speakers():
    meeting = given((ANNA, asked(topic="udk")))

    assert refused(meeting, METTE, c.RouteQuestion(Q1, (BO,))) is Reason.UNKNOWN_PERSON
    assert refused(meeting, METTE, c.RouteQuestion(Q1, ())) is Reason.UNKNOWN_PERSON
    meeting = done(meeting, command(METTE, c.RouteQuestion(Q1, (KELD,))))

    assert route_of(meeting) == ((KELD,), RouteKind.MOVED)
    assert (len(queue_view(meeting, KELD)), len(queue_view(meeting, RASMUS))) == (1, 0)


def test_one_question_is_on_at_a_time():
    meeting = given(
        (ANNA, asked(name="q1")),
        (ANNA, asked("Og hvad så?", name="q2")),
        (METTE, c.PutOn(Q1)),
        (METTE, c.PutOn(QuestionId("q2"))),
    )

    states = [q.state for q in questions_view(meeting, Viewer(METTE, host=True))]

    assert states == [QuestionState.QUEUED, QuestionState.ON_NOW]


def test_a_promise_has_an_owner_and_a_declined_question_a_reason_only_its_asker_sees():
    meeting = given((ANNA, asked(topic="udk")), (RASMUS, c.FollowUp(Q1)))
    assert meeting.questions[Q1].owner == RASMUS

    meeting = done(meeting, command(METTE, c.Decline(Q1, "Hører til næste møde")))

    assert [q.declined for q in questions_view(meeting, Viewer(ANNA))] == ["Hører til næste møde"]
    assert questions_view(meeting, Viewer(BO)) == ()
    assert refused(meeting, METTE, c.Decline(Q1, " ")) is Reason.EMPTY_TEXT


def test_the_askers_no_keeps_the_question_open_with_an_owner():
    meeting = given(
        (ANNA, asked(topic="udk")),
        (RASMUS, c.AnswerQuestion(Q1, "Snart")),
        (ANNA, c.RateAnswer(Q1, Got.NO)),
    )

    assert meeting.questions[Q1].state is QuestionState.FOLLOW_UP
    assert meeting.questions[Q1].owner == RASMUS
    assert refused(meeting, BO, c.RateAnswer(Q1, Got.YES)) is Reason.NOT_YOURS


@pytest.mark.parametrize(
    ("text", "reason"), [("", Reason.EMPTY_TEXT), ("x" * 2001, Reason.LONG_TEXT)]
)
def test_empty_and_overlong_questions_are_refused(text: str, reason: Reason):
    assert refused(given(), ANNA, asked(text)) is reason


def test_after_the_close_nobody_joins_asks_or_votes_but_answers_still_come():
    meeting = given((ANNA, asked(topic="udk")), (METTE, c.CloseMeeting()))

    assert refused(meeting, ANNA, asked(name="q2")) is Reason.MEETING_CLOSED
    assert refused(meeting, BO, c.Vote(Q1)) is Reason.MEETING_CLOSED
    assert refused(meeting, "p-late", c.Join("Sen", None)) is Reason.MEETING_CLOSED
    answered = done(meeting, command(RASMUS, c.AnswerQuestion(Q1, "Nu ved vi det")))
    assert answered.questions[Q1].state is QuestionState.ANSWERED
