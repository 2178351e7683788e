"""The design system's icons that our pages use, gathered in one small file."""

import re
from pathlib import Path

from markupsafe import Markup

NAMES = (
    "arrow-upward",
    "calendar-month",
    "check",
    "chat",
    "chevron-right",
    "database",
    "close",
    "document",
    "email",
    "error",
    "flag",
    "forward",
    "groups",
    "info",
    "link",
    "person",
    "send",
    "success",
    "time",
    "videocam",
    "warning",
)
VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def sprite(folder: Path) -> bytes:
    """Give one SVG file with a symbol for each icon."""
    symbols = (_symbol(name, (folder / f"{name}.svg").read_text("utf-8")) for name in NAMES)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()


def icon(url: str, name: str) -> Markup:
    """Draw an icon that says nothing to a screen reader: words stand beside it."""
    if name not in NAMES:
        raise KeyError(name)
    drawing = '<svg class="icon-svg" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return Markup(drawing).format(url, name)  # noqa: S704 - values are escaped by format


def _symbol(name: str, drawing: str) -> str:
    box, inside = VIEW_BOX.search(drawing), INSIDE.search(drawing)
    if box is None or inside is None:
        raise ValueError(f"{name}.svg is no icon")
    return f'<symbol id="{name}" viewBox="{box[1]}">{inside[1].strip()}</symbol>'
