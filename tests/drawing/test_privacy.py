"""The pages that Teams links to say what is kept, how long, and lead to whoever answers for it."""

import pytest

from dialogs.i18n import words
from meeting.retention import Retention
from meeting.viewer import Viewer
from tests.drawing.seeing import Tree
from tests.given import START
from web.assets import read_assets
from web.operator import Operator
from web.pages import Pages
from web.site import Seen

KOMBIT = Operator("KOMBIT A/S", "moeder@example.dk", "+45 33 00 00 00")
WHO = {
    ("privacy", "da"): "KOMBIT A/S driver disse sider og botten i Teams",
    ("privacy", "en"): "KOMBIT A/S runs these pages and the bot in Teams",
    ("terms", "da"): "KOMBIT A/S driver Ordstyrer til sine møder",
    ("terms", "en"): "KOMBIT A/S runs Ordstyrer for the meetings",
}


def drawn(name: str, language: str = "da", operator: Operator | None = None) -> Tree:
    seen = Seen(None, Viewer(), None, None, words(language, "Europe/Copenhagen"), START)
    return Tree(Pages(read_assets(), operator or Operator()).page(name, seen))


def text(page: Tree) -> str:
    return " ".join(page.texts)


def links(page: Tree) -> set[str]:
    return {attributes["href"] for tag, attributes in page.elements if tag == "a"}


@pytest.mark.parametrize(("name", "language"), WHO)
def test_it_names_the_operator_and_leads_to_whom_to_write_to(name: str, language: str) -> None:
    page = drawn(name, language, KOMBIT)

    assert WHO[name, language] in text(page)
    assert links(page) >= {"mailto:moeder@example.dk", "tel:+4533000000"}


@pytest.mark.parametrize("name", ["privacy", "terms"])
def test_without_an_operator_it_names_nobody(name: str) -> None:
    page = drawn(name)

    assert "Skriv til den, der har inviteret dig til mødet" in text(page)
    assert not {link for link in links(page) if link.startswith(("mailto:", "tel:"))}


@pytest.mark.parametrize(("language", "days"), [("da", "dage"), ("en", "days")])
def test_it_tells_how_long_by_the_times_that_really_count(language: str, days: str) -> None:
    kept = Retention()
    told = text(drawn("privacy", language))

    assert (kept.names, kept.texts, kept.statistics) == (30, 90, 730)
    assert [f": {n} {days}" in told for n in (30, 90, 730)] == [True] * 3


def test_one_can_complain_to_the_authority_for_it() -> None:
    assert "https://www.datatilsynet.dk/" in links(drawn("privacy"))


@pytest.mark.parametrize("name", ["home", "was", "terms"])
def test_every_page_leads_to_it(name: str) -> None:
    assert "/privacy" in links(drawn(name))
    assert "/terms" in links(drawn("privacy"))
