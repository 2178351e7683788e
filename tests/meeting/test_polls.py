"""Polls during the meeting."""

from itertools import pairwise

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from meeting import commands as c
from meeting.decide import decide, recorded, sealed
from meeting.evolve import evolve
from meeting.ids import BallotKey, CommandId, PersonId, PollId
from meeting.model import Meeting
from meeting.poll_results import PollResult
from meeting.poll_tally import restored
from meeting.poll_views import PollView, polls_view
from meeting.polls import PollKind, PollQuestion
from meeting.refusals import Reason, RefusedError
from meeting.viewer import Viewer
from tests.given import ANNA, METTE, START, command, done, given

HOST, ALL = Viewer(METTE, host=True), Viewer()
P1, P2 = PollId("poll-1"), PollId("poll-2")
CHOICE = PollQuestion("Skal vi mødes fysisk?", PollKind.CHOICE, ("Ja", "Nej", "Ved ikke"))
MULTIPLE = PollQuestion("Hvilke emner?", PollKind.MULTIPLE, ("UDK", "Drift", "Valg"))
SCALE = PollQuestion("Hvor klar er I?", PollKind.SCALE)
WORDS = PollQuestion("Hvad tænker du på?", PollKind.WORDS)
RANKING = PollQuestion("Hvad er vigtigst?", PollKind.RANKING, ("A", "B", "C"))
LIVE = PollQuestion("Skal vi mødes fysisk?", PollKind.CHOICE, ("Ja", "Nej"), hidden=False)


def answer(name: str, *values: str, poll: PollId = P1) -> c.AnswerPoll:
    return c.AnswerPoll(poll, BallotKey(name), values)


def polled(question: PollQuestion, *answers: c.AnswerPoll) -> Meeting:
    return given((METTE, c.AskPoll(P1, question)), *((ANNA, one) for one in answers))


def then(meeting: Meeting, *deeds: c.Deed, by: PersonId | None = METTE) -> Meeting:
    for deed in deeds:
        meeting = done(meeting, command(by, deed))
    return meeting


def crowd(first: int, after_last: int, *values: str) -> list[c.AnswerPoll]:
    return [answer(f"b{number}", *values) for number in range(first, after_last)]


def refused(meeting: Meeting, deed: c.Deed, by=ANNA) -> Reason:
    with pytest.raises(RefusedError) as error:
        done(meeting, command(by, deed))
    return error.value.reason


def seen(meeting: Meeting, viewer: Viewer = HOST) -> PollView:
    return polls_view(meeting, viewer)[-1]


def counts(meeting: Meeting, viewer: Viewer = HOST) -> dict[str, int] | None:
    result = seen(meeting, viewer).result
    return None if result is None else {line.title: line.count for line in result.lines}


def test_only_hosts_ask_close_show_and_drop():
    meeting = polled(CHOICE)

    for deed in (
        c.AskPoll(P2, CHOICE, instead=P1),
        c.ClosePoll(),
        c.ShowPollResult(),
        c.DropPoll(P1),
    ):
        assert refused(meeting, deed) is Reason.HOST_ONLY


def test_one_poll_is_open_at_a_time_and_the_next_takes_the_place_of_the_one_that_is_named():
    meeting = polled(CHOICE, answer("a", "1"))

    assert refused(meeting, c.AskPoll(P2, SCALE), METTE) is Reason.POLL_OPEN
    assert refused(meeting, c.AskPoll(P2, SCALE, instead=P2), METTE) is Reason.POLL_OPEN
    after = then(meeting, c.AskPoll(P2, SCALE, instead=P1))

    first, second = polls_view(after, HOST)
    assert (first.open, first.shown, second.open) == (False, True, True)
    assert (first.number, second.number, first.responses) == (1, 2, 1)


def test_asking_the_same_poll_again_changes_nothing():
    meeting = polled(CHOICE)

    assert then(meeting, c.AskPoll(P1, CHOICE)).version == meeting.version


