"""Bodies that are huge, deep or no numbers: refused at once, and the server does not grow."""

import gzip
import json
import re
import time
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from tests.machine import allowed
from tests.process.server import nursery
from tests.teams import shapes

pytestmark = pytest.mark.process

FEWEST = 60
MOST = 20 * 1024  # kB that the server may grow
WITHIN = 0.5  # seconds; alone on its machine it takes a few milliseconds
LARGE = 2**20
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "nan", "0x1F", "01", "1_000", "+1")


def _odd_json() -> list[bytes]:
    """What is no JSON, or more of it than anything here needs."""
    deep = [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]")]
    return [
        *(b'{"text":%b}' % number.encode() for number in NUMBERS),
        *(
            b'{"text":' + one * many + b"0" + two * many + b"}"
            for one, two in deep
            for many in (33, 2000)
        ),
        *(one * 8_000 for one, _ in deep[:2]),
        *(b"[" * 5_000, b"{" * 5_000, b'"' * 5_001, b"\\" * 999, b"\0" * 999, b"\xff" * 999),
        *(
            b'{"text":"\\ud800"}',
            b'{"text":"\xed\xa0\x80"}',
            b'{"text":"\xc0\xaf"}',
            b'{"text":"\x01"}',
        ),
        *('{"text":"x"}'.encode(name) for name in ("utf-16", "utf-16-le", "utf-32", "utf-7")[:3]),
        *(b'{"text":"x"', b'{"text":"x"}{}', b'{"text":"x",}', b"/**/{}", b"{'text':1}", b"", b" "),
    ]


def _large() -> list[bytes]:
    """What is more than is taken, in many pieces and in one."""
    return [
        b'{"text":"' + b"x" * LARGE + b'"}',
        b'{"text":"' + b"\\u00e6" * (LARGE // 6) + b'"}',
        b"{" + b",".join(b'"%d":1' % number for number in range(100_000)) + b"}",
        b"[" + b"1," * (LARGE // 2) + b"1]",
        b'{"text":' + b"9" * LARGE + b"}",
        b" " * LARGE + b"{}",
        b"x" * (10 * LARGE),
    ]


def _sent(base: str, room: str) -> list[tuple[str, dict[str, str], bytes]]:
    """All shapes for the bot's endpoint and for the pages."""
    long = shapes.message(shapes.METTE, "http://127.0.0.1:1", "x" * 300_000)
    bot, page = f"{base}/api/messages", f"{room}/messages"
    plain, packed = {"Content-Type": JSON}, {"Content-Type": JSON, "Content-Encoding": "gzip"}
    found = [(place, plain, body) for place in (bot, page) for body in (*_odd_json(), *_large())]
    found += [(bot, plain, json.dumps(long).encode())]
    bombs = [gzip.compress(body) for body in (*_large(), b" " * (50 * LARGE))]
    found += [(place, packed, body) for place in (bot, page) for body in (*bombs, b"no gzip")]
    form = {"Content-Type": FORM}
    forms = (b"a=&" * 5_000, b"text=" + b"%41" * 9_000, b"text=%ff", b"=" * 20_000)
    found += [(page, form, body) for body in forms]
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    return [
        *found,
        *((page, multipart, body) for body in (b"--x\r\n" * 4_000, b"-" * 20_000, b"--x")),
    ]


def _memory(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


async def test_no_body_takes_long_or_makes_the_server_grow(tmp_path) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    with nursery(tmp_path / "data") as server:
        process = server.start()
        await server.up()
        room, own = server.links().participant, {"Origin": server.base, "Connection": "close"}
        async with aiohttp.ClientSession(cookie_jar=jar, headers=own) as session:
            async with session.post(f"{room}/join", json={}) as answer:
                assert answer.status == 200
            sent, odd, slowest, before = _sent(server.base, room), [], 0.0, 0
            for number, (place, headers, body) in enumerate([*sent[:5], *sent]):
                if number == 5:
                    before = _memory(process)  # what is done for the first time may be kept
                began = time.perf_counter()
                try:
                    async with session.post(place, data=BytesIO(body), headers=headers) as answer:
                        status = answer.status
                except aiohttp.ClientOSError:
                    status = 413  # cut off while there was more to come
                slowest = max(slowest, time.perf_counter() - began)
                if not 400 <= status < 500:
                    odd.append((place, headers, body[:60], status))
            grown = _memory(process) - before
            async with session.get(f"{room}/state") as answer:
                assert answer.status == 200
    print(f"{len(sent)} bodies, the slowest {1000 * slowest:.0f} ms, {grown:+} kB")

    assert (odd, len(sent) >= FEWEST) == ([], True)
    assert grown < MOST
    assert slowest < allowed(WITHIN)
