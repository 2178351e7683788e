"""Draws docs/gallery.md: every page in every phase, in three colours, on each screen.

`make gallery`, or `python -m tests.browser.gallery`. What it shows is the meeting that axe looks at
(tests/browser/hall.py).
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from playwright.async_api import Page, async_playwright

from tests.browser.axe import COLOURS
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Visitors
from tests.browser.hall import PHASES, Hall, Size
from tests.browser.house import opened

DOCS = Path(__file__).parent.parent.parent / "docs"
FOLDER = "pictures/gallery"
SCREENS: Mapping[str, Size] = {
    "participant": {"width": 390, "height": 844},
    "host": {"width": 1280, "height": 900},
    "speaker": {"width": 900, "height": 600},
    "stage": {"width": 1280, "height": 720},
}
NAMES = {
    "planned": "Planned for another day",
    "open": "Before it begins",
    "running": "An item is on",
    "question": "A question is on, others are dealt with",
    "poll": "A poll is open",
    "evaluation": "The evaluation is open",
    "results": "Its results are shown",
    "ended": "The agenda is over",
    "closed": "Afterwards",
}
COLOURED = "running"  # the phase that is shown in all colours
OTHERS = ("home", "join", "door", "was", "privacy")
OTHERS += ("people", "knowledge", "deck", "record", "series")
SMALL = {"width": 320, "height": 640}
IN_TEAMS = (
    ("teams-tab-mette-dark", "host, dark"),
    ("teams-tab-anna-default", "participant, light"),
    ("teams-tab-anna-contrast", "participant, high contrast"),
)
WIDTHS = {"participant": 160, "host": 330, "speaker": 250, "stage": 330}  # in the table


async def keep(page: Page, name: str, size: Size) -> None:
    await page.set_viewport_size(size)  # type: ignore[arg-type]
    await page.evaluate("document.fonts.ready.then(() => window.scrollTo(0, 0))")
    await page.wait_for_timeout(400)
    await page.screenshot(path=DOCS / FOLDER / f"{name}.png")


async def draw(visitors: Visitors, hall: Hall) -> None:
    await hall.fill(visitors)
    for phase in PHASES:
        await hall.enter(phase)
        for name, size in SCREENS.items():
            await keep(hall.pages[name], f"{phase}-{name}", size)
        if phase == COLOURED:
            await in_all_colours(hall)
    for name in OTHERS:
        await keep(hall.pages[name], f"small-{name}", SMALL)


async def in_all_colours(hall: Hall) -> None:
    for colours in ("dark", "high contrast"):
        for name, size in SCREENS.items():
            page = hall.pages[name]
            await page.emulate_media(**COLOURS[colours])  # type: ignore[arg-type]
            await keep(page, f"{colours.replace(' ', '-')}-{name}", size)
            await page.emulate_media(**COLOURS["light"])  # type: ignore[arg-type]


def page_of_docs() -> str:
    lines = ["# Gallery", "", "Drawn by `make gallery` from the running pages.", ""]
    for phase in PHASES:
        lines += [f"## {NAMES[phase]}", "", *row(phase), ""]
    for colours, title in (("dark", "Dark"), ("high-contrast", "High contrast")):
        lines += [f"## {title}", "", *row(colours), ""]
    lines += [
        "## In the side panel of Teams",
        "",
        "Drawn by `python -m tests.browser.pictures tab`.",
        "",
    ]
    lines += [
        f'<img src="pictures/{name}.png" alt="{about}" width="250">' for name, about in IN_TEAMS
    ]
    lines += ["", "## On a small phone, 320 pixels", ""]
    lines += [picture(f"small-{name}", name, 200) for name in OTHERS]
    return "\n".join(lines) + "\n"


def row(first: str) -> list[str]:
    return [picture(f"{first}-{name}", name, WIDTHS[name]) for name in SCREENS]


def picture(name: str, about: str, width: int) -> str:
    return f'<img src="{FOLDER}/{name}.png" alt="{about}" width="{width}">'


async def main() -> None:
    (DOCS / FOLDER).mkdir(parents=True, exist_ok=True)
    async with async_playwright() as driver, opened(early=True) as house:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        await draw(Visitors(browser), Hall(house))
        await browser.close()
    (DOCS / "gallery.md").write_text(page_of_docs(), "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