def test_a_poll_knows_which_item_was_on_when_it_was_asked():
    meeting = given((METTE, c.StartMeeting()), (METTE, c.NextItem()), (METTE, c.AskPoll(P1, SCALE)))

    assert seen(meeting).item == "item-2"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (PollQuestion(" ", PollKind.WORDS), Reason.EMPTY_TEXT),
        (PollQuestion("x" * 301, PollKind.WORDS), Reason.LONG_TEXT),
        (PollQuestion("Mødes?", PollKind.CHOICE), Reason.POLL_OPTIONS),
        (PollQuestion("Mødes?", PollKind.CHOICE, ("Ja",)), Reason.POLL_OPTIONS),
        (PollQuestion("Mødes?", PollKind.MULTIPLE, ("Ja", "ja")), Reason.POLL_OPTIONS),
        (PollQuestion("Mødes?", PollKind.CHOICE, tuple("abcdefghijklm")), Reason.POLL_OPTIONS),
        (PollQuestion("Mødes?", PollKind.CHOICE, ("Ja", "x" * 101)), Reason.LONG_TEXT),
        (PollQuestion("Mødes?", PollKind.CHOICE, ("Ja", " ")), Reason.EMPTY_TEXT),
        (PollQuestion("Klar?", PollKind.SCALE, low=5, high=5), Reason.POLL_SCALE),
        (PollQuestion("Klar?", PollKind.SCALE, low=0, high=11), Reason.POLL_SCALE),
        (PollQuestion("Klar?", PollKind.SCALE, low=-1, high=3), Reason.POLL_SCALE),
        (PollQuestion("Orden?", PollKind.RANKING, tuple("abcdefghijk")), Reason.POLL_OPTIONS),
        (PollQuestion("Orden?", PollKind.RANKING, ("A", "B"), most=3), Reason.POLL_PLACES),
        (PollQuestion("Orden?", PollKind.RANKING, ("A", "B"), most=0), Reason.POLL_PLACES),
    ],
)
def test_what_cannot_be_asked_is_refused(question: PollQuestion, reason: Reason):
    assert refused(given(), c.AskPoll(P1, question), METTE) is reason


def test_a_hundred_polls_are_the_most_of_a_meeting():
    meeting = given()
    for number in range(100):
        asked = c.AskPoll(PollId(f"n{number}"), WORDS, instead=PollId(f"n{number - 1}"))
        meeting = then(meeting, asked)

    assert refused(meeting, c.AskPoll(P1, WORDS, instead=PollId("n99")), METTE) is Reason.TOO_MANY


def test_nothing_is_asked_in_a_closed_meeting():
    closed = then(given(), c.StartMeeting(), c.CloseMeeting())

    assert refused(closed, c.AskPoll(P1, CHOICE), METTE) is Reason.MEETING_CLOSED


