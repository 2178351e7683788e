"""What a host writes on one line, and the poll that it becomes."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from dialogs.i18n import words
from dialogs.poll_words import AskRoom, ShowPoll, read_poll, said
from dialogs.polling import about_poll
from dialogs.telling import tell
from dialogs.understand import Ask, Steer, understand
from meeting import commands as c
from meeting.ids import BallotKey, PollId
from meeting.polls import PollKind, PollQuestion
from meeting.refusals import Reason, RefusedError
from tests.given import ANNA, METTE, given

DA = words("da", "Europe/Copenhagen")
MEETING = given()
P1 = PollId("poll-1")


@pytest.mark.parametrize(
    ("line", "question"),
    [
        (
            "Skal vi mødes fysisk? / ja / nej / ved ikke",
            PollQuestion("Skal vi mødes fysisk?", PollKind.CHOICE, ("ja", "nej", "ved ikke")),
        ),
        ("Mødes vi?/ja/nej", PollQuestion("Mødes vi?", PollKind.CHOICE, ("ja", "nej"))),
        ("Mødes vi\nja\nnej", PollQuestion("Mødes vi", PollKind.CHOICE, ("ja", "nej"))),
        ("Mødes vi? /ja/nej / nej", PollQuestion("Mødes vi?", PollKind.CHOICE, ("ja/nej", "nej"))),
        ("Hvad tænker du på?", PollQuestion("Hvad tænker du på?", PollKind.WORDS)),
        ("Bruger I og/eller KLIK?", PollQuestion("Bruger I og/eller KLIK?", PollKind.WORDS)),
        (
            "Se https://a.dk/b: hvad nu?",
            PollQuestion("Se https://a.dk/b: hvad nu?", PollKind.WORDS),
        ),
        ("Hvor klar er I? 1-5", PollQuestion("Hvor klar er I?", PollKind.SCALE)),
        ("Anbefaling / 0–10", PollQuestion("Anbefaling", PollKind.SCALE, low=0, high=10)),
        ("Passer kl. 9-10", PollQuestion("Passer kl. 9-10", PollKind.WORDS)),
        ("Er I 1-50", PollQuestion("Er I 1-50", PollKind.WORDS)),
        (
            "rangér: Hvad først? / A / B / C",
            PollQuestion("Hvad først?", PollKind.RANKING, ("A", "B", "C")),
        ),
        (
            "Rank 2: First? / A / B / C",
            PollQuestion("First?", PollKind.RANKING, ("A", "B", "C"), most=2),
        ),
        ("flere: Emner? / A / B", PollQuestion("Emner?", PollKind.MULTIPLE, ("A", "B"))),
        ("several: Topics? / A / B", PollQuestion("Topics?", PollKind.MULTIPLE, ("A", "B"))),
        ("", PollQuestion("", PollKind.WORDS)),
        ("Kun én? / ja", PollQuestion("Kun én?", PollKind.CHOICE, ("ja",))),
    ],
)
def test_a_line_becomes_a_poll(line: str, question: PollQuestion):
    assert read_poll(line) == question


@pytest.mark.parametrize(
    ("line", "kind", "question"),
    [
        ("Er det 1-5", PollKind.WORDS, PollQuestion("Er det 1-5", PollKind.WORDS)),
        ("Klar? 3-9", PollKind.SCALE, PollQuestion("Klar?", PollKind.SCALE, low=3, high=9)),
        ("Klar?", PollKind.SCALE, PollQuestion("Klar?", PollKind.SCALE)),
        ("Hvad? / A / B", PollKind.RANKING, PollQuestion("Hvad?", PollKind.RANKING, ("A", "B"))),
        (
            "rangér: Hvad? / A / B",
            PollKind.CHOICE,
            PollQuestion("Hvad?", PollKind.CHOICE, ("A", "B")),
        ),
    ],
)
def test_a_kind_that_was_chosen_counts_more_than_how_it_is_written(
    line: str, kind: PollKind, question: PollQuestion
):
    assert read_poll(line, kind) == question


@for_all(st.text(max_size=60), st.sampled_from([None, *PollKind]), st.booleans())
def test_any_line_becomes_something(line: str, kind: PollKind | None, live: bool):
    question = read_poll(line, kind, live=live)

    assert question.hidden is not live
    assert kind in (None, question.kind)


@pytest.mark.parametrize(
    ("text", "intent", "language"),
    [
        ("afstemning: Klar? 1-5", AskRoom(PollQuestion("Klar?", PollKind.SCALE)), "da"),
        ("Poll: Ready? 1-5", AskRoom(PollQuestion("Ready?", PollKind.SCALE)), "en"),
        (
            "live afstemning: Klar? 1-5",
            AskRoom(PollQuestion("Klar?", PollKind.SCALE, hidden=False)),
            "da",
        ),
        ("Luk afstemning", Steer(c.ClosePoll()), "da"),
        ("close poll", Steer(c.ClosePoll()), "en"),
        ("vis resultat", Steer(c.ShowPollResult()), "da"),
        ("show result", Steer(c.ShowPollResult()), "en"),
        ("skjul resultat", Steer(c.ShowPollResult(shown=False)), "da"),
        ("afstemning", ShowPoll(), "da"),
    ],
)
def test_the_words_of_the_chat(text: str, intent: object, language: str):
    understood = understand(text, MEETING)

    assert (understood.intent, understood.language) == (intent, language)


def test_closing_the_meeting_is_another_word():
    assert understand("luk", MEETING).intent == Steer(c.CloseMeeting())


@pytest.mark.parametrize("text", ["Hvornår er afstemningen?", "afstemningen: hvornår?", "poll?"])
def test_a_question_about_a_poll_is_no_poll(text: str):
    assert not isinstance(understand(text, MEETING).intent, AskRoom)


def test_a_question_about_polls_is_asked():
    assert isinstance(understand("Hvornår er afstemningen?", MEETING).intent, Ask)
    assert said("Hvornår er afstemningen?") is None


def told(deed, *deeds, by=METTE) -> str:
    meeting = given((METTE, c.AskPoll(P1, read_poll("Mødes vi? / ja / nej"))), *deeds)
    return tell(about_poll(deed, meeting, by, DA), DA)


def test_what_is_told_of_a_poll_that_was_asked():
    assert told(c.AskPoll(P1, read_poll("Mødes vi? / ja / nej"))) == (
        "Afstemningen er åben.\nMødes vi?\nVælg ét svar\n- ja\n- nej\n0 har svaret\nja: 0\nnej: 0"
    )


def test_a_participant_is_told_when_the_result_can_be_seen_and_never_sees_it_before():
    one = (ANNA, c.AnswerPoll(P1, BallotKey("a"), ("1",)))

    assert told(ShowPoll(), one, by=ANNA).splitlines()[-1] == (
        "1 har svaret · Resultatet bliver vist, når afstemningen er lukket, fra 5 svar og op."
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [(0, "Ingen svarede."), (4, "For få til et resultat: der skal 5 svar til.")],
)
def test_a_closed_poll_with_too_few_answers_says_so(answers: int, said: str):
    cast = [(ANNA, c.AnswerPoll(P1, BallotKey(str(n)), ("1",))) for n in range(answers)]

    assert said in told(c.ClosePoll(), *cast, (METTE, c.ClosePoll()), by=ANNA)


def test_where_there_is_no_poll_that_is_said():
    with pytest.raises(RefusedError) as refused:
        about_poll(ShowPoll(), MEETING, ANNA, DA)

    assert refused.value.reason is Reason.NO_POLL
