"""What stands on a page: times, steps, notices, results, and whose affair each is."""

from dataclasses import replace

import pytest

from meeting.commands import (
    AnswerQuestion,
    Arrive,
    AskSpeaker,
    CastBallot,
    CloseMeeting,
    ExtendItem,
    Join,
    NextItem,
    OpenEvaluation,
    PutOn,
    RateAnswer,
    ShowResults,
    StartMeeting,
    Vote,
)
from meeting.ids import BallotKey, EntryId
from meeting.model import Meeting
from meeting.question import Got, Show
from tests.drawing.seeing import (
    Q1,
    SAY,
    SURE,
    Tree,
    busy,
    pages,
    parts,
    seen,
)
from tests.given import ANNA, BO, HANS, METTE, PETER, RASMUS, asked, given


@pytest.mark.parametrize(
    ("page", "part"), [("participant", "now"), ("host", "now"), ("stage", "hero")]
)
def test_before_the_day_the_pages_say_which_day_it_is(page: str, part: str) -> None:
    days = 24 * 60
    early, today = (parts(given(), page, minutes=at)[part] for at in (-3 * days, -60))

    assert "tirsdag den 24. november kl. 10.00" in early
    assert "10.00" in today
    assert "tirsdag" not in today


def test_before_the_day_a_speaker_is_told_the_day_and_not_the_minutes_until_then() -> None:
    early = parts(given(), "speaker", RASMUS, minutes=-3 * 24 * 60)["my-time"]
    today = parts(given(), "speaker", RASMUS, minutes=-60)["my-time"]

    assert "Du er på tirsdag den 24. november kl. 10.05" in early
    assert "data-at" not in early
    assert SAY("in {n} min.", n=65) in today


def test_an_item_over_time_pushes_the_rest_and_is_told_to_the_host() -> None:
    meeting = given((METTE, StartMeeting()))

    meeting = given((RASMUS, Arrive()), (HANS, Arrive()), start=meeting)
    before = Tree(parts(meeting, "host", minutes=4)["attention"])
    after = Tree(parts(meeting, "host", minutes=8)["attention"])

    assert before.texts == []
    assert after.texts == [SAY("Item {n} is {m} min. over time.", n=1, m=3)]
    assert "10.08" in parts(meeting, "participant", minutes=8)["agenda"]
    assert "<s>10.05–10.25</s>" in parts(meeting, "participant", minutes=8)["agenda"]


def test_a_minute_of_delay_is_not_worth_a_word() -> None:
    meeting = given((METTE, StartMeeting()))

    assert "<s>" not in parts(meeting, "participant", minutes=6)["agenda"]


def test_more_minutes_move_the_end_of_the_item_that_is_on() -> None:
    meeting = given((METTE, StartMeeting()), (METTE, ExtendItem(5)))

    texts = Tree(parts(meeting, "participant", minutes=2)["now"]).texts

    assert "10.10" in texts
    assert SAY("{n} min. left", n=8) in texts


def test_a_host_sees_what_found_no_speaker_and_what_was_left_behind() -> None:
    meeting = given(
        (METTE, StartMeeting()),
        (ANNA, asked("Hvem ved det?", "q1", addressed_as="Ukendt")),
        (BO, asked("Hvad koster det?", "q2", addressed=(RASMUS,), addressed_as="UDK")),
        (METTE, NextItem()),
    )

    tree = Tree(parts(meeting, "host", minutes=2)["attention"])

    assert tree.texts == [
        SAY("1 question found no speaker and is with the host."),
        SAY("1 question from an item that has ended still waits."),
    ]
    links = [attributes["href"] for tag, attributes in tree.elements if tag == "a"]
    assert links == ["#q-q1", "#q-q2"]


def test_steps_are_those_the_rules_allow_now() -> None:
    def steps(meeting: Meeting) -> list[str | None]:
        tree = Tree(parts(meeting, "host")["now"])
        fields = [a for tag, a in tree.elements if tag == "input" and a.get("name") == "verb"]
        return [attributes["value"] for attributes in fields]

    running = given((METTE, StartMeeting()))
    assert steps(given()) == ["agenda.start", "evaluation.open"]
    assert steps(running) == [
        "agenda.next",
        "agenda.back",
        "agenda.undo",
        "agenda.extend",
        "agenda.shorten",
        "agenda.pause",
        "evaluation.open",
        "agenda.close",
    ]
    assert steps(given((METTE, CloseMeeting()), start=running)) == ["agenda.undo"]