@pytest.mark.parametrize(
    ("question", "values", "reason"),
    [
        (CHOICE, ("4",), Reason.WRONG_ANSWER),
        (CHOICE, ("0",), Reason.WRONG_ANSWER),
        (CHOICE, ("1", "2"), Reason.WRONG_ANSWER),
        (CHOICE, ("Ja",), Reason.WRONG_ANSWER),
        (CHOICE, (), Reason.NO_ANSWER),
        (CHOICE, (" ",), Reason.NO_ANSWER),
        (MULTIPLE, ("1", "1"), Reason.WRONG_ANSWER),
        (MULTIPLE, ("1", "9"), Reason.WRONG_ANSWER),
        (SCALE, ("6",), Reason.WRONG_ANSWER),
        (RANKING, ("1", "1"), Reason.WRONG_ANSWER),
        (RANKING, ("1", "2", "3", "1"), Reason.WRONG_ANSWER),
        (WORDS, ("a", "b", "c", "d"), Reason.TOO_MANY),
        (WORDS, ("x" * 41,), Reason.LONG_TEXT),
        (WORDS, ("?!",), Reason.NO_ANSWER),
        (WORDS, ("12 34 56 78",), Reason.SENSITIVE),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_counts(
    question: PollQuestion, values: tuple[str, ...], reason: Reason
):
    meeting = polled(question)

    assert refused(meeting, answer("a", *values)) is reason
    assert seen(meeting).responses == 0


def test_unknown_and_closed_polls_take_no_answer():
    meeting = polled(CHOICE)

    assert refused(meeting, answer("a", "1", poll=P2)) is Reason.UNKNOWN_POLL
    closed = then(meeting, c.ClosePoll())
    assert refused(closed, answer("a", "1")) is Reason.POLL_CLOSED


def test_one_person_is_one_response_however_often_and_the_last_answer_counts():
    meeting = polled(CHOICE)
    for number in range(1000):
        meeting = then(meeting, answer("a", str(1 + number % 3)), by=ANNA)

    assert seen(meeting).responses == 1
    assert counts(meeting) == {"Ja": 1, "Nej": 0, "Ved ikke": 0}


def test_the_same_answer_again_changes_nothing():
    meeting = polled(MULTIPLE, answer("a", "1", "3"))

    assert then(meeting, answer("a", "3", "1"), by=ANNA).version == meeting.version


def test_words_are_counted_alike_however_they_are_written():
    meeting = polled(
        WORDS,
        answer("a", "KLIK", "samarbejde", "klik"),
        answer("b", "Klik", " Samarbejde "),
        answer("c", "KLIK"),
    )

    assert counts(meeting) == {"KLIK": 3, "Samarbejde": 2}


def test_a_host_takes_a_word_out_of_a_cloud_in_all_its_spellings_and_it_stays_out():
    meeting = polled(WORDS, *crowd(0, 5, "Øv", "godt"), answer("x", "øv"))

    struck = then(meeting, c.StrikeWord(P1, "ØV"))

    assert counts(struck) == {"godt": 5}
    again = then(struck, answer("y", "øv", "fint"), c.ClosePoll())
    assert counts(again, ALL) == {"godt": 5, "fint": 1}
    assert seen(again, ALL).responses == 7
    assert then(struck, c.StrikeWord(P1, "øv")).version == struck.version
    assert refused(meeting, c.StrikeWord(P1, "øv")) is Reason.HOST_ONLY
    assert refused(meeting, c.StrikeWord(P1, "hest"), METTE) is Reason.WRONG_ANSWER
    assert refused(polled(CHOICE), c.StrikeWord(P1, "Ja"), METTE) is Reason.WRONG_ANSWER


def test_a_word_that_was_taken_out_by_mistake_is_given_back():
    meeting = polled(WORDS, *crowd(0, 5, "Øv", "godt"))
    struck = then(meeting, c.StrikeWord(P1, "øv"))

    back = then(struck, c.StrikeWord(P1, "ØV", struck=False))

    assert (seen(struck).struck, seen(struck, ALL).struck) == (("øv",), ())
    assert counts(back) == counts(meeting)
    assert then(back, c.StrikeWord(P1, "øv", struck=False)).version == back.version


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ring til 12345678", "Ring til ▒▒▒▒"),
        ("spørg Anders Jensen", "spørg ▒▒▒▒"),
        ("010190-1234 venter", "▒▒▒▒ venter"),
        ("Mette Vinther Poulsen", "Mette Vinther Poulsen"),  # a host is no private person
        ("1.448 mio. kr.", "1.448 mio. kr."),
    ],
)
def test_what_points_at_a_private_person_is_blotted_out_before_it_is_kept(said: str, kept: str):
    meeting = polled(WORDS, answer("a", said))

    assert meeting.polls[-1].ballots[BallotKey("a")] == (kept,)
    assert counts(meeting) == {kept: 1}


def test_a_scale_has_an_average():
    meeting = polled(SCALE, *crowd(0, 3, "5"), *crowd(3, 4, "1"))

    assert seen(meeting).result == PollResult(4, seen(meeting).result.lines, 4.0)
    assert counts(meeting) == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 3}


def test_a_ranking_is_counted_by_borda():
    meeting = polled(
        RANKING,
        answer("a", "1", "2", "3"),  # A 3, B 2, C 1
        answer("b", "2", "3", "1"),  # B 3, C 2, A 1
        answer("c", "2"),  # B 3
    )

    lines = [(line.place, line.title, line.count) for line in seen(meeting).result.lines]
    assert lines == [(1, "B", 8), (2, "A", 4), (3, "C", 3)]


def test_a_tie_in_a_ranking_stays_a_tie():
    meeting = polled(RANKING, answer("a", "1", "2"), answer("b", "2", "1"))

    lines = [(line.place, line.title, line.count) for line in seen(meeting).result.lines]
    assert lines == [(1, "A", 5), (1, "B", 5), (3, "C", 0)]


def test_with_two_places_to_give_the_first_is_worth_two_points():
    two = PollQuestion("De to vigtigste?", PollKind.RANKING, ("A", "B", "C"), most=2)
    meeting = polled(two, answer("a", "3", "1"))

    assert counts(meeting) == {"C": 2, "A": 1, "B": 0}
    assert refused(meeting, answer("b", "1", "2", "3")) is Reason.WRONG_ANSWER


