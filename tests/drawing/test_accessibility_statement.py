"""The accessibility statement says what is, and leads to whoever runs it."""

from dialogs.i18n import words
from meeting.viewer import Viewer
from tests.drawing.seeing import Tree
from tests.given import START
from web.assets import read_assets
from web.operator import Operator
from web.pages import Pages
from web.site import Seen

KOMBIT = Operator("KOMBIT A/S", "moeder@example.dk", "+45 33 00 00 00", "https://was.digst.dk/x")


def links(operator: Operator, language: str = "da") -> set[str]:
    drawn = Pages(read_assets(), operator).page("was", seen(language))
    return {attributes["href"] for tag, attributes in Tree(drawn).elements if tag == "a"}


def seen(language: str) -> Seen:
    return Seen(None, Viewer(), None, None, words(language, "Europe/Copenhagen"), START)


def test_it_leads_to_the_statement_of_the_operator_and_to_who_helps() -> None:
    found = links(KOMBIT)

    assert found >= {"https://was.digst.dk/x", "mailto:moeder@example.dk", "tel:+4533000000"}
    assert "https://help.example.dk/was" in links(Operator(contact="https://help.example.dk/was"))


def test_without_an_operator_it_names_nobody_and_says_whom_to_write_to() -> None:
    texts = " ".join(Tree(Pages(read_assets()).page("was", seen("da"))).texts)

    assert "Skriv til den, der har inviteret dig til mødet" in texts
    assert not {link for link in links(Operator()) if link.startswith(("mailto:", "tel:"))}


def test_every_page_leads_to_it() -> None:
    assert "/was" in {
        attributes["href"]
        for tag, attributes in Tree(Pages(read_assets()).page("home", seen("en"))).elements
        if tag == "a"
    }
