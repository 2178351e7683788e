"""The package as Teams opens it: its files, its icons, the same bytes from the same settings."""

import io
import re
import zipfile
from itertools import product
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bot.teams.app_package.packing import packed
from tests.app_package.making import SIGNING_ON, facts, files_of

STATIC = Path(__file__).parents[2] / "web" / "static"
WHITE, BLUE = (255, 255, 255, 255), (0x00, 0x4D, 0x99, 255)
BUBBLE = "M4 3h24a3 3 0 0 1 3 3v15a3 3 0 0 1-3 3H15l-7 6v-6H4a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z"
SIGN = "M9 8.500l7 5-7 5zM18.500 8.500h3.500v10h-3.500z"


def icon(name: str) -> Image.Image:
    image = Image.open(io.BytesIO(files_of(packed(facts()))[name]))
    image.load()  # checks each part's sum
    return image


@pytest.mark.parametrize(("hears_all", "more"), [*product((True, False), ({}, SIGNING_ON))])
def test_the_same_settings_give_the_same_bytes(hears_all: bool, more: dict[str, str]) -> None:
    first, second = (packed(facts(hears_all=hears_all, **more)) for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == [
        "manifest.json",
        "en.json",
        "color.png",
        "outline.png",
    ]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_the_color_icon_is_a_full_square_with_the_mark_where_teams_cuts_nothing_off() -> None:
    image = icon("color.png")

    assert (image.format, image.size, image.mode) == ("PNG", (192, 192), "RGBA")
    assert image.getchannel("A").getextrema() == (255, 255)
    around = Image.new("RGB", image.size, BLUE[:3])
    drawn = ImageChops.difference(image.convert("RGB"), around)
    assert drawn.getbbox() == (51, 57, 141, 138)  # within 48 to 144
    places = {(55, 70): WHITE, (100, 60): WHITE, (80, 88): BLUE, (109, 88): BLUE, (73, 132): WHITE}
    assert {at: image.getpixel(at) for at in places} == places


def test_the_outline_icon_is_white_or_nothing() -> None:
    image = icon("outline.png")

    assert (image.format, image.size, image.mode) == ("PNG", (32, 32), "RGBA")
    assert {color for _, color in image.getcolors()} == {WHITE, (255, 255, 255, 0)}
    assert image.getchannel("A").getbbox() == (1, 3, 31, 30)
    places = {(0, 0): 0, (1, 3): 0, (5, 10): 255, (11, 13): 0, (17, 13): 255, (20, 13): 0}
    assert {at: image.getpixel(at)[3] for at in places} == places


def test_the_icons_are_the_mark_of_the_pages() -> None:
    """Whoever draws the mark anew draws the icons anew (bot/teams/app_package/icons.py)."""
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8")

    assert re.findall(r' d="([^"]+)"', mark) == [BUBBLE, SIGN]
    assert 'fill="#004d99"' in mark