def test_at_the_close_the_sums_stay_and_the_ballots_go():
    meeting = polled(CHOICE, answer("a", "1"), answer("b", "1"), answer("c", "2"))

    closed = then(meeting, c.ClosePoll())

    assert counts(closed) == {"Ja": 2, "Nej": 1, "Ved ikke": 0}
    assert len(closed.polls[-1].ballots) == 0
    assert then(closed, c.ClosePoll(P1)).version == closed.version
    assert refused(closed, c.ClosePoll(), METTE) is Reason.NO_POLL


def test_a_poll_that_nobody_answered_closes_with_a_result_that_says_so():
    closed = then(polled(SCALE), c.ClosePoll())

    assert seen(closed, ALL).responses == 0
    assert seen(closed).result.average is None
    assert counts(closed) == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0}


def test_the_meetings_close_closes_the_poll_too():
    meeting = then(polled(CHOICE, *crowd(0, 5, "1")), c.StartMeeting(), c.CloseMeeting())

    assert (seen(meeting).open, seen(meeting, ALL).shown) == (False, True)
    assert counts(meeting, ALL) == {"Ja": 5, "Nej": 0, "Ved ikke": 0}


def test_a_dropped_poll_is_gone():
    meeting = polled(CHOICE, answer("a", "1"))

    dropped = then(meeting, c.DropPoll(P1))

    assert polls_view(dropped, HOST) == ()
    assert refused(dropped, answer("a", "2")) is Reason.UNKNOWN_POLL
    assert refused(dropped, c.DropPoll(P1), METTE) is Reason.UNKNOWN_POLL


def test_others_see_a_hidden_result_once_it_is_closed_and_from_five_on():
    four = polled(CHOICE, *crowd(0, 4, "1"))
    five = then(four, answer("b4", "2"), by=ANNA)

    assert (counts(five), counts(five, ALL)) == ({"Ja": 4, "Nej": 1, "Ved ikke": 0}, None)
    assert counts(then(four, c.ClosePoll()), ALL) is None
    assert counts(then(five, c.ClosePoll()), ALL) == {"Ja": 4, "Nej": 1, "Ved ikke": 0}
    assert counts(then(five, c.ClosePoll(shown=False)), ALL) is None


def test_a_host_takes_a_result_away_and_brings_it_back():
    closed = then(polled(CHOICE, *crowd(0, 5, "1")), c.ClosePoll())

    hidden = then(closed, c.ShowPollResult(P1, shown=False))
    assert counts(hidden, ALL) is None
    assert counts(hidden) is not None
    assert counts(then(hidden, c.ShowPollResult()), ALL) == counts(closed, ALL)
    assert then(hidden, c.ShowPollResult(shown=False)).version == hidden.version
    assert refused(given(), c.ShowPollResult(), METTE) is Reason.NO_POLL


def test_a_result_is_news_until_the_agenda_goes_on_or_it_is_shown_again():
    closed = then(polled(CHOICE, *crowd(0, 5, "1")), c.ClosePoll())
    stepped = then(closed, c.StartMeeting())
    again = then(stepped, c.ShowPollResult())

    assert [seen(one).fresh for one in (closed, stepped, again)] == [True, False, True]


def test_a_live_result_is_first_seen_with_ten_answers_and_holds_the_first_five():
    meeting = polled(LIVE, *crowd(0, 5, "1"), *crowd(5, 9, "2"))
    assert counts(meeting, ALL) is None

    ten = then(meeting, answer("b9", "2"), by=ANNA)

    assert counts(ten, ALL) == {"Ja": 5, "Nej": 0}
    assert (seen(ten, ALL).responses, seen(ten, ALL).result.responses) == (10, 5)


def test_a_hidden_poll_that_is_shown_shows_at_once_what_is_far_enough_behind():
    meeting = polled(CHOICE, *crowd(0, 12, "1"), *crowd(12, 17, "2"))

    shown = then(meeting, c.ShowPollResult())

    assert counts(shown, ALL) == {"Ja": 10, "Nej": 0, "Ved ikke": 0}
    assert counts(then(shown, c.ShowPollResult(shown=False)), ALL) is None


