"""The parts of pages: what everybody of a kind sees, and that nothing else is in them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.likeness import Draft
from meeting.commands import (
    AnswerQuestion,
    ExtendItem,
    FollowUp,
    JumpTo,
    LeaveOut,
    RateAnswer,
    StartMeeting,
)
from meeting.ids import ItemId, QuestionId
from meeting.question import Got
from tests.drawing.seeing import IN_ENGLISH, PAGES, Q1, START, Tree, busy, pages, parts, seen
from tests.given import ANNA, BO, METTE, RASMUS, asked, given, planned


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
    voted = 'questions/q1/vote" method="post" data-send="vote" data-keep="hidden" hidden'
    assert (voted in own, voted in shared) == (True, False)


def test_a_host_sees_per_item_how_many_got_their_answer_and_what_is_promised() -> None:
    meeting = given(
        (METTE, AnswerQuestion(Q1, "Det koster 3 mio.")),
        (BO, RateAnswer(Q1, Got.YES)),
        (ANNA, RateAnswer(Q1, Got.PARTLY)),
        (METTE, FollowUp(QuestionId("q2"))),
        start=busy(),
    )

    host = parts(meeting, "host")

    assert "1 af 2 fik svar" in host["agenda"]
    assert "1 af 2" not in str(parts(meeting, "participant"))
    assert "Hvem ved det?" in host["promises"]
    assert "Overskredet" not in host["promises"]
    late = parts(meeting, "host", minutes=9 * 24 * 60)["promises"]
    assert "Overskredet siden" in late


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


def test_hosts_alone_are_told_that_nothing_can_be_saved() -> None:
    told = {
        page: [
            "Intet kan gemmes lige nu."
            in str(pages().fragments(page, replace(given_, refusing=on)))
            for on in (False, True)
        ]
        for page in PAGES
        for given_ in [seen(busy(), RASMUS, page=page)]
    }

    assert told == {page: [False, page == "host"] for page in PAGES}


def test_a_draft_stands_in_the_field_for_the_answer_and_says_where_it_is_from() -> None:
    meeting = given((ANNA, asked("Hvad koster det?", "q1", addressed=(RASMUS,), addressed_as="KL")))
    drafts = {Q1: Draft("Det er <gratis>.", meeting)}

    for page, person in (("speaker", RASMUS), ("host", METTE)):
        looking = replace(seen(meeting, person, page=page), drafts=drafts)
        html = pages().fragments(page, looking)["q-q1"]
        assert "Det er &lt;gratis&gt;.</textarea>" in html
        assert "Et udkast" in html
        described = f'aria-describedby="drafted-{Q1}"'
        assert described in html
    assert "Et udkast" not in parts(meeting, "participant")["q-q1"]


def test_only_the_hosts_page_shows_what_to_cut_and_only_while_something_is_in_danger() -> None:
    running = given((METTE, StartMeeting()))
    late = given((METTE, ExtendItem(6)), start=running)

    tree = Tree(parts(late, "host")["proposals"])
    sent = [a["value"] for _, a in tree.elements if a.get("name") == "cuts"]

    assert len(sent) >= 2
    assert any("11.27 holder" in text for text in tree.texts)
    assert "hidden" in Tree(parts(running, "host")["proposals"]).elements[0][1]
    for page in ("participant", "stage"):
        assert "proposals" not in parts(late, page)


def test_what_is_left_out_or_passed_over_says_so_on_every_agenda() -> None:
    meeting = given(
        (METTE, StartMeeting()), (METTE, LeaveOut(ItemId("6"))), (METTE, JumpTo(ItemId("4")))
    )

    for page, person in (("participant", ANNA), ("host", METTE)):
        html = parts(meeting, page, person)["agenda"]
        assert html.count("Sprunget over") == 2
        assert html.count('badge">Læs selv') == 1
    assert "agenda.jump" not in parts(meeting, "participant")["agenda"]
