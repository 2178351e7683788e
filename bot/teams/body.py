"""Reads what was posted to the bot: bytes to an object of the right shape, or a refusal."""

from collections.abc import Mapping
from typing import Any

import orjson

LARGEST = 256 * 1024  # bytes
DEEPEST = 32
LONGEST_ID = 1024
NESTING = (dict, list)
IDS = ("id", "type")
TEXTS = ("text", "textFormat", "locale", "name", "deliveryMode", "replyToId", "action")
PARTIES = ("from", "recipient", "conversation")


class BadBodyError(ValueError):
    """What was posted is no activity; the message says why and quotes nothing of it."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status


def read_body(raw: bytes) -> dict[str, Any]:
    """Parse and check. Raises BadBodyError."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:  # bad UTF-8, NaN and bottomless nesting as well
        raise BadBodyError("not JSON") from None
    if not isinstance(body, dict):
        raise BadBodyError("not an object")
    if _deeper(body, DEEPEST):
        raise BadBodyError("nested too deep")
    _check(body)
    return body


def _deeper(value: dict[str, Any] | list[Any], levels: int) -> bool:
    """Tell whether an object or list is nested deeper than so many levels."""
    if levels == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value
    for one in inner:  # noqa: SIM110 - a generator takes three times as long
        if isinstance(one, NESTING) and _deeper(one, levels - 1):
            return True
    return False


def _check(body: Mapping[str, Any]) -> None:
    """Check the fields that are used; others may be anything."""
    for name in IDS:
        _id(body, name)
    for name in TEXTS:
        if not isinstance(body.get(name), str | None):
            raise BadBodyError(f"{name} is no text")
    for name in PARTIES:
        _party(body, name)
    if not isinstance(body["conversation"].get("isGroup"), bool | None):
        raise BadBodyError("conversation.isGroup is no yes or no")
    if not isinstance(body.get("channelData"), dict | None):
        raise BadBodyError("channelData is no object")
    for name in ("entities", "attachments", "membersAdded", "membersRemoved"):
        _objects(body, name)


def _party(body: Mapping[str, Any], name: str) -> None:
    party = body.get(name)
    if party is None and name == "recipient":
        return
    if not isinstance(party, dict):
        raise BadBodyError(f"{name} is no object")
    _id(party, "id")
    for field in ("name", "aadObjectId", "conversationType", "tenantId"):
        if not isinstance(party.get(field), str | None):
            raise BadBodyError(f"{name}.{field} is no text")


def _id(holder: Mapping[str, Any], name: str) -> None:
    value = holder.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isprintable():
        raise BadBodyError(f"{name} is missing or no id")


def _objects(body: Mapping[str, Any], name: str) -> None:
    value = body.get(name)
    if value is None:
        return
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise BadBodyError(f"{name} is no list of objects")
