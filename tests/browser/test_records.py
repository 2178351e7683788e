"""The records in a real browser: one press each for a host, a page to look back at for all."""

import io

import docx

from tests.browser.axe import faults
from tests.browser.conftest import LAPTOP, Visitors
from tests.browser.hall import play
from tests.browser.house import House

NARROW = {"width": 320, "height": 700}
KINDS = ("docx", "html", "xlsx", "csv", "ics", "json")
HOST = "Mette Vinther Poulsen"
WIDTH = "[document.documentElement.scrollWidth, innerWidth]"


async def fill(house: House) -> None:
    await play(house, "running", "question", "poll", "evaluation")


async def over(house: House) -> None:
    await play(house, "results", "closed")


async def test_a_host_has_each_file_with_one_press(house: House, visitors: Visitors) -> None:
    page = await visitors.come(house.links.hosts[HOST], LAPTOP)
    before = await page.locator("#records").is_visible()
    await fill(house)
    await page.click("#records summary")
    await page.wait_for_selector("#records a")
    draft = await page.locator("#records .meta").first.text_content()
    await over(house)
    await page.wait_for_selector("body[data-phase=closed]")

    names = []
    for kind in KINDS:
        async with page.expect_download() as coming:
            await page.click(f"#records a[href$='records.{kind}']")
        names.append((await coming.value).suggested_filename)
    async with page.expect_download() as coming:
        await page.click("#now a[href$='records.docx']")
    path = await (await coming.value).path()

    assert (before, draft) == (
        False,
        "Som mødet ser ud nu; referatet er et udkast, til mødet er lukket.",
    )
    assert names == [f"programledermoede-marts-2020-1.{kind}" for kind in KINDS]
    assert docx.Document(io.BytesIO(path.read_bytes())).paragraphs[1].text == "Referat"


async def test_everybody_looks_back_on_any_screen_and_axe_finds_nothing(
    house: House, visitors: Visitors
) -> None:
    phone = await visitors.join(house, "Anna", "Odense")
    await fill(house)
    await over(house)
    await phone.wait_for_selector("body[data-phase=closed]")
    await phone.set_viewport_size(NARROW)

    await phone.click("#now a[href$='/record']")
    await phone.wait_for_selector(".looking-back")
    headings = await phone.locator(".looking-back h2").all_text_contents()
    widths = await phone.evaluate(WIDTH)
    narrow = await faults(phone)
    await phone.set_viewport_size(LAPTOP)
    wide = await faults(phone)

    assert (narrow, wide) == ([], [])
    assert widths == [320, 320]
    assert {"Dagsorden", "Spørgsmål og svar", "Stadig åbent", "Evaluering"} <= set(headings)


async def test_the_minutes_as_a_web_page_stand_on_their_own_and_axe_finds_nothing(
    house: House, visitors: Visitors
) -> None:
    await fill(house)
    await over(house)
    host = await visitors.come(house.links.hosts[HOST], LAPTOP)
    async with host.expect_download() as coming:
        await host.click("#records a[href$='records.html']")
    path = await (await coming.value).path()

    page = await visitors.visit("about:blank", NARROW)
    await page.set_content(path.read_text("utf-8"))
    found, widths = await faults(page), await page.evaluate(WIDTH)
    await page.emulate_media(media="print")
    contents = await page.locator("nav").is_visible()

    assert found == []
    assert widths == [320, 320]
    assert not contents
