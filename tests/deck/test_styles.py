"""Programmes in many other layouts, Danish and English, each with its exact reading."""

from pathlib import Path

import pytest

from knowledge.deck import read_file
from tests.deck.reading import written

STYLES = sorted((Path(__file__).parent / "styles").glob("*.txt"))


def test_there_are_at_least_five_styles_in_each_language() -> None:
    names = [path.stem for path in STYLES]

    assert min(sum(name.startswith(code) for name in names) for code in ("da-", "en-")) >= 5


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_a_programme_in_another_style_is_read_exactly(path: Path) -> None:
    expected = path.with_suffix(".reading").read_text("utf-8")

    assert written(read_file(path)) == expected
