"""The real deck of March 2020 against a reading of it made by hand."""

import json
from pathlib import Path

import pytest

from knowledge.deck import Draft, read_file
from tests.deck.scoring import Score, scores

HERE = Path(__file__).parent
DECK = HERE.parents[1] / "examples" / "programledermoede-2020-03" / "deck.txt"
GOLD = json.loads((HERE / "gold" / "programledermoede-2020-03.json").read_text("utf-8"))
LEAST = 0.95


@pytest.fixture(scope="module")
def draft() -> Draft:
    return read_file(DECK)


def test_every_field_is_read_with_precision_and_recall_of_at_least_095(draft: Draft) -> None:
    found = scores(draft.as_json(), GOLD)

    for path, score in found.items():
        print(f"{path:45s} {score.precision:.3f} {score.recall:.3f} ({score.there})")
    assert {p: s for p, s in found.items() if min(s.precision, s.recall) < LEAST} == {}


def test_the_scorer_sees_what_is_missing_and_what_is_too_much() -> None:
    gold = {"hosts": ["A", "B"], "tasks": [{"id": "1", "due": None}]}
    read = {"hosts": ["A", "C", "D"], "tasks": [{"id": "1", "due": "2020-01-01"}]}

    assert scores(read, gold) == {
        "hosts": Score(right=1, read=3, there=2),
        "tasks.id": Score(right=1, read=1, there=1),
        "tasks.due": Score(right=0, read=1, there=1),
    }


def test_json_has_exactly_the_fields_of_the_interface_in_their_order(draft: Draft) -> None:
    assert list(draft.as_json()) == [*GOLD, "doubts"]
    assert json.loads(json.dumps(draft.as_json())) == draft.as_json()


def test_pairings_that_the_deck_does_not_give_are_doubts(draft: Draft) -> None:
    assert [one for one in draft.doubts if "2020-03-30" in one] == [
        (
            "Dokumentet siger ikke, hvilke datoer (2020-03-30, 2020-03-31) der hører til hvilke "
            "programmer (10:00, 13:00)."
        )
    ]


def test_noise_beside_a_roster_is_a_doubt_and_no_participant(draft: Draft) -> None:
    assert [one for one in draft.doubts if "TJydske" in one] == [
        "Linje 7: »TJydske« på deltagerlisten er ikke læst som en organisation.",
        "Linje 131: »TJydske« på deltagerlisten er ikke læst som en organisation.",
    ]


def test_a_slide_heading_that_asks_is_a_doubt_and_no_pair(draft: Draft) -> None:
    assert [one for one in draft.doubts if one.startswith("Overskriften")] == [
        (
            "Overskriften »Kan man få overblik over, hvilke it-systemer, der er påvirket?« har "
            "tekst under sig, men er ikke læst som spørgsmål og svar."
        ),
        (
            "Overskriften »Hvem skal administrere og tegne abonnementer på sortimenter?« har tekst "
            "under sig, men er ikke læst som spørgsmål og svar."
        ),
    ]
