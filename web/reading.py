"""Reads what a client sends: JSON or a form, small, shallow, and plain, or it is refused."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from web.wrongs import malformed, too_large, too_slow, wrong_field, wrong_type

LARGEST_BODY = 16 * 1024  # bytes
DEEPEST = 32  # levels of JSON
MOST_FIELDS = 100
SLOWEST = 10.0  # seconds for a whole body
LONGEST_KEY = 100  # characters of an Idempotency-Key
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
JSON = "application/json"
WHOLE = re.compile(r"\s{0,3}[-+]?\d{1,9}\s{0,3}|")
PART_NAME = re.compile(rb'content-disposition:[^\r\n]*[; ]name="([^"\r\n]*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The fields of a request; `form` says that a browser without scripts may have sent it."""

    data: Mapping[str, object]
    form: bool = False
    raw: bytes = b""

    def text(self, field: str) -> str:
        """Give a field that must be text. Raises WrongError."""
        value = self.data.get(field)
        if not isinstance(value, str):
            raise wrong_field(field)
        return value

    def maybe(self, field: str) -> str | None:
        """Give a field that may be left out. Raises WrongError."""
        return None if self.data.get(field) is None else self.text(field)

    def check_number(self, field: str) -> None:
        """Let text through as a number only if it is one. Raises WrongError."""
        value = self.data.get(field)
        if isinstance(value, str) and not WHOLE.fullmatch(value):
            raise wrong_field(field)

    def kept(self) -> Mapping[str, str]:
        """Give what was typed, to be shown again."""
        return {name: value for name, value in self.data.items() if isinstance(value, str)}


def kind_of(request: web.Request) -> str:
    """Give the content type, nothing where the header is none: its reader then fails anyhow."""
    try:
        return request.content_type
    except Exception:  # noqa: BLE001 - of "x; a*" an IndexError, and then an AssertionError
        return ""


def is_form(request: web.Request) -> bool:
    return kind_of(request) in FORMS


async def read_body(request: web.Request, *, needed: bool = True, most: int = LARGEST_BODY) -> Body:
    """Read a whole body. Raises WrongError: 400, 408, 413 or 415.

    Where no field is needed, as for a vote, there may be no body at all.
    """
    raw = await _whole(request, most)
    if not raw and (not needed or "Content-Type" not in request.headers):
        return Body({}, is_form(request))
    kind = kind_of(request)
    if not kind or (request.charset or "utf-8").casefold() not in {"utf-8", "utf8", "us-ascii"}:
        raise wrong_type()
    if kind == JSON:
        return Body(_json(raw), raw=raw)
    if kind not in FORMS:
        raise wrong_type()
    return Body(_form(request, raw), form=True, raw=raw)


def idempotency_key(request: web.Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 1 <= len(key) <= LONGEST_KEY:
        raise malformed()
    return key


async def _whole(request: web.Request, most: int) -> bytes:
    if (request.content_length or 0) > most:
        raise too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > most:
                    raise too_large()
    except TimeoutError:
        raise too_slow() from None
    except (web.RequestPayloadError, ValueError):  # a broken chunk, gzip that is none
        raise malformed() from None
    return bytes(body)


def _json(raw: bytes) -> Mapping[str, object]:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise malformed() from None
    if not isinstance(found, dict) or too_deep(found):
        raise malformed()
    return found


def too_deep(value: object) -> bool:
    """Tell whether JSON has more than the levels that anything here needs."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
        case _:
            return []


def _form(request: web.Request, raw: bytes) -> Mapping[str, object]:
    try:
        if kind_of(request) == "multipart/form-data":
            pairs = _parts(request, raw)
        else:
            pairs = parse_qsl(
                raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
            )
    except ValueError:  # not UTF-8, or too many fields
        raise malformed() from None
    return _grouped(pairs)


def _parts(request: web.Request, raw: bytes) -> list[tuple[str, str]]:
    """Split a multipart body at its boundary; parts without a name are left out."""
    boundary = _boundary(request).encode("utf-8", "surrogateescape")
    pieces = (b"\r\n" + raw).split(b"\r\n--" + boundary)
    if not boundary or not 1 < len(pieces) <= MOST_FIELDS:
        raise malformed()
    found = []
    for piece in pieces[1:]:
        head, gap, value = piece.partition(b"\r\n\r\n")
        if gap and (name := PART_NAME.search(head)):
            found.append((name[1].decode(), value.decode()))
    return found


def _boundary(request: web.Request) -> str:
    found = re.search(r'boundary="?([^";,\s]+)', request.headers.get("Content-Type", ""))
    return found[1] if found else ""


def _grouped(pairs: list[tuple[str, str]]) -> Mapping[str, object]:
    """Make one value of a field that came once, a list of one that came more often."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
