"""One Chromium for all browser tests, a house for each, visitors that notice what goes wrong."""

import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    async_playwright,
    expect,
)

from tests.browser.house import House, opened
from web.assets import DESIGN_SYSTEM

WINDOWLESS = Path("/usr/bin/chromium-headless-shell")  # the same without what draws its own windows
USUAL = WINDOWLESS if WINDOWLESS.exists() else Path("/usr/bin/chromium")
CHROMIUM = Path(os.environ.get("CHROMIUM", USUAL))  # noqa: TID251 - a test's own
# As in the whole browser: a page of another site is a process of its own, letters stand evenly.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--site-per-process", "--font-render-hinting=none")
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
SCREEN = {"width": 1920, "height": 1080}
PATIENCE = 15_000  # milliseconds before a step, or what is expected, counts as failed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = what_is_missing()
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


def what_is_missing() -> str:
    if not CHROMIUM.exists():
        return f"no {CHROMIUM}: install Debian's chromium, or name another in CHROMIUM"
    if not DESIGN_SYSTEM.exists():
        return "the design system is missing: run `npm ci --prefix web`"
    return ""


@dataclass
class Visitors:
    """Opens pages, each in a browser of its own as far as cookies go.

    What goes wrong is noted in `troubles`, but for answers whose status is `expected`. What the
    console says goes to `noted` where a test means to look at that.
    """

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    noted: Callable[[str], None] | None = None

    async def visit(
        self,
        url: str,
        size: dict[str, int] = PHONE,
        *,
        scripts: bool = True,
        dark: bool = False,
        language: str = "da-DK",
    ) -> Page:
        context = await self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            locale=language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("console", self._console)
        page.on("response", self._response)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("dialog", lambda dialog: self.troubles.append(f"dialog: {dialog.message}"))
        await page.goto(url)
        return page

    async def join(self, house: House, name: str = "", organisation: str = "") -> Page:
        """Come in as a participant, on a phone."""
        page = await self.visit(house.room)
        await page.fill("#name", name)
        await page.fill("#organisation", organisation)
        await page.click("form.join button")
        await live(page)
        return page

    async def come(self, link: str, size: dict[str, int] = LAPTOP, *, dark: bool = False) -> Page:
        """Come in by a personal link or to the big screen."""
        page = await self.visit(link, size, dark=dark)
        await live(page)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # A refused deed (4xx) and a line that a test has cut are errors to Chromium, not to us.
        if message.type == "error" and "Failed to load resource" not in message.text:
            note = self.noted or self.troubles.append
            note(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        ours = "/assets/" in response.url or response.status >= 500
        if ours and response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status}: {response.url}")

    async def leave(self) -> None:
        for context in self.contexts:
            await context.close()


async def live(page: Page) -> None:
    """Wait until the page follows the meeting."""
    await page.wait_for_selector("body[data-live=on]")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    async with opened() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def early_house() -> AsyncIterator[House]:
    """One whose meeting is planned, and not open yet."""
    async with opened(early=True) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def visitors(chromium: Browser, house: House) -> AsyncIterator[Visitors]:
    found = Visitors(chromium)
    yield found
    await found.leave()
    assert found.troubles == []