def test_the_console_follows_up_on_behalf_of_the_one_who_has_the_question() -> None:
    meeting = given((ANNA, asked("Hvad koster det?", "q1", addressed=(RASMUS,), addressed_as="KL")))

    drawn = Tree(parts(meeting, "host")["q-q1"]).elements

    owners = drawn[drawn.index(next(one for one in drawn if one[1].get("name") == "owner")) :]
    chosen = [a["value"] for tag, a in owners if tag == "option" and "selected" in a]
    assert chosen == [RASMUS]


def test_offered_entries_can_be_chosen_or_passed_by() -> None:
    entry = EntryId("e1")
    meeting = given((ANNA, asked("Hvornår?", "q1", offered=(entry, EntryId("gone")))))
    titled = replace(seen(meeting, ANNA), titles={entry: "Hvornår får vi svar?"})

    tree = Tree(pages().page("participant", titled))

    chosen = [a for tag, a in tree.elements if tag == "input" and a.get("name") == "entry"]
    assert [a["value"] for a in chosen] == [entry]
    assert "Hvornår får vi svar?" in tree.texts
    assert SAY("None of them, ask the speaker") in tree.texts


def test_a_speaker_is_told_when_and_sees_only_the_own_queue() -> None:
    meeting = given(
        (ANNA, asked("Hvad koster det?", "q1", addressed=(RASMUS,), addressed_as="UDK")),
        (BO, asked("Og hos jer?", "q2", addressed=(PETER,), addressed_as="Peter")),
    )

    waiting = parts(meeting, "speaker", RASMUS)
    on = parts(given((METTE, StartMeeting()), (METTE, NextItem()), start=meeting), "speaker", HANS)

    assert [id_ for id_ in waiting if id_.startswith("q-")] == ["q-q1"]
    assert SAY("You are on at {time}", time="10.05") in waiting["my-time"]
    assert SAY("in {n} min.", n=5) in waiting["my-time"]
    assert SAY("You are on now") in on["my-time"]


def test_the_screen_shows_what_is_most_pressing() -> None:
    def kind(meeting: Meeting) -> str | None:
        return Tree(parts(meeting, "stage")["hero"]).elements[0][1]["class"]

    running = given((METTE, StartMeeting()), (ANNA, asked("Hvad koster det?", "q1")))
    question = given((METTE, PutOn(Q1)), start=running)
    rating = given((METTE, OpenEvaluation()), start=question)
    assert kind(given()) == "hero hero-before"
    assert kind(running) == "hero hero-item"
    assert kind(question) == "hero hero-question"
    assert kind(rating) == "hero hero-evaluation"
    assert kind(given((METTE, ShowResults()), start=rating)) == "hero hero-evaluation"
    assert kind(busy()) == "hero hero-results"
    assert kind(given((METTE, CloseMeeting()), start=running)) == "hero hero-closed"


def test_results_for_others_wait_for_five_answers_and_hold_no_words() -> None:
    few = given((METTE, OpenEvaluation()), (METTE, ShowResults()))
    few = given((ANNA, CastBallot(BallotKey("b"), {"useful": ("4",)})), start=few)

    assert "hidden" in Tree(parts(few, "participant")["results"]).elements[0][1]
    assert "<rect" in parts(few, "host")["results"]
    assert "Godt" in parts(busy(), "host")["results"]
    assert "Godt" not in str(parts(busy(), "participant")) + str(parts(busy(), "stage"))


def test_an_answer_asks_the_asker_whether_it_was_one() -> None:
    answered = given((ANNA, asked()), (METTE, AnswerQuestion(Q1, "Den 1. juni.")))
    rated = given((ANNA, RateAnswer(Q1, Got.PARTLY)), start=answered)

    asks = Tree(pages().page("participant", seen(answered, ANNA))).texts
    thanks = Tree(pages().page("participant", seen(rated, ANNA))).texts

    assert SAY("Did you get your answer?") in asks
    assert SAY("Did you get your answer?") not in thanks
    assert SAY("You said: {word}", word=SAY("Partly")) in thanks


