"""The parts that all cards are made of. What people wrote goes into text runs, never into markdown.

A text run is shown letter by letter, so nothing in it can become a link, a mention or mark-up.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.teams.heard import without_mentions
from dialogs.cleaning import cleaned

Element = dict[str, Any]
LARGEST = 24_000  # bytes as JSON, each letter outside ASCII counted as its escape
SHORT, LONG, LONGEST_SPOKEN, LONGEST_FALLBACK = 300, 3000, 300, 1500  # characters
HEAVIEST = 4  # bytes for each character that a text may have
HEAVIEST_LETTER = 12  # bytes as JSON: two escapes
MARKDOWN = re.compile(r"([\\`*_\[\]<>&~])")  # without brackets nothing becomes a link
LIST = re.compile(r"^(\d*)([-+#.)])")  # at the start of a line it would make a list or heading
TAGS = re.compile(r"[<>&]")
MOST_REFRESHING = 60  # users for whom Teams refreshes a card by itself


def escaped(text: str) -> str:
    """Make text safe for a TextBlock, which reads markdown; line starts make no lists."""
    return as_line(shortened(text))


def _plain(text: str) -> str:
    """Clean people's text and take out mention mark-up, also what shows only once it is clean."""
    return cleaned(without_mentions(cleaned(text)))


def as_line(text: str) -> str:
    """Make people's text one line of a message, which reads markdown like a TextBlock."""
    line = " ".join(_plain(text).split())
    return LIST.sub(r"\1\\\2", MARKDOWN.sub(r"\\\1", line))


def shortened(text: str, most: int = SHORT) -> str:
    """Clean people's text and cut it politely."""
    text = _plain(text)
    if len(text) <= most and _light(text, most):
        return text
    text = text[: most - 1]
    while not _light(text, most):  # emoji take twelve bytes each
        text = text[: len(text) * 3 // 4]
    return text.rstrip() + "…"


def _light(text: str, most: int) -> bool:
    surely = text.isascii() or HEAVIEST_LETTER * len(text) + 2 <= HEAVIEST * most
    return surely or len(json.dumps(text)) <= HEAVIEST * most


def words_block(text: str, **style: object) -> Element:
    """Our own words, which hold no person's text."""
    return {"type": "TextBlock", "text": text, "wrap": True, **style}


def heading(text: str) -> Element:
    return words_block(escaped(text), size="Large", weight="Bolder", style="heading")


def section(text: str) -> Element:
    return words_block(text, weight="Bolder", separator=True, spacing="Medium", style="heading")


def run(text: str, *, most: int = SHORT, **style: object) -> Element:
    """Make a piece of text; a space at its ends parts it from its neighbours and stays."""
    before, after = text[:1] == " ", text[-1:] == " "
    inner = shortened(text, most)
    return {"type": "TextRun", "text": f"{' ' * before}{inner}{' ' * after}" or " ", **style}


def line(*runs: Element, **style: object) -> Element:
    return {"type": "RichTextBlock", "inlines": list(runs), **style}


def subtle(text: str) -> Element:
    return line(run(text, isSubtle=True, size="Small"), spacing="None")


def note(text: str) -> Element:
    """Say what a press just did, or why it was refused."""
    return {
        "type": "Container",
        "style": "emphasis",
        "bleed": True,
        "items": [line(run(text, weight="Bolder"))],
    }


def group(*items: Element, **style: object) -> Element:
    return {"type": "Container", "items": list(items), "spacing": "Medium", **style}


def button(title: str, verb: str, **data: object) -> Element:
    """Make a button: its data are ids and the version, all checked again when it is pressed."""
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data}


def buttons(*actions: Element) -> Element:
    return {"type": "ActionSet", "actions": list(actions), "spacing": "Small"}


def link(title: str, url: str) -> Element:
    return words_block(f"[{title}]({url})", size="Small")


def card(
    language: str,
    body: Sequence[Element],
    actions: Sequence[Element] = (),
    *,
    fallback: str,
) -> Element:
    """Put a card together; `fallback` is the whole of it as text, for what cannot draw or sees."""
    made: Element = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": language,
        "fallbackText": shortened(fallback, LONGEST_FALLBACK),
        "speak": TAGS.sub(" ", shortened(fallback, LONGEST_SPOKEN)),
        "body": list(body),
    }
    if actions:
        made["actions"] = list(actions)
    return made


def refreshing(made: Element, members: Sequence[str], verb: str) -> Element:
    """Have the card asked for anew when one of these looks at it, so that it can be their own."""
    if not members:
        return made
    action = button("Refresh", verb)
    return {**made, "refresh": {"action": action, "userIds": list(members[:MOST_REFRESHING])}}


def size(made: Mapping[str, Any]) -> int:
    return len(json.dumps(made))


def fitted(build: Callable[[int], Element], entries: int) -> Element:
    """Build with as many entries, or letters of a text, as fit; `build` says what it left out."""
    made = build(entries)
    while size(made) > LARGEST and entries > 0:
        entries = entries * 3 // 4
        made = build(entries)
    return made
