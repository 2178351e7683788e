"""Looks into cards: everything that can be read, pressed or filled in."""

from collections.abc import Iterator
from typing import Any

Element = dict[str, Any]


def elements(node: Any) -> Iterator[Element]:
    """Every element of a card, outermost first; data and entities are none."""
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        if "type" in node:
            yield node
        for name, value in node.items():
            if name not in {"data", "msteams"}:
                yield from elements(value)


def read(card: Element) -> str:
    """What a person reads, line by line."""
    lines: list[str] = []
    for element in elements(card["body"]):
        if element["type"] == "TextBlock":
            lines.append(element["text"])
        if element["type"] == "RichTextBlock":
            lines.append("".join(inline["text"] for inline in element["inlines"]))
    return "\n".join(lines)


def buttons(card: Element) -> list[Element]:
    """The buttons; the refresh is no button."""
    parts = {name: value for name, value in card.items() if name != "refresh"}
    return [one for one in elements(parts) if one["type"].startswith("Action.")]


def verbs(card: Element) -> list[str]:
    return [button["verb"] for button in buttons(card)]


def button(card: Element, verb: str, **data: Any) -> Element:
    for one in buttons(card):
        if one["verb"] == verb and data.items() <= one["data"].items():
            return one
    raise AssertionError(f"no button {verb} {data} among {verbs(card)}")


def inputs(card: Element) -> list[Element]:
    return [one for one in elements(card) if one["type"].startswith("Input.")]
