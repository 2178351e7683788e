"""What pages say of deleting: when what goes, and whom a host may have deleted."""

from dataclasses import replace
from datetime import timedelta

from meeting import commands as c
from meeting import events as e
from meeting.evolve import evolve
from meeting.ids import CommandId, PersonId
from meeting.model import Meeting
from meeting.retention import Data
from tests.drawing.seeing import Tree, pages, seen
from tests.given import ANNA, BO, METTE, START, asked, given

DATES = "Navne slettes 24/12-2026. Spørgsmål og svar slettes 22/2-2027. Tal slettes 23/11-2028."


def page(meeting: Meeting, name: str, person: PersonId, **more: object) -> Tree:
    drawn = replace(seen(meeting, person, page=name), **more)  # type: ignore[arg-type]
    return Tree(pages().page(name, drawn))


def test_participants_and_hosts_read_when_names_texts_and_figures_go() -> None:
    meeting = given()

    assert DATES in page(meeting, "participant", ANNA).texts
    assert DATES in page(meeting, "host", METTE).texts
    assert DATES in page(meeting, "people", METTE).texts


def test_what_is_gone_is_told_as_gone() -> None:
    change = e.Change(CommandId("c"), START, None, (e.DataErased(Data.NAMES),))
    meeting = evolve(given((METTE, c.CloseMeeting())), change)

    texts = page(meeting, "participant", ANNA).texts
    (told,) = [text for text in texts if text.startswith("Navne")]

    assert told.startswith("Navnene blev slettet ")
    assert "Spørgsmål og svar slettes " in told


def test_in_english_too() -> None:
    drawn = seen(given(), ANNA, language="en", now=START + timedelta(days=1))

    texts = Tree(pages().page("participant", drawn)).texts

    assert any(text.startswith("Names are deleted on 24/12-2026.") for text in texts)
    assert "Delete my data" in texts


def test_a_participant_is_told_what_goes_before_the_one_button_that_does_it() -> None:
    drawn = page(given(), "participant", ANNA)

    hidden = {a["name"]: a["value"] for tag, a in drawn.elements if a.get("type") == "hidden"}
    assert hidden["verb"] == "person.erase-me"
    (sentence,) = [text for text in drawn.texts if text.startswith("Dit navn, dine spørgsmål")]
    button = len(drawn.texts) - 1 - drawn.texts[::-1].index("Slet mine oplysninger")
    assert drawn.texts.index(sentence) < button


def test_a_hosts_list_has_those_who_are_not_in_the_programme_by_name() -> None:
    meeting = given((ANNA, asked()), (PersonId("p-x"), c.Join(None, "Ærø")))

    drawn = page(meeting, "people", METTE)

    named = [a["value"] for tag, a in drawn.elements if a.get("name") == "person"]
    assert named == [ANNA, BO, "p-x"]
    assert "3 deltagere" in drawn.texts
    assert "1 spørgsmål" in drawn.texts


def test_the_list_is_searched_by_name_and_organisation_and_shows_a_hundred() -> None:
    many = given(*((PersonId(f"p-{n}"), c.Join(f"Nr. {n:03}", "Ærø")) for n in range(150)))

    found = page(many, "people", METTE, find="ærø").elements
    one = page(many, "people", METTE, find="nr. 042").elements
    nobody = page(many, "people", METTE, find="zzz").texts

    assert sum(a.get("name") == "person" for _, a in found) == 100
    assert "50 mere; søg efter dem." in page(many, "people", METTE, find="ærø").texts
    assert [a["value"] for _, a in one if a.get("name") == "person"] == ["p-42"]
    assert "Ingen her har det i navn eller organisation." in nobody
