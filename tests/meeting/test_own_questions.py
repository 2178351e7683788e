"""One's own question: sent again, worded anew, taken back, rated; also by who holds its secret."""

from datetime import timedelta

import pytest

from meeting import commands as c
from meeting import events as e
from meeting.decide import decide, recorded
from meeting.evolve import evolve
from meeting.ids import EntryId, QuestionId
from meeting.model import Meeting
from meeting.question import Got, QuestionState, Show
from meeting.question_views import mine_view, questions_view, rated_view
from meeting.refusals import Reason, RefusedError
from meeting.tokens import digest
from meeting.viewer import Viewer
from tests.given import ANNA, BO, METTE, RASMUS, START, asked, command, done, given

Q1, Q2 = QuestionId("q1"), QuestionId("q2")
KNOWN = c.KnownAnswer(EntryId("u01"), "1.448 mio. kr.", "Slide 8")
SECRET = digest("only Anna's browser knows this")


def refused(meeting: Meeting, by, deed: c.Deed) -> Reason:
    with pytest.raises(RefusedError) as error:
        decide(meeting, command(by, deed))
    return error.value.reason


def anonymous(**more) -> c.AskQuestion:
    return asked("Hvem betaler?", show=Show.ANONYMOUS, token=SECRET, **more)


@pytest.mark.parametrize("again", ["Hvem betaler?", "hvem  betaler", " HVEM BETALER?! "])
def test_the_same_words_of_the_same_person_are_one_question_and_more_tries(again):
    meeting = given((ANNA, asked("Hvem betaler?", "q1")), *[(ANNA, asked(again, "q2"))] * 1)

    assert [q.number for q in meeting.questions.values()] == [1]
    assert meeting.questions[Q1].tries == 2
    assert meeting.question(Q2) == meeting.questions[Q1]


def test_another_persons_same_words_and_the_same_person_after_withdrawing_are_new_questions():
    meeting = given(
        (ANNA, asked("Hvem betaler?", "q1")),
        (BO, asked("Hvem betaler?", "q2")),
        (ANNA, c.WithdrawQuestion(Q1)),
        (ANNA, asked("Hvem betaler?", "q3")),
    )

    assert len(meeting.questions) == 3


def test_asking_past_a_known_answer_sends_the_question_on():
    meeting = given((ANNA, asked("Hvem betaler?", "q1", sure=KNOWN)))
    assert meeting.questions[Q1].state is QuestionState.SUGGESTED

    meeting = given((ANNA, asked("Hvem betaler?", "q2")), start=meeting)

    assert meeting.questions[Q1].state is QuestionState.QUEUED


def test_a_question_is_changed_or_taken_back_by_its_asker_until_it_is_answered():
    meeting = given((ANNA, asked(topic="udk")), (ANNA, c.EditQuestion(Q1, "Hvornår helt præcist?")))
    assert meeting.questions[Q1].text == "Hvornår helt præcist?"
    assert refused(meeting, BO, c.EditQuestion(Q1, "Nej")) is Reason.NOT_YOURS
    assert refused(meeting, METTE, c.WithdrawQuestion(Q1)) is Reason.NOT_YOURS
    assert refused(meeting, ANNA, c.EditQuestion(Q1, " ")) is Reason.EMPTY_TEXT

    answered = given((RASMUS, c.AnswerQuestion(Q1, "I maj")), start=meeting)
    assert refused(answered, ANNA, c.EditQuestion(Q1, "Og nu?")) is Reason.ALREADY_ANSWERED
    assert refused(answered, ANNA, c.WithdrawQuestion(Q1)) is Reason.ALREADY_ANSWERED

    gone = given((ANNA, c.WithdrawQuestion(Q1)), start=meeting)
    assert questions_view(gone, Viewer(METTE, host=True)) == ()
    assert [q.state for q in mine_view(gone, Viewer(ANNA))] == [QuestionState.WITHDRAWN]
    assert refused(gone, BO, c.Vote(Q1)) is Reason.WITHDRAWN
    back = given((ANNA, c.EditQuestion(Q1, "Hvornår?")), start=gone)
    assert back.questions[Q1].state is QuestionState.QUEUED


def test_who_holds_the_secret_may_do_what_an_asker_may_and_is_named_nowhere():
    meeting = given((ANNA, anonymous(topic="udk")))
    wrong = digest("something else")
    assert refused(meeting, ANNA, c.EditQuestion(Q1, "Hvad?", wrong)) is Reason.NOT_YOURS
    assert refused(meeting, ANNA, c.WithdrawQuestion(Q1)) is Reason.NOT_YOURS

    deeds = [
        c.EditQuestion(Q1, "Hvem betaler hvad?", SECRET),
        c.RateAnswer(Q1, Got.NO, SECRET),
        c.WithdrawQuestion(Q1, SECRET),
    ]
    changes = []
    for number, deed in enumerate(deeds):
        sent = command(ANNA, deed, at=START + timedelta(seconds=17))
        changes.append(recorded(sent, decide(meeting, sent)))
        meeting = evolve(meeting, changes[-1])
        if number == 0:
            meeting = given((RASMUS, c.AnswerQuestion(Q1, "Kommunen")), start=meeting)

    assert [change.by for change in changes] == [None, None, None]
    assert all(change.at.second == 0 for change in changes)
    assert "p-anna" not in repr([changes, meeting.questions, meeting.ratings, meeting.own])
    assert meeting.questions[Q1].state is QuestionState.WITHDRAWN


def test_the_holder_of_the_secret_sees_the_question_as_their_own():
    meeting = given((ANNA, anonymous()), (METTE, c.Decline(Q1, "Uden for emnet")))
    held = frozenset({meeting.tokens[SECRET]})

    assert mine_view(meeting, Viewer(ANNA)) == ()
    (own,) = mine_view(meeting, Viewer(ANNA, held=held))
    assert own.declined == "Uden for emnet"


def test_askers_and_those_who_voted_are_asked_once_whether_they_got_an_answer():
    meeting = given(
        (ANNA, asked(topic="udk")), (BO, c.Vote(Q1)), (RASMUS, c.AnswerQuestion(Q1, "I maj"))
    )
    assert [[q.number for q in rated_view(meeting, who)] for who in (ANNA, BO, METTE)] == [
        [1],
        [1],
        [],
    ]

    meeting = given((BO, c.RateAnswer(Q1, Got.YES)), start=meeting)

    assert rated_view(meeting, BO) == ()
    assert len(rated_view(meeting, ANNA)) == 1


@pytest.mark.parametrize("who", [ANNA, BO])
def test_a_no_of_anyone_concerned_keeps_it_open_with_owner_and_date(who):
    meeting = given(
        (ANNA, asked(topic="udk")),
        (BO, c.Vote(Q1)),
        (RASMUS, c.AnswerQuestion(Q1, "Snart")),
        (who, c.RateAnswer(Q1, Got.NO)),
    )

    question = meeting.questions[Q1]
    assert (question.state, question.owner) == (QuestionState.FOLLOW_UP, RASMUS)
    assert question.due is not None
    assert question.due > START


def test_a_repeat_is_told_as_what_was_asked_first_and_has_no_second_effect():
    meeting = given((ANNA, asked("Hvem betaler?", "q1")))
    again = command(ANNA, asked("Hvem betaler?", "q2"))

    events = decide(meeting, again)
    after = done(meeting, again)

    assert events == (e.QuestionRepeated(Q1, Q2),)
    assert decide(after, again) == ()
