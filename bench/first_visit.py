"""How soon somebody can write on a phone with a poor line, and what that weighs.

`python -m bench.first_visit` prints one JSON object a line; the baseline is the bar. The phone is
Lighthouse's: 150 ms there and back, 1,638 kbit/s down, 750 kbit/s up, a processor four times
slower (https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md). Each time is from
the address being opened with nothing in the cache, or the button being pressed, until the field is
drawn; the median of some visits.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, CDPSession, Page, StorageState, async_playwright

from bench.saying import say
from bench.serving import Server, server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PHONE = {"width": 390, "height": 844}
BAR, MOST = 1000, 200  # milliseconds, kilobytes
VISITS = 5
SLOWER = 4
OPENED = 2000  # milliseconds until a browser that was just started has drawn its own windows
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1638.4 * 1024 / 8,
    "uploadThroughput": 750 * 1024 / 8,
}
# Frames are drawn only once the styles are there, so the first with the field in it is its time.
WATCH = """window.drawn = new Promise((tell) => {
  const look = () => {
    const field = document.querySelector('%s');
    if (field?.getBoundingClientRect().height) tell(performance.now());
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""

# The moment of the press itself: what drives the browser moves its mouse there for a while first.
PRESS = """addEventListener('click', () => {
  sessionStorage.pressed = performance.timeOrigin + performance.now();
}, {capture: true, once: true})"""


def main() -> None:
    with server("memory") as running:
        asyncio.run(measure(running))


async def measure(running: Server) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=Path(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        room = running.links.participant
        joined = [await visit(browser, room, "form.join button") for _ in range(VISITS)]
        say("phone: joining can be pressed after", middle(joined, coming), "ms", BAR)
        say("phone: a question can be written after joining", middle(joined, written), "ms", BAR)
        say("phone: all that is fetched for it", middle(joined, weight), "kB", MOST)
        back = [await come_back(browser, one) for one in joined]
        say("phone: a question can be written, nothing cached", median(back), "ms", BAR)
        await browser.close()


class Visit:
    """One phone's first visit: times in milliseconds, and the bytes that came over the line.

    Its page is closed again: a phone has one, and what others draw would be timed with it.
    """

    def __init__(self) -> None:
        self.cold = self.joined = self.bytes = 0.0
        self.address = ""
        self.kept: StorageState = {}

    def came(self, event: dict[str, float]) -> None:
        self.bytes += event["encodedDataLength"]


def coming(visit: Visit) -> float:
    return visit.cold


def weight(visit: Visit) -> float:
    return visit.bytes / 1000


def written(visit: Visit) -> float:
    return visit.joined


def middle(visits: list[Visit], what: Callable[[Visit], float]) -> float:
    return median(map(what, visits))


async def visit(browser: Browser, room: str, button: str) -> Visit:
    """Open the room as a code leads there, join, and wait for the field."""
    context = await browser.new_context(viewport=PHONE, locale="da-DK")  # type: ignore[arg-type]
    found, page = Visit(), await context.new_page()
    session = await throttled(page)
    session.on("Network.loadingFinished", found.came)
    await page.add_init_script(WATCH % f"{button}, #text")
    await page.goto(room, wait_until="commit")
    found.cold = await drawn(page)
    await page.wait_for_load_state("load")
    await page.evaluate(PRESS)
    await page.click(button)
    await page.wait_for_selector("#text")
    found.joined = await drawn(page)
    found.joined += await page.evaluate("performance.timeOrigin - sessionStorage.pressed")
    await page.wait_for_selector("body[data-live=on]")
    await page.evaluate("document.fonts.ready.then(() => true)")
    found.address, found.kept = page.url, await context.storage_state()
    await context.close()
    return found


async def come_back(browser: Browser, before: Visit) -> float:
    """Open the page as somebody who has joined, with an empty cache."""
    context = await browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="da-DK",
        storage_state=before.kept,
    )
    page = await context.new_page()
    await throttled(page)
    await page.add_init_script(WATCH % "#text")
    await page.goto(before.address, wait_until="commit")
    found = await drawn(page)
    await context.close()
    return found


async def throttled(page: Page) -> CDPSession:
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", LINE)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.wait_for_timeout(OPENED)
    return session


async def drawn(page: Page) -> float:
    return float(await page.evaluate("window.drawn"))


if __name__ == "__main__":
    main()