def test_who_answered_what_stands_nowhere_in_the_log():
    sent = command(ANNA, answer("secret-key", "2"))
    change = recorded(sent, decide(polled(CHOICE), sent))

    kept = sealed(change)

    assert kept.by is None
    assert kept.at.second == 0
    assert "secret-key" not in repr(kept)
    assert "'2'" not in repr(kept)


ANSWERS = {
    CHOICE: st.sampled_from(["1", "2", "3"]).map(lambda v: (v,)),
    MULTIPLE: st.sets(st.sampled_from(["1", "2", "3"]), min_size=1).map(tuple),
    SCALE: st.integers(1, 5).map(lambda n: (str(n),)),
    WORDS: st.lists(st.sampled_from(["klik", "KLIK", "valg"]), min_size=1, max_size=3).map(tuple),
    RANKING: st.permutations(["1", "2", "3"]).map(tuple),
    LIVE: st.sampled_from(["1", "2"]).map(lambda v: (v,)),
}
PEOPLE = [f"k{number}" for number in range(26)]


@st.composite
def histories(draw, most: int = 60):
    """A poll, what people answer and change, and hosts who show and hide while they do."""
    question = draw(st.sampled_from(list(ANSWERS)))
    who = st.sampled_from(PEOPLE[: draw(st.integers(1, len(PEOPLE)))])
    one = st.builds(lambda name, values: answer(name, *values), who, ANSWERS[question])
    steps = st.one_of(*[one] * 8, st.builds(c.ShowPollResult, st.none(), st.booleans()))
    return question, draw(st.lists(steps, max_size=most))


def outputs(question: PollQuestion, deeds) -> list[tuple[Meeting, PollView]]:
    """What others see after each deed, and after the close at the end."""
    meeting, found = polled(question), []
    for deed in [*deeds, c.ClosePoll()]:
        meeting = then(meeting, deed)
        found.append((meeting, seen(meeting, ALL)))
    return found


@settings(max_examples=60, deadline=None)
@for_all(histories(), st.data())
def test_no_output_to_others_differs_by_one_person_below_five_respondents(history, data):
    question, deeds = history
    cast = [deed for deed in deeds if isinstance(deed, c.AnswerPoll)]
    few = {deed.ballot for deed in cast}
    few = set(sorted(few)[:4])
    deeds = [d for d in deeds if not isinstance(d, c.AnswerPoll) or d.ballot in few]
    other = [
        answer(d.ballot, *data.draw(ANSWERS[question])) if isinstance(d, c.AnswerPoll) else d
        for d in deeds
    ]

    one, two = ([view for _, view in outputs(question, ds)] for ds in (deeds, other))

    assert [(v.responses, v.result) for v in one] == [(v.responses, None) for v in one]
    assert [v.result for v in two] == [None] * len(two)


@settings(max_examples=60, deadline=None)
@for_all(histories())
def test_two_results_that_others_see_are_at_least_five_respondents_apart(history):
    question, deeds = history

    shown = [view.result for _, view in outputs(question, deeds) if view.result is not None]

    apart = {one.responses for one in shown}
    ordered = sorted(apart)
    assert all(n >= 5 for n in ordered)
    assert all(b - a >= 5 for a, b in pairwise(ordered))
    for responses in ordered:  # what differs at the same count would be somebody's change of mind
        assert len({one for one in shown if one.responses == responses}) == 1


@settings(max_examples=40, deadline=None)
@for_all(histories())
def test_sums_are_those_of_the_last_answer_of_each_person(history):
    question, deeds = history
    last = {d.ballot: d for d in deeds if isinstance(d, c.AnswerPoll)}

    played = outputs(question, deeds)[-1][0]
    anew = then(polled(question, *last.values()), c.ClosePoll())

    assert played.polls[-1].sums == anew.polls[-1].sums
    assert played.polls[-1].sums.responses == len(last)


@settings(max_examples=40, deadline=None)
@for_all(histories())
def test_the_log_and_the_ballots_beside_it_make_the_same_state(history):
    question, deeds = history
    start = state = polled(question)
    log = []
    for number, deed in enumerate(deeds):
        sent = c.Command(CommandId(f"x{number}"), START, METTE, deed)
        if events := decide(state, sent):
            log.append(recorded(sent, events))
            state = evolve(state, log[-1])

    replayed = start
    for change in map(sealed, log):
        replayed = evolve(replayed, change)
    ballots = {key: {P1: values} for key, values in state.polls[-1].ballots.items()}

    assert restored(replayed, ballots) == state
