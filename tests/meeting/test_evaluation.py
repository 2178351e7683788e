"""The evaluation."""

import pytest

from meeting import commands as c
from meeting.ids import BallotKey
from meeting.model import Meeting
from meeting.refusals import Reason, RefusedError
from meeting.viewer import Viewer
from meeting.views import evaluation_view
from tests.given import ANNA, METTE, command, done, given

HOST = Viewer(METTE, host=True)


def ballot(name: str, **answers: str) -> c.CastBallot:
    values = {question: (value,) if value else () for question, value in answers.items()}
    return c.CastBallot(BallotKey(name), values)


def polled(*ballots: c.CastBallot) -> Meeting:
    return given((METTE, c.OpenEvaluation()), *((ANNA, one) for one in ballots))


def refused(meeting: Meeting, deed: c.Deed, by=ANNA) -> Reason:
    with pytest.raises(RefusedError) as error:
        done(meeting, command(by, deed))
    return error.value.reason


def test_only_hosts_open_it_and_opening_again_changes_nothing():
    assert refused(given(), c.OpenEvaluation()) is Reason.HOST_ONLY
    meeting = polled()

    assert done(meeting, command(METTE, c.OpenEvaluation())).version == meeting.version


def test_nothing_can_be_answered_before_it_opens_or_after_the_close():
    assert refused(given(), ballot("a", useful="4")) is Reason.EVALUATION_NOT_OPEN
    closed = done(polled(), command(METTE, c.CloseMeeting()))
    assert refused(closed, ballot("a", useful="4")) is Reason.EVALUATION_CLOSED


def test_one_person_is_one_response_and_later_answers_replace_or_add():
    meeting = polled(
        ballot("a", useful="4"),
        ballot("a", useful="5", recommend="9"),
        ballot("b", useful="5"),
    )

    seen = evaluation_view(meeting, HOST)

    assert seen.responses == 2
    assert seen.results is not None
    assert seen.results["useful"] == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 2}
    assert seen.results["recommend"]["9"] == 1


def test_an_answer_can_be_taken_back():
    meeting = polled(ballot("a", useful="4", comment="God dag"), ballot("a", comment=""))

    assert evaluation_view(meeting, HOST).results["comment"] == {}


@pytest.mark.parametrize(
    "answers",
    [{"useful": "6"}, {"useful": "0"}, {"recommend": "11"}, {"got_answer": "maybe"}],
)
def test_values_outside_the_question_are_refused(answers: dict[str, str]):
    assert refused(polled(), ballot("a", **answers)) is Reason.WRONG_ANSWER


def test_unknown_questions_empty_ballots_and_overlong_texts_are_refused():
    assert refused(polled(), ballot("a", weather="1")) is Reason.UNKNOWN_EVALUATION_QUESTION
    assert refused(polled(), ballot("a", useful="")) is Reason.EMPTY_BALLOT
    assert refused(polled(), ballot("a", comment="x" * 2001)) is Reason.LONG_TEXT
    assert refused(polled(), ballot("a", topic="x" * 201)) is Reason.LONG_TEXT


def test_at_the_close_the_sums_stay_and_the_ballots_go():
    meeting = polled(ballot("a", useful="4"), ballot("b", useful="4", comment="Tak"))

    closed = done(meeting, command(METTE, c.CloseMeeting()))

    assert len(closed.evaluation.ballots) == 0
    seen = evaluation_view(closed, HOST)
    assert (seen.responses, seen.results["useful"]["4"], seen.results["comment"]) == (
        2,
        2,
        {"Tak": 1},
    )


def test_others_see_results_only_when_shown_and_from_five_respondents_and_never_texts():
    four = [ballot(str(n), useful="4", comment="Tak", recommend="7") for n in range(4)]
    meeting = polled(*four)
    assert evaluation_view(meeting, Viewer(ANNA)).results is None

    shown = done(meeting, command(METTE, c.ShowResults()))
    assert evaluation_view(shown, Viewer(ANNA)).results == {}
    five = done(shown, command(ANNA, ballot("5", useful="1")))
    over = done(five, command(METTE, c.CloseEvaluation()))

    results = evaluation_view(over, Viewer(ANNA)).results
    assert results == {"useful": {"1": 1, "2": 0, "3": 0, "4": 4, "5": 0}}


def test_while_it_is_open_others_see_five_answers_at_a_time_and_a_host_each_one():
    meeting = done(polled(), command(METTE, c.ShowResults()))
    seen = []
    for number in range(21):
        meeting = done(meeting, command(ANNA, ballot(str(number), useful="4", comment="Tak")))
        others = evaluation_view(meeting, Viewer(ANNA)).results
        seen.append(others.get("useful", {}).get("4", 0))
        assert evaluation_view(meeting, HOST).results["useful"]["4"] == number + 1

    assert seen == [0] * 9 + [5] * 5 + [10] * 5 + [15] * 2


def test_a_question_that_few_answer_moves_by_itself():
    meeting = done(polled(), command(METTE, c.ShowResults()))
    for number in range(40):
        answers = {"useful": "4"} | ({"recommend": "9"} if number % 4 == 0 else {})
        meeting = done(meeting, command(ANNA, ballot(str(number), **answers)))

    results = evaluation_view(meeting, Viewer(ANNA)).results
    assert (results["useful"]["4"], results["recommend"]["9"]) == (35, 5)


def test_results_that_a_host_shows_late_begin_with_what_is_five_answers_old():
    meeting = polled(*(ballot(str(n), useful="4") for n in range(13)))

    shown = done(meeting, command(METTE, c.ShowResults()))

    assert evaluation_view(shown, Viewer(ANNA)).results["useful"]["4"] == 5


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Ring på 12 34 56 78", "Ring på ▒▒▒▒"),
        ("Borger 010190-1234 venter", "Borger ▒▒▒▒ venter"),
        ("1.448 mio. kr. i 2020", "1.448 mio. kr. i 2020"),
    ],
)
def test_cpr_and_phone_numbers_in_texts_are_masked(text: str, seen: str):
    meeting = polled(ballot("a", comment=text))

    assert evaluation_view(meeting, HOST).results["comment"] == {seen: 1}
