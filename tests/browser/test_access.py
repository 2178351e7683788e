"""Everybody can use it: axe finds nothing, on any page, in any phase, in any of the colours."""

import re
from itertools import product

import pytest

from tests.browser.axe import ALL, COLOURS, checked, too_wide
from tests.browser.conftest import PHONE, Visitors
from tests.browser.hall import LIVE, OUTSIDE, PHASES, Hall, play
from tests.browser.house import House
from web.assets import DESIGN_SYSTEM, STYLE, read_assets
from web.trimming import BETWEEN, RULE

SIZES = {
    "small phone": {"width": 320, "height": 640},
    "laptop at 200 %": {"width": 640, "height": 400},
}
PSEUDO = re.compile(r"::?[a-z-]+(\([^()]*\))?")
MATCHING = """(all) => all.filter((one) => {
  try { return document.querySelector(one); } catch { return false; }
})"""
LOOKS = tuple(product(COLOURS, SIZES))
TOP = ".getBoundingClientRect().top"
BOTTOM = ".getBoundingClientRect().bottom"


def left_out() -> list[str]:
    """What the design system has a style for and our copy of its style sheet has not."""
    whole = (DESIGN_SYSTEM / "css" / "dkfds.min.css").read_text("utf-8")
    ours = read_assets().files[STYLE].body.decode()
    return sorted(selectors(whole) - selectors(ours))


def selectors(css: str) -> set[str]:
    """Every selector of a style sheet, whatever state an element must be in for it."""
    return {PSEUDO.sub("", one) for rule in RULE.findall(css) for one in BETWEEN.split(rule[0])}


@pytest.mark.timeout(900)
async def test_axe_finds_nothing_on_any_page_in_any_phase(
    early_house: House, visitors: Visitors, soaking: bool
) -> None:
    """Each page is looked at in other colours and in another size from phase to phase.

    Those that do not follow the meeting by themselves are looked at in every third phase.
    """
    hall, found, dropped = Hall(early_house), dict[str, list[str]](), left_out()
    await hall.fill(visitors)
    for number, phase in enumerate(PHASES):
        await hall.enter(phase)
        for place, (name, page) in enumerate(hall.pages.items()):
            if number and name in OUTSIDE:
                continue
            if number % 3 and name not in LIVE and not soaking:
                continue
            looks = LOOKS if soaking else [LOOKS[(number + place) % len(LOOKS)]]
            for colours, size in looks:
                await page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
                await page.emulate_media(**COLOURS[colours])  # type: ignore[arg-type]
                wrong = await checked(page, "html", ALL)
                wrong += await too_wide(page)
                wrong += await page.evaluate(MATCHING, dropped)
                found[f"{phase} {name} {colours} {size}"] = wrong

    assert {where: them for where, them in found.items() if them} == {}


async def test_every_tap_on_a_phone_is_large_enough(house: House, visitors: Visitors) -> None:
    await play(house, "running", "question", "poll", "evaluation", "results")
    phone = await visitors.join(house, "Anna", "Odense")

    small = await phone.evaluate(
        """[...document.querySelectorAll('button, .pill, .step, input, textarea, select')]
        .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 40 || box.height < 40))
        .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
    )

    assert small == []


async def test_a_host_on_a_phone_has_the_steps_then_the_questions_then_the_rest(
    house: House, visitors: Visitors
) -> None:
    await play(house, "running", "question", "poll", "evaluation", "results")
    phone = await visitors.come(house.links.hosts["Mette Vinther Poulsen"], PHONE)

    parts = ["#steps", "#questions", "#results", "#agenda", ".doors"]
    tops = await phone.evaluate(f"{parts}.map((p) => document.querySelector(p){TOP})")
    ends = "[document.querySelector('.brand'), document.querySelector('.wall-clock')]"
    middles = await phone.evaluate(f"{ends}.map((e) => [e{TOP}, e{BOTTOM}])")

    assert tops == sorted(tops)
    assert middles[0][0] < sum(middles[1]) / 2 < middles[0][1]  # the clock is on the mark's line


async def test_replies_are_said_aloud_and_lists_are_not(house: House, visitors: Visitors) -> None:
    phone = await visitors.join(house, "Anna", "Odense")

    live_regions = await phone.evaluate(
        "[...document.querySelectorAll('[aria-live], [role=status], [role=log], [role=alert]')]"
        ".map((e) => e.id || e.className)"
    )

    assert live_regions == ["connection", "spoken", "replies"]