def test_a_known_answer_that_was_not_enough_goes_on_as_an_ordinary_question() -> None:
    meeting = given((ANNA, asked("Hvornår?", "q1", sure=SURE)), (ANNA, AskSpeaker(Q1)))

    assert "q-q1" in parts(meeting, "participant")
    assert 'class="offer"' not in pages().page("participant", seen(meeting, ANNA))


def test_askers_are_named_as_they_chose() -> None:
    meeting = given(
        (ANNA, asked("Et?", "q1")),
        (ANNA, asked("To?", "q2", show=Show.ORGANISATION)),
        (ANNA, asked("Tre?", "q3", show=Show.ANONYMOUS)),
        (ANNA, Join(None, None)),
        (ANNA, asked("Fire?", "q4")),
    )

    drawn = parts(meeting, "participant")

    names = [Tree(drawn[f"q-q{number}"]).texts for number in range(1, 5)]
    wanted = ["Anna, Odense", "Odense", SAY("Anonymous"), SAY("Participant")]
    assert [wanted[n] in texts for n, texts in enumerate(names)] == [True] * 4


def test_long_questions_are_smaller_on_the_big_screen() -> None:
    def size(text: str) -> str:
        meeting = given((ANNA, asked(text, "q1")), (METTE, PutOn(Q1)))
        tree = Tree(parts(meeting, "stage")["hero"])
        return next(str(a["class"]) for tag, a in tree.elements if tag == "h2")

    assert [size("x" * n) for n in (160, 161, 421)] == ["said big", "said small", "said tiny"]


@pytest.mark.parametrize("got", list(Got))
def test_what_the_asker_said_of_the_answer_is_shown_to_them(got: Got) -> None:
    deeds = (
        (ANNA, asked()),
        (METTE, AnswerQuestion(Q1, None)),
        (ANNA, RateAnswer(Q1, got)),
        (METTE, AnswerQuestion(Q1, "Den 1. juni.")),
    )
    word = {Got.YES: "Yes", Got.PARTLY: "Partly", Got.NO: "No"}[got]

    texts = Tree(pages().page("participant", seen(given(*deeds), ANNA))).texts

    assert SAY("You said: {word}", word=SAY(word)) in texts


def test_time_that_is_just_up_is_told_apart_from_time_overrun() -> None:
    meeting = given((METTE, StartMeeting()), (RASMUS, Arrive()), (HANS, Arrive()))

    at_end = Tree(parts(meeting, "host", minutes=5)["attention"]).texts

    assert at_end == [SAY("The time for item {n} is up.", n=1)]


def test_votes_stand_on_the_big_screen_only_when_there_are_any() -> None:
    on = given((ANNA, asked()), (METTE, PutOn(Q1)))
    liked = given((BO, Vote(Q1)), start=on)

    assert 'class="votes"' not in parts(on, "stage")["hero"]
    assert SAY("1 vote") in Tree(parts(liked, "stage")["hero"]).texts


def test_before_the_meeting_hosts_see_who_is_here_and_whether_the_chat_is_with_us() -> None:
    meeting = given((RASMUS, Arrive()))

    def checks(chats: int | None) -> list[str]:
        drawn = pages().fragments("host", replace(seen(meeting, METTE, page="host"), chats=chats))[
            "checklist"
        ]
        return Tree(drawn).texts

    assert SAY("The meeting's chat in Teams is with us") in checks(1)
    assert any("Ingen chat i Teams" in text for text in checks(0))
    assert not any("Teams" in text for text in checks(None))
    here = checks(None)
    assert here[here.index("Rasmus Edelberg") - 1] == SAY("In place:")
    assert here[here.index("Keld Jørgensen") - 1] == SAY("Not yet:")
    begun = given((METTE, StartMeeting()), start=meeting)
    assert "hidden" in parts(begun, "host")["checklist"]
