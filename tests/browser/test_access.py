"""Everybody can use it: axe finds nothing, on any page, in any phase, in any of the colours."""

import asyncio
from functools import cache

from playwright.async_api import Frame, Page

from meeting.commands import (
    CloseMeeting,
    Decline,
    FollowUp,
    NextItem,
    OpenEvaluation,
    PutOn,
    ShowResults,
    StartMeeting,
)
from meeting.ids import QuestionId
from tests.browser.conftest import LAPTOP, PHONE, SCREEN, Visitors, live
from tests.browser.house import House
from tests.given import METTE, asked
from web.assets import HERE

AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
ALL = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
COLOURS = "{runOnly: {type: 'rule', values: ['color-contrast']}}"
TOP = ".getBoundingClientRect().top"
BOTTOM = ".getBoundingClientRect().bottom"


@cache
def axe() -> str:
    return AXE.read_text("utf-8")


async def faults(page: Page, part: str = "html") -> list[str]:
    """What axe finds on the page, or a part of it, as it is and in its other colours."""
    await page.emulate_media(color_scheme="light")
    light = await checked(page, part, ALL)
    found = [*light]
    for name, wanted in (("dark", {"color_scheme": "dark"}), ("contrast", {"contrast": "more"})):
        await page.emulate_media(**wanted)  # type: ignore[arg-type]
        found += [f"{name} {fault}" for fault in await checked(page, part, COLOURS)]
    await page.emulate_media(contrast="no-preference")
    return found


async def checked(page: Page | Frame, part: str, rules: str) -> list[str]:
    """Run axe in a world of its own, so that the page's policy needs no hole for it."""
    whole = page if isinstance(page, Page) else page.page
    session = await whole.context.new_cdp_session(page)
    tree = await session.send("Page.getFrameTree")
    world = await session.send(
        "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"]}
    )
    script = (
        f"{axe()}; axe.run('{part}', {rules}).then((found) =>"
        " found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | ')))"
    )
    answer = await session.send(
        "Runtime.evaluate",
        {
            "expression": script,
            "contextId": world["executionContextId"],
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    found: list[str] = answer["result"]["value"]
    return found


async def fill(house: House) -> None:
    bo = await house.join("Bo", "Billund")
    await house.do(METTE, StartMeeting())
    await house.do(METTE, NextItem())
    for number in range(4):
        await house.do(bo, asked(f"Hvad gør vi ved nummer {number}?", f"q{number}"))
    await house.do(METTE, PutOn(QuestionId("q1")))
    await house.do(METTE, FollowUp(QuestionId("q2")))
    await house.do(METTE, Decline(QuestionId("q3"), "Det er besvaret i nyhedsbrevet."))


async def finish(house: House) -> None:
    await house.do(METTE, OpenEvaluation())
    for number in range(5):
        person = await house.join(f"Gæst {number}", "Kolding")
        await house.rate(person, {"useful": ("4",), "recommend": ("9",), "comment": ("Godt",)})


async def test_axe_finds_nothing_on_any_page(house: House, visitors: Visitors) -> None:
    home = await visitors.visit(house.url, PHONE)
    door = await visitors.visit(f"{house.room}/host", PHONE)
    joining = await visitors.visit(house.room, PHONE)
    phone = await visitors.visit(house.room, PHONE)
    await phone.click("form.join button")
    await live(phone)
    host = await visitors.come(house.links.hosts["Mette Vinther Poulsen"], LAPTOP)
    speaker = await visitors.come(house.links.speakers["Rasmus Edelberg"], LAPTOP)
    stage = await visitors.come(house.links.stage, SCREEN)
    found = {page.url: await faults(page) for page in (home, door, joining)}

    for name, change in {
        "open": None,
        "running": fill,
        "evaluation": finish,
        "results": lambda h: h.do(METTE, ShowResults()),
        "closed": lambda h: h.do(METTE, CloseMeeting()),
    }.items():
        if change is not None:
            await change(house)
        pages = (phone, host, speaker, stage)
        for page in pages:
            await page.wait_for_selector(f"body[data-version='{house.meeting.version}']")
        wrong = await asyncio.gather(*map(faults, pages))
        found |= {f"{name} {page.url}": w for page, w in zip(pages, wrong, strict=True)}

    assert {where: them for where, them in found.items() if them} == {}


async def test_every_tap_on_a_phone_is_large_enough(house: House, visitors: Visitors) -> None:
    await fill(house)
    await finish(house)
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
    await fill(house)
    await finish(house)
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
