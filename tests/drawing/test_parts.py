"""The parts of pages: what everybody of a kind sees, and that nothing else is in them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from meeting.commands import (
    AnswerQuestion,
    AskSpeaker,
    CastBallot,
    CloseMeeting,
    Decline,
    ExtendItem,
    KnownAnswer,
    NextItem,
    OpenEvaluation,
    ProposeTopic,
    PutOn,
    RateAnswer,
    ShowResults,
    StartMeeting,
    Vote,
)
from meeting.model import BallotKey, EntryId, Got, Meeting, QuestionId, Show
from tests.drawing.seeing import IN_ENGLISH, SAY, START, Tree, pages, parts, seen
from tests.given import ANNA, BO, HANS, METTE, PETER, RASMUS, asked, given, planned

Q1 = QuestionId("q1")
PAGES = ("participant", "host", "speaker", "stage")
SURE = KnownAnswer(EntryId("e1"), "Den 1. juni.", "Programledermøde, side 12")


def busy() -> Meeting:
    """A meeting with everything in it."""
    meeting = given(
        (METTE, StartMeeting()),
        (METTE, NextItem()),
        (ANNA, asked("Hvad koster det?", "q1")),
        (ANNA, asked("Hvem ved det?", "q2", show=Show.ANONYMOUS)),
        (BO, asked("Hvornår lukker det?", "q3", sure=SURE)),
        (BO, asked("Hvorfor?", "q4", addressed=(PETER,), addressed_as="Peter")),
        (METTE, Decline(QuestionId("q4"), "Det er besvaret i nyhedsbrevet.")),
        (BO, Vote(Q1)),
        (METTE, PutOn(Q1)),
        (ANNA, ProposeTopic("Mere om data")),
        (METTE, OpenEvaluation()),
    )
    for number in range(5):
        ballot = CastBallot(BallotKey(f"b{number}"), {"useful": ("4",), "comment": ("Godt",)})
        meeting = given((ANNA, ballot), start=meeting)
    return given((METTE, ShowResults()), start=meeting)


@pytest.mark.parametrize("page", PAGES)
def test_each_part_is_one_whole_element_that_bears_its_own_id(page: str) -> None:
    for id_, html in parts(busy(), page, RASMUS if page == "speaker" else None).items():
        tree = Tree(html)
        assert tree.elements[0][1]["id"] == id_
        assert tree.open == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_a_script_a_style_or_an_event_handler_of_its_own(page: str) -> None:
    person = {"host": METTE, "speaker": RASMUS, "stage": None}.get(page, ANNA)
    tree = Tree(pages().page(page, seen(busy(), person, page=page)))

    for tag, attributes in tree.elements:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        assert tag != "script" or attributes["src"].startswith("/assets/")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_id_twice(page: str) -> None:
    person = {"host": METTE, "speaker": RASMUS, "stage": None}.get(page, ANNA)
    tree = Tree(pages().page(page, seen(busy(), person, page=page)))

    ids = [attributes["id"] for _, attributes in tree.elements if "id" in attributes]
    assert sorted(set(ids)) == sorted(ids)


def test_what_all_see_tells_nobody_who_voted_or_asked() -> None:
    meeting = busy()

    shared = parts(meeting, "participant")["q-q1"]

    assert '<form action="/m/MARTS2AD/questions/q1/vote" method="post" data-send="vote"' in shared
    assert "is-mine" not in shared
    assert shared != pages().page("participant", seen(meeting, BO))
    own = pages().page("participant", seen(meeting, BO))
    assert own.count("vote-button voted") == shared.count("vote-button voted") * 2


def test_a_question_that_waits_for_its_asker_is_seen_by_the_asker_and_hosts_alone() -> None:
    meeting = busy()

    assert "q-q3" not in parts(meeting, "participant")
    assert "q-q3" not in parts(meeting, "stage")
    assert "Hvornår lukker det?" not in str(parts(meeting, "stage"))
    assert "q-q3" in parts(meeting, "host")
    assert "own-q3" in pages().page("participant", seen(meeting, BO))
    assert "own-q3" not in pages().page("participant", seen(meeting, ANNA))


def test_a_declined_question_and_its_reason_are_the_askers_and_hosts_affair() -> None:
    meeting = busy()

    assert "q-q4" not in parts(meeting, "participant")
    assert "nyhedsbrevet" in pages().page("participant", seen(meeting, BO))
    assert "nyhedsbrevet" in parts(meeting, "host")["q-q4"]


def test_parts_stay_the_same_within_a_minute() -> None:
    meeting = busy()

    for page in PAGES:
        assert parts(meeting, page, minutes=7.05) == parts(meeting, page, minutes=7.9)


def test_an_item_over_time_pushes_the_rest_and_is_told_to_the_host() -> None:
    meeting = given((METTE, StartMeeting()))

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
        "agenda.extend",
        "evaluation.open",
        "agenda.close",
    ]
    assert steps(given((METTE, CloseMeeting()), start=running)) == []


def test_the_console_follows_up_on_behalf_of_the_one_who_has_the_question() -> None:
    meeting = given((ANNA, asked("Hvad koster det?", "q1", addressed=(RASMUS,), addressed_as="KL")))

    fields = [a for tag, a in Tree(parts(meeting, "host")["q-q1"]).elements if tag == "input"]

    assert [a["value"] for a in fields if a.get("name") == "owner"] == [RASMUS]


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


def test_a_page_speaks_the_readers_language_and_says_so() -> None:
    page = pages().page("participant", seen(given(), ANNA, language="en"))

    assert '<html lang="en"' in page
    assert IN_ENGLISH("Ask a question") in Tree(page).texts
    assert "10:05" in Tree(page).texts


def test_names_and_organisations_of_the_plan_are_offered_when_joining() -> None:
    tree = Tree(pages().page("join", seen(given())))

    offered = [attributes["value"] for tag, attributes in tree.elements if tag == "option"]
    assert offered == ["ATP", "Billund", "KL", "KOMBIT", "Odense"]


def test_a_refused_form_comes_back_with_its_text_and_the_sentence() -> None:
    page = pages().page("participant", seen(given(), ANNA), error="Nej.", kept={"text": "<Ja>"})

    assert "&lt;Ja&gt;</textarea>" in page
    assert '<div class="alert alert-error" role="alert"><p>Nej.</p></div>' in page


def test_pages_outside_a_meeting_need_no_meeting() -> None:
    for name in ("home", "wrong"):
        page = pages().page(name, seen(None), error="Der gik noget galt.")
        assert "Der gik noget galt." in Tree(page).texts


def test_a_plan_not_yet_open_can_be_joined() -> None:
    page = pages().page("join", seen(planned(), now=START - timedelta(days=3)))

    assert 'action="/m/MARTS2AD/join"' in page
