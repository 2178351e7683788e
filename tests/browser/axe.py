"""What axe finds on a page, and what one would have to scroll sideways for."""

from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from playwright.async_api import CDPSession, Frame, Page

from web.assets import HERE

WORLDS = WeakKeyDictionary[Page | Frame, tuple[tuple[str, str], int]]()
SESSIONS = WeakKeyDictionary[Page | Frame, CDPSession]()
CONTRAST = "{runOnly: {type: 'rule', values: ['color-contrast']}}"
ALL = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
COLOURS = {
    "light": {"color_scheme": "light", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference"},
    "high contrast": {"color_scheme": "light", "contrast": "more"},
}
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"


@cache
def axe() -> str:
    return AXE.read_text("utf-8")


async def faults(page: Page, part: str = "html") -> list[str]:
    """What axe finds on the page, or a part of it, as it is and in its other colours."""
    await page.emulate_media(**COLOURS["light"])  # type: ignore[arg-type]
    found = await checked(page, part, ALL)
    for name in ("dark", "high contrast"):
        await page.emulate_media(**COLOURS[name])  # type: ignore[arg-type]
        found += [f"{name} {fault}" for fault in await checked(page, part, CONTRAST)]
    await page.emulate_media(**COLOURS["light"])  # type: ignore[arg-type]
    return found


async def checked(page: Page | Frame, part: str, rules: str) -> list[str]:
    """Run axe in a world of its own, so that the page's policy needs no hole for it.

    The world is kept as long as the document is: to read axe into it takes longer than to run it.
    """
    whole = page if isinstance(page, Page) else page.page
    session = SESSIONS.get(page) or await whole.context.new_cdp_session(page)
    SESSIONS[page] = session
    tree = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]
    document = tree["id"], tree["loaderId"]
    if WORLDS.get(page, (None, 0))[0] != document:
        made = await session.send("Page.createIsolatedWorld", {"frameId": tree["id"]})
        WORLDS[page] = document, made["executionContextId"]
        await told(page, axe())
    run = (
        f"axe.run('{part}', {rules}).then((found) =>"
        " found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | ')))"
    )
    found: list[str] = await told(page, run)
    return found


async def told(page: Page | Frame, script: str) -> Any:
    said = {
        "expression": script,
        "contextId": WORLDS[page][1],
        "awaitPromise": True,
        "returnByValue": True,
    }
    answer = await SESSIONS[page].send("Runtime.evaluate", said)
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


async def too_wide(page: Page) -> list[str]:
    """What one would have to scroll sideways for."""
    width = await page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [f"{width} px too wide"] if width > 0 else []
