"""The records in a real browser: one press each for a host, a page to look back at for all."""

import io

import docx

from meeting.commands import StartMeeting
from tests.browser.axe import faults
from tests.browser.conftest import LAPTOP, Visitors, live
from tests.browser.earlier import SIZES, hold_earlier, host_links
from tests.browser.hall import play
from tests.browser.house import House
from tests.given import METTE

NARROW = {"width": 320, "height": 700}
KINDS = ("docx", "html", "xlsx", "csv", "ics", "json")
HOST = "Mette Vinther Poulsen"
FIRST = "Det er det første møde i rækken, du var med på."
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


async def test_the_series_is_looked_back_at_from_a_closed_meeting_and_axe_finds_nothing(
    house: House, visitors: Visitors
) -> None:
    await hold_earlier(house)
    phone = await visitors.join(house, "Anna", "Odense")
    await fill(house)
    await over(house)
    await phone.wait_for_selector("body[data-phase=closed]")
    await phone.set_viewport_size(NARROW)

    await phone.click("#now a[href$='/series']")
    own = await phone.locator(".held tbody tr:not(.edition)").count()
    first = await phone.get_by_text(FIRST).is_visible()
    widths = await phone.evaluate(WIDTH)

    assert (own, first, widths) == (1, True, [320, 320])
    assert await faults(phone) == []


async def test_a_host_looks_back_at_the_whole_series_by_keyboard_and_axe_finds_nothing(
    house: House, visitors: Visitors
) -> None:
    await hold_earlier(house)
    host = await visitors.visit(host_links(house)[0], LAPTOP)
    await live(host)
    await host.goto(house.links.hosts[HOST])
    await live(host)

    await host.locator(".doors a[href$='/series']").press("Enter")
    await host.wait_for_selector(".series")
    held, opens = host.locator(".held tbody tr:not(.edition)"), host.locator(".held tbody a")
    dots = host.locator("figure circle")
    assert [await one.count() for one in (held, opens, dots)] == [4, 1, 3 * len(SIZES)]
    assert await faults(host) == []
    await host.set_viewport_size(NARROW)
    assert await faults(host) == []
    assert await host.evaluate(WIDTH) == [320, 320]
    await host.locator("details summary").press("Enter")
    await host.locator("details a").press("Enter")

    await host.wait_for_selector(".looking-back .paper")


async def test_the_series_is_read_without_scripts(house: House, visitors: Visitors) -> None:
    await house.do(METTE, StartMeeting())
    page = await visitors.visit(house.room, NARROW, scripts=False, language="en-GB")
    await page.click("form.join button")
    await page.goto(f"{house.room}/record")

    await page.get_by_role("link", name="The series so far").click()

    assert await page.locator("h2").first.text_content() == "The series so far"
