"""A meeting that is over: nothing invites to what would be refused, answers can still be given."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from meeting.commands import (
    AnswerQuestion,
    AskQuestion,
    CloseMeeting,
    Deed,
    NextItem,
    OpenEvaluation,
    PutOn,
    StartMeeting,
    UndoStep,
)
from meeting.ids import EntryId, PersonId, QuestionId
from meeting.model import Meeting
from tests.drawing.seeing import PAGES, Q1, SAY, SURE, Tree, busy, pages, parts, seen
from tests.given import ANNA, BO, METTE, RASMUS, START, asked, command, done, given

ROOM = "/m/MARTS2AD"
LATER = START + timedelta(hours=2)
FORBIDDEN = ("/questions", "/vote", "/join", "/evaluation", "/messages")


def forms(html: str) -> list[str]:
    """What the forms of a page would do: a verb, or the end of the address."""
    found = Tree(html).elements
    verbs = [str(a["value"]) for tag, a in found if tag == "input" and a.get("name") == "verb"]
    actions = [str(a["action"]) for tag, a in found if tag == "form"]
    return verbs + [end for end in FORBIDDEN for action in actions if action.endswith(end)]


def closed(start: Meeting) -> Meeting:
    return given((METTE, CloseMeeting()), start=start)


def page(meeting: Meeting, name: str, person: PersonId | None = None) -> str:
    return pages().page(name, seen(meeting, person, page=name, now=LATER))


def at(*deeds: tuple[int, Deed]) -> Meeting:
    """A meeting that its host steers at these minutes after the planned start."""
    meeting = given()
    for minutes, deed in deeds:
        meeting = done(meeting, command(METTE, deed, at=START + timedelta(minutes=minutes)))
    return meeting


def short() -> Meeting:
    """One that began late and was closed in its second item, before the planned start's hour."""
    return at((2, StartMeeting()), (4, NextItem()), (9, CloseMeeting()))


def asks() -> Iterator[tuple[PersonId, AskQuestion]]:
    yield ANNA, asked("Hvad koster det?", "q1", addressed=(RASMUS,), addressed_as="UDK")
    yield BO, asked("Hvornår lukker det?", "q2", sure=SURE)
    yield BO, asked("Hvem ved det?", "q3", offered=(EntryId("e1"), EntryId("e2")))


def test_a_participants_page_has_no_form_that_can_only_be_refused() -> None:
    running = given(*asks(), (METTE, OpenEvaluation()))
    titled = replace(seen(closed(running), BO, now=LATER), titles={EntryId("e1"): "Hvornår?"})

    before = forms(page(running, "participant", BO))
    after = forms(pages().page("participant", titled))

    assert set(FORBIDDEN) <= set(before)
    assert "faq.ask-speaker" in before
    assert after == ["answered.yes", "answered.partly", "answered.no", "person.erase-me"]


def test_a_participant_reads_that_it_is_over_and_what_has_no_answer_yet() -> None:
    meeting = closed(given(*asks()))
    none = closed(given())

    texts = Tree(page(meeting, "participant", ANNA)).texts

    assert SAY("The meeting is over.") in texts
    assert SAY("{n} questions have no answer yet. If they get one, you see it here.", n=2) in texts
    assert "Hvad koster det?" in texts
    assert SAY("No questions were asked.") in Tree(page(none, "participant", ANNA)).texts
    assert SAY("What we answered") in Tree(page(closed(busy()), "participant", ANNA)).texts


def test_whoever_comes_too_late_reads_when_it_was_and_is_not_asked_to_join() -> None:
    html = page(short(), "join")

    assert forms(html) == []
    assert SAY("The meeting is over.") in Tree(html).texts
    assert "24/11-2026 kl. 10.02–10.09" in Tree(html).texts
    assert "24/11-2026" in Tree(page(closed(given()), "join")).texts


def test_items_that_were_never_reached_are_not_drawn_as_done() -> None:
    drawn = Tree(parts(short(), "participant", minutes=120)["agenda"])

    rows = [str(a["class"]) for tag, a in drawn.elements if tag == "li"]
    assert rows == ["row done"] * 2 + ["row skipped"] * 6
    assert drawn.texts.count(SAY("Not reached")) == 6
    assert "10.25" in drawn.texts  # the third item's planned start, not a guess from the end


