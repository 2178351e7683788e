"""Request heads that no client of ours would send: refused or cut off, never an error of ours."""

import asyncio
from urllib.parse import urlsplit

from tests.web.served import Served

CODES = (b"\0", b"\x01", b"\x0b", b"\x7f", b"\xff", b"\xc3\xa6", b"\r", b"\n", b"\t", b" ")
NAMES = (b"Cookie", b"Origin", b"Accept-Language", b"Host", b"Idempotency-Key", b"X-" + b"x" * 99)
LINES = (
    *(b"GET  / HTTP/1.1", b"GET /", b"GET / HTTP/9.9", b"get / HTTP/1.1", b"G\0T / HTTP/1.1"),
    *(b"GET /\0 HTTP/1.1", b"GET /%00 HTTP/1.1", b"GET /%ff HTTP/1.1", b"GET /\xff HTTP/1.1"),
    *(b"GET http://evil.example/ HTTP/1.1", b"GET //evil.example/m HTTP/1.1", b"GET * HTTP/1.1"),
    *(b"OPTIONS * HTTP/1.1", b"CONNECT evil.example:443 HTTP/1.1", b"TRACE / HTTP/1.1"),
    *(b"PRI * HTTP/2.0", b"BREW / HTTP/1.1", b"GET /?" + b"a=1&" * 3000 + b" HTTP/1.1"),
    *(b"GET /" + b"x" * 9_000 + b" HTTP/1.1", b"GET /" + b"../" * 500 + b" HTTP/1.1", b"\0" * 99),
    *(
        b"GET /m/%2e%2e/state HTTP/1.1",
        b"GET /?lang=%00 HTTP/1.1",
        b"GET /?lang=da&lang=en HTTP/1.1",
    ),
)
HEADERS = (
    *(name + b": a" + one + b"b" for name in NAMES for one in CODES),
    *(b": x", b"x", b"X : y", b" X: y", b"X\0: y", b"X: " + b"y" * 20_000, b"Host: a\r\nHost: b"),
    *(b"Content-Length: -1", b"Content-Length: 1e3", b"Content-Length: 5\r\nContent-Length: 6"),
    *(b"Transfer-Encoding: chunked\r\nContent-Length: 5", b"Transfer-Encoding: gzip, x"),
    *(b"Expect: 100-continue", b"Expect: nothing", b"Upgrade: websocket\r\nConnection: upgrade"),
    *(b"Cookie: " + b"a=b; " * 1_500, b"Cookie: =; ;;; a", b'Cookie: a="\\', b"Range: bytes=0-1"),
    *(b"Accept: " + b"text/html," * 700, b"Accept-Encoding: gzip;q=x", b"Last-Event-ID: 9e99"),
)
WITHIN = 20.0  # seconds until an answer or the end must be there


def _heads(host: bytes) -> list[bytes]:
    plain = b"Host: " + host + b"\r\nConnection: close\r\n\r\n"
    found = [line + b"\r\n" + plain for line in LINES]
    for line in (b"GET / HTTP/1.1", b"POST /m/NONE2345/messages HTTP/1.1"):
        found += [line + b"\r\n" + header + b"\r\n" + plain for header in HEADERS]
    return found


async def _answer(served: Served, head: bytes) -> bytes:
    """Give the status line, nothing where the line was cut off."""
    place = urlsplit(served.root)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        writer.write(head)
        async with asyncio.timeout(WITHIN):
            return await reader.readline()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_odd_heads_are_no_errors_of_ours(served, caplog) -> None:
    heads = _heads(urlsplit(served.root).netloc.encode())
    told = {head: await _answer(served, head) for head in heads}

    wrong = {head[:90]: line for head, line in told.items() if line and int(line.split()[1]) >= 500}
    assert (wrong, len(heads) > 150) == ({}, True)
    assert {line.split()[1] for line in told.values() if line} >= {b"200", b"400", b"403", b"404"}
    assert [record for record in caplog.records if record.name.startswith(("web", "bot"))] == []
    assert (await served.nobody().get("/healthz")).status == 200
