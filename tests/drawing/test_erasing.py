"""What pages say of deleting: when what goes, and whom a host may have deleted."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from meeting import commands as c
from meeting import events as e
from meeting.evolve import evolve
from meeting.ids import CommandId, PersonId
from meeting.model import Meeting
from meeting.retention import Data
from tests.drawing.seeing import Tree, pages, seen
from tests.given import ANNA, BO, HANS, KELD, MARTIN, METTE, PETER, RASMUS, START, asked, given

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


def pressed(drawn: Tree, verb: str) -> list[str | None]:
    """Whom the forms of this verb are about."""
    inputs = [a for _, a in drawn.elements if a.get("type") == "hidden"]
    return [b["value"] for a, b in pairwise(inputs) if a["value"] == verb]


def test_hosts_see_whose_personal_link_opens_the_meeting_and_no_link() -> None:
    meeting = given((METTE, c.WithdrawLink(PETER)))

    drawn = page(meeting, "people", METTE)

    hosts, speakers = [METTE, PETER, MARTIN], [RASMUS, HANS, KELD]
    assert pressed(drawn, "link.withdraw") == [*hosts, *speakers]
    told = [text for text in drawn.texts if "Åbner mødet til" in text]
    assert told[0] == "Åbner mødet til 23/1-2027."
    assert told[1].startswith(
        "Trukket tilbage 24/11-2026. Den, der driver tjenesten, laver et nyt."
    )
    assert len(told) == 6
    assert "key=" not in str(drawn.elements)


def test_a_hosts_list_has_those_who_are_not_in_the_programme_by_name() -> None:
    meeting = given((ANNA, asked()), (PersonId("p-x"), c.Join(None, "Ærø")))

    drawn = page(meeting, "people", METTE)

    assert pressed(drawn, "person.erase") == [ANNA, BO, "p-x"]
    assert "3 deltagere" in drawn.texts
    assert "1 spørgsmål" in drawn.texts


def test_the_list_is_searched_by_name_and_organisation_and_shows_a_hundred() -> None:
    many = given(*((PersonId(f"p-{n}"), c.Join(f"Nr. {n:03}", "Ærø")) for n in range(150)))

    found = page(many, "people", METTE, find="ærø")
    one = page(many, "people", METTE, find="nr. 042")
    nobody = page(many, "people", METTE, find="zzz").texts

    assert len(pressed(found, "person.erase")) == 100
    assert "50 mere; søg efter dem." in page(many, "people", METTE, find="ærø").texts
    assert pressed(one, "person.erase") == ["p-42"]
    assert "Ingen her har det i navn eller organisation." in nobody