def test_nothing_is_on_any_more_and_a_host_or_speaker_can_still_answer() -> None:
    running = given(*asks(), (METTE, StartMeeting()), (METTE, PutOn(Q1)))
    meeting = closed(running)

    for name, person in (("host", METTE), ("speaker", RASMUS)):
        drawn = parts(meeting, name, person)["q-q1"]
        assert "is-on-now" in parts(running, name, person)["q-q1"]
        assert "is-on-now" not in drawn
        assert "question.on" not in forms(drawn)
        assert {"question.answer", "question.answer-live"} <= set(forms(drawn))
    drawn = Tree(parts(meeting, "participant")["q-q1"]).texts
    assert SAY("Will be followed up") in drawn
    owner = SAY.person(meeting.people[RASMUS])
    assert SAY("{name} will follow up by {date}.", name=owner, date="1/12-2026") in drawn


def test_the_host_reads_what_remains_and_how_to_get_the_record() -> None:
    meeting = closed(given(*asks()))
    answers = [(METTE, AnswerQuestion(QuestionId(q), "Intet.")) for q in ("q1", "q3")]
    answered = given(*answers, start=meeting)

    html = page(meeting, "host", METTE)

    many = (
        "{n} questions have no answer yet. "
        "You can still answer them on this page, and the askers see it."
    )
    assert SAY(many, n=2) in Tree(html).texts
    links = [str(a.get("href")) for tag, a in Tree(html).elements if tag == "a"]
    assert f"{ROOM}/records.docx" in links
    none_left = Tree(parts(answered, "host")["now"]).texts
    assert SAY("No question is left without an answer.") in none_left


def test_nobody_is_invited_by_a_code_to_scan() -> None:
    for name, person in (("host", METTE), ("stage", None)):
        assert 'class="qr"' in page(given(), name, person)
        assert 'class="qr"' not in page(closed(given()), name, person)


def test_a_speaker_is_not_promised_more_questions() -> None:
    meeting = closed(given(*asks()))
    left = "1 question to you has no answer yet. You can still answer it here."

    texts = Tree(parts(meeting, "speaker", RASMUS)["my-time"]).texts

    assert texts == [SAY("The meeting is closed"), SAY("Thank you for taking part"), SAY(left)]


def test_the_big_screen_says_thank_you_with_the_results_if_they_are_shown() -> None:
    plain = Tree(parts(closed(given(*asks())), "stage")["hero"]).texts
    shown = Tree(parts(closed(busy()), "stage")["hero"]).texts

    assert SAY("Thank you for today") in plain
    assert "3 spørgsmål stillet, 1 besvaret" in plain
    assert SAY("What we answered") in shown
    assert shown[0].startswith(SAY("Thank you for today"))


def test_a_closed_page_has_no_id_twice() -> None:
    for name in PAGES:
        person = {"host": METTE, "speaker": RASMUS, "stage": None}.get(name, ANNA)
        tree = Tree(page(closed(busy()), name, person))
        ids = [str(a["id"]) for _, a in tree.elements if "id" in a]
        assert sorted(set(ids)) == sorted(ids)
        assert tree.open == []


def test_the_first_thing_a_host_sees_after_a_close_is_the_undo_until_it_is_no_longer_possible() -> (
    None
):
    closed_ = at((2, StartMeeting()), (9, CloseMeeting()))

    drawn = Tree(parts(closed_, "host", minutes=18)["now"])
    after = Tree(parts(closed_, "host", minutes=19)["now"])

    line = SAY("Closed by mistake? Undo until {time}.", time="10.19")
    heading = drawn.texts.index(SAY("The meeting is closed"))
    assert drawn.texts[heading + 1] == line
    assert forms(parts(closed_, "host", minutes=18)["now"]) == ["agenda.undo"]
    assert (line in after.texts, forms(parts(closed_, "host", minutes=19)["now"])) == (False, [])


def test_nobody_else_is_offered_the_undo() -> None:
    closed_ = at((2, StartMeeting()), (9, CloseMeeting()))

    for name, person in (("participant", ANNA), ("speaker", RASMUS), ("stage", None)):
        drawn = "".join(parts(closed_, name, person, minutes=10).values())
        assert "agenda.undo" not in forms(drawn)


def test_opened_again_every_page_is_what_it_was_before_the_close() -> None:
    running = at((2, StartMeeting()))
    running = given(*asks(), start=running)
    sent = command(METTE, CloseMeeting(), at=START + timedelta(minutes=9))
    undone = command(METTE, UndoStep(), at=START + timedelta(minutes=10))

    after = done(done(running, sent), undone)

    for name, person in (("participant", ANNA), ("host", METTE), ("speaker", RASMUS)):
        drawn = [_bare(parts(one, name, person, minutes=10), one) for one in (running, after)]
        assert drawn[0] == drawn[1]


def _bare(drawn: dict[str, str], meeting: Meeting) -> dict[str, str]:
    """Parts without the version that their steps are made from."""
    return {id_: html.replace(f'value="{meeting.version}"', "") for id_, html in drawn.items()}
