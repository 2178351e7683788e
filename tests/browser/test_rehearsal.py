"""A rehearsal says what it is on each page, to everybody, without being in the way."""

import asyncio

from tests.browser.axe import faults
from tests.browser.conftest import LAPTOP, SCREEN, Visitors, live
from tests.browser.rehearsal import rehearsed

NARROW = {"width": 320, "height": 640}
SAYS = "Øvelse: deltagerne er simulerede, og alt slettes bagefter"


async def test_every_page_of_a_rehearsal_says_so_and_can_be_used(visitors: Visitors) -> None:
    async with rehearsed(people=8) as links:
        home = await visitors.visit(links.participant.rpartition("/m/")[0], NARROW)
        joining = await visitors.visit(links.participant, NARROW)
        phone = await visitors.visit(links.participant, NARROW)
        await phone.click("form.join button")
        await live(phone)
        host = await visitors.come(links.hosts["Mette Vinther Poulsen"], LAPTOP)
        speaker = await visitors.come(links.speakers["Rasmus Edelberg"], NARROW)
        stage = await visitors.come(links.stage, SCREEN)
        pages = (home, joining, phone, host, speaker, stage)

        said = [await page.locator(".rehearsal").inner_text() for page in pages]
        found = await asyncio.gather(*map(faults, (home, phone, host, stage)))
        wide = [await page.evaluate("document.documentElement.scrollWidth") for page in pages[:3]]
        await host.mouse.wheel(0, 600)
        seen = await host.locator(".rehearsal").bounding_box()
        below = await stage.locator(".screen-top h1").bounding_box()
        banner = await stage.locator(".rehearsal").bounding_box()

    assert said == [SAYS] * len(pages)
    assert [them for them in found if them] == []
    assert max(wide) <= NARROW["width"]
    assert seen is not None
    assert seen["y"] == 0
    assert below is not None
    assert banner is not None
    assert banner["y"] + banner["height"] <= below["y"]
