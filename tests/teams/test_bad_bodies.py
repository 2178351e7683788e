"""Whatever is posted to the bot, the answer is a 4xx and never a server error."""

import asyncio
import gzip
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.teams import shapes
from tests.teams.serving import served
from tests.teams.shapes import METTE

JUNK: list[Any] = [3, 1.5, True, [], {}, [1], {"a": 1}]
RAW: list[bytes] = [
    b"",
    b" ",
    b"null",
    b"[]",
    b"3",
    b'"x"',
    b"{",
    b"{}",
    b'{"type": NaN}',
    b'{"type": Infinity}',
    b'{"a":' * 40_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"type": "\xff\xfe"}',
    b"\xef\xbb\xbf{}",
    b'{"type":"message","id":"\\ud800"}',
    b'{"a":' * 40 + b"1" + b"}" * 40,
    b"\x00" * 100,
    b"type=message",
    b"<xml/>",
    b'{"type": "message",}',
]
FIELDS = ["type", "id", "conversation", "from"]
OPTIONAL = ["recipient", "text", "locale", "name", "deliveryMode", "entities", "channelData"]


def broken() -> list[dict[str, Any]]:
    """A good message with one field gone or of the wrong kind."""
    good = shapes.message(METTE, "http://127.0.0.1:1", "hej")
    found = [{k: v for k, v in good.items() if k != name} for name in FIELDS]
    for name in (*FIELDS, *OPTIONAL):
        kinds = (junk for junk in JUNK if type(junk) is not type(good.get(name)))
        found += [good | {name: junk} for junk in kinds]
    found += [good | {"conversation": {"id": junk}} for junk in (*JUNK, None, "", "x" * 2000)]
    found += [good | {"from": {"id": junk}} for junk in (*JUNK, None, "", "a\nb")]
    found += [good | {"timestamp": junk} for junk in ("yesterday", "2026-99-99T00:00:00Z", {})]
    return found


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
async def test_raw_bytes_that_are_no_activity_are_400(raw: bytes) -> None:
    async with served() as bot:
        headers = {"Content-Type": "application/json"}
        async with bot.session.post(bot.url, data=raw, headers=headers) as answer:
            assert answer.status == 400


async def test_fields_of_the_wrong_kind_are_400() -> None:
    async with served() as bot:
        before = bot.meeting.version
        bodies = broken()
        statuses = {
            (await bot.post(body | {"serviceUrl": bot.connector.url}))[0] for body in bodies
        }

        assert (len(bodies) >= 60, statuses) == (True, {400})
        assert bot.meeting.version == before


async def test_missing_fields_are_400() -> None:
    async with served() as bot:
        good = shapes.message(METTE, bot.connector.url, "hej")
        for name in FIELDS:
            body = {k: v for k, v in good.items() if k != name}
            assert (await bot.post(body))[0] == 400


async def test_method_type_and_size_are_checked() -> None:
    async with served() as bot:
        async with bot.session.get(bot.url) as answer:
            assert answer.status == 405
        for kind in ("text/plain", "application/json; charset*", "a/b; c*", "x"):
            headers = {"Content-Type": kind}
            async with bot.session.post(bot.url, data="{}", headers=headers) as answer:
                assert answer.status == 415
        async with bot.session.post(bot.url, json={"text": "x" * 300_000}) as answer:
            assert answer.status == 413

        async def endless() -> Any:
            for _ in range(300):
                yield b" " * 1024

        headers = {"Content-Type": "application/json"}
        async with bot.session.post(bot.url, data=endless(), headers=headers) as answer:
            assert answer.status == 413


async def test_what_is_packed_is_400_when_it_is_broken_and_413_when_it_is_large_unpacked() -> None:
    whole = gzip.compress(json.dumps({"text": "x" * 300_000}).encode())
    sent = {b"not gzip": 400, whole[:20]: 400, gzip.compress(b"[]"): 400, whole: 413}
    async with served() as bot:
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        headers["Connection"] = "close"  # the server closes it after half a body
        found = {}
        for raw in sent:
            async with bot.session.post(bot.url, data=raw, headers=headers) as answer:
                found[raw] = answer.status

        assert found == sent


async def test_a_broken_chunk_is_no_error_of_ours() -> None:
    async with served() as bot:
        place = urlsplit(bot.url)
        head = f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\n"
        head += "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(head.encode() + b"5\r\nabcdefgh\r\n")
        told = await reader.readline()
        writer.close()

        assert told.split()[1] == b"400"


async def test_unknown_kinds_of_activity_are_taken_and_change_nothing() -> None:
    async with served() as bot:
        before = bot.meeting.version
        kinds = ("typing", "messageUpdate", "messageDelete", "messageReaction", "event", "trace")
        kinds += ("endOfConversation", "handoff", "somethingNew", "contactRelationUpdate")
        for kind in kinds:
            body = shapes.activity(METTE, bot.connector.url, kind, text="start", name="x")
            assert (await bot.post(body))[0] == 200

        assert bot.meeting.version == before


async def test_activity_for_a_service_off_this_machine_is_403() -> None:
    async with served() as bot:
        body = shapes.message(METTE, "https://smba.trafficmanager.net/emea/", "start")

        assert (await bot.post(body))[0] == 403
