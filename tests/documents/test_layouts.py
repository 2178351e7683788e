"""A programme is read whatever it was written with, and however it was laid out."""

import pytest

from bot.documents.reading import read_document
from knowledge.deck.importer import read_draft
from tests.browser.conftest import CHROMIUM
from tests.deck.scoring import scores
from tests.documents.layouts import LAYOUTS, expected

LEAST = 0.95


def test_there_are_layouts_of_every_kind_of_file() -> None:
    assert {ending for ending, _ in LAYOUTS.values()} == {".pptx", ".docx", ".pdf", ".xlsx", ".ics"}
    assert len(LAYOUTS) >= 10


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_field_of_a_programme_is_read_with_precision_and_recall_of_095(name, tmp_path):
    ending, make = LAYOUTS[name]
    if ending == ".pdf" and not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: it prints the PDF")
    path = tmp_path / f"programme{ending}"
    make(path)

    draft = read_draft(read_document(path), source=path.name).as_json()
    draft = {"programmes": [_said(one) for one in draft["programmes"]]}
    found = scores(draft, expected())

    print(draft)
    assert {f: s for f, s in found.items() if min(s.precision, s.recall) < LEAST} == {}


def _said(programme):
    return {name: value for name, value in programme.items() if name != "sound_check"}
