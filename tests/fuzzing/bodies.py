"""What arrives over HTTP: activities, JSON, forms, files in forms, headers, addresses of Teams."""

import asyncio
import re
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace

import orjson
from aiohttp import StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from bot.teams.activity import read_activity
from bot.teams.body import BadBodyError, read_body
from bot.teams.gate import DevGate, TokenGate, TurnedAwayError
from tests.fuzzing.harness import Parser, text_of
from tests.teams import shapes
from web import reading
from web.language import language
from web.looking import VERSION
from web.uploads import sent_file
from web.wrongs import WrongError

MOST = 64 * 1024  # bytes of a file, here


def activity(data: bytes) -> None:
    try:
        read_activity(read_body(data))
    except BadBodyError:
        return


class _NoKeys:
    async def find(self, _: str) -> None:
        return None


HERE = re.compile(r"https?://(127\.[\d.]+|localhost|\[[0-9a-f:]+\])(:\d*)?(/|$)", re.IGNORECASE)
DEV, REAL = DevGate(), TokenGate("an app", _NoKeys())


def admission(data: bytes) -> None:
    """Judge a token's header and the address that its activity names; nothing here gets in."""
    header, _, address = text_of(data).partition("\n")
    body = {"channelId": "msteams", "serviceUrl": address}
    for gate, sent in ((DEV, None), (REAL, header), (REAL, f"Bearer {header}")):
        try:
            _loop().run(gate.admit(sent, body))
        except TurnedAwayError:
            continue
        assert sent is None
        assert HERE.match(address)


@cache
def _any_request() -> web.Request:
    """One to clone: to make the whole of it takes as long as hundreds of runs.

    Its line is plain, as a mock remembers each question that it was ever asked.
    """
    line = SimpleNamespace(get_extra_info=lambda _, default=None: default)
    ends = SimpleNamespace(
        **dict.fromkeys(("ssl_context", "peername", "sockname")),
        transport=line,
        max_field_size=8190,
        max_headers=128,
        max_line_size=8190,
    )
    return make_mocked_request("GET", "/", protocol=ends, transport=line)


@cache
def _loop() -> asyncio.Runner:
    return asyncio.Runner()


@dataclass(frozen=True, slots=True)
class Sent:
    """As much of a request as the reader of forms looks at."""

    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


def json_body(data: bytes) -> None:
    try:
        body = reading.Body(reading._json(data))
        for name in body.data:
            body.check_number(name)
            body.maybe(name)
        body.kept()
    except WrongError:
        return


def form(data: bytes) -> None:
    """Read a form; its first line says of which kind it is."""
    head, _, raw = data.partition(b"\n")
    head = head.decode("utf-8", "surrogateescape")
    multipart = "multipart" in head
    kind = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
    try:
        found = reading._form(Sent(kind, {"Content-Type": head}), raw)  # type: ignore[arg-type]
        reading.Body(found, form=True).kept()
    except WrongError:
        return
    assert all(isinstance(one, str | list) for one in found.values())
    orjson.dumps(found)  # letters that can be stored


def upload(data: bytes) -> None:
    """Take a file out of a form; the first line is the form's content type."""
    head, _, raw = data.partition(b"\n")
    kind = "".join(one for one in head.decode("latin-1") if one.isprintable())
    _loop().run(_taken(kind, raw))


async def _taken(kind: str, raw: bytes) -> None:
    stream = StreamReader(BaseProtocol(asyncio.get_running_loop()), 2**16)
    stream.feed_data(raw)
    stream.feed_eof()
    request = _any_request().clone(method="POST", headers={"Content-Type": kind})
    request._payload = stream
    try:
        async with sent_file(request, MOST) as sent:
            assert len(sent.path.read_bytes()) <= MOST
            orjson.dumps(sent.name)
    except WrongError:
        return


def headers(data: bytes) -> None:
    """Read the headers that a browser sets: languages, cookies, what it saw last, keys."""
    text = "".join(one for one in text_of(data) if one >= " ")
    names = ("Accept-Language", "Cookie", "Last-Event-ID", "Idempotency-Key", "Accept")
    sent = dict(zip(names, text.split("|"), strict=False))
    request = _any_request().clone(headers=sent)
    assert language(request, None) in {"da", "en"}
    VERSION.fullmatch(request.headers.get("Last-Event-ID", ""))
    try:
        reading.idempotency_key(request)
    except WrongError:
        return


def _activities() -> tuple[bytes, ...]:
    who, url = shapes.METTE, "http://127.0.0.1:1"
    return tuple(
        orjson.dumps(one)
        for one in (
            shapes.message(who, url, "start"),
            shapes.message(who, url, "hvem?", chat=who.own_chat),
            shapes.press(who, url, "agenda.next", {"version": 3}),
            shapes.bot_added(who, url),
            shapes.joined(who, url, shapes.GUEST),
            shapes.meeting_event(who, url, "Start"),
            shapes.installed(who, url),
        )
    )


def _multipart(*parts: bytes) -> bytes:
    pieces = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts)
    return b"multipart/form-data; boundary=x\n" + pieces + b"--x--\r\n"


def _forms() -> tuple[bytes, ...]:
    name = b'Content-Disposition: form-data; name="text"\r\n\r\nHvem?'
    return (
        b"application/x-www-form-urlencoded\ntext=Hvem%3F&show=name&to=a&to=b&version=3",
        b"application/x-www-form-urlencoded\nuseful=4&comment=%C3%A6%C3%B8&_method=DELETE",
        _multipart(name, name.replace(b"text", b"show")),
    )


def _uploads() -> tuple[bytes, ...]:
    head = b'Content-Disposition: form-data; name="file"; filename="deck.txt"\r\n'
    plain = head + b"Content-Type: text/plain\r\n\r\n10.00 - 10.05 Velkomst"
    coded = head + b"Content-Transfer-Encoding: base64\r\n\r\naGVq"
    packed = head + b"Content-Encoding: deflate\r\n\r\nx\x9c\xcbH\xcd\x02\x00\x02W\x01<"
    star = head.replace(b'filename="deck.txt"', b"filename*=UTF-8''d%C3%A6k.txt") + b"\r\nx"
    other = b'Content-Disposition: form-data; name="deck"\r\n\r\nx'
    nested = b"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nx\r\n--y--"
    return tuple(map(_multipart, (plain, coded, packed, star, other, nested)))


def _headers() -> tuple[bytes, ...]:
    return (b"da-DK,da;q=0.9,en;q=0.8|lang=en; a=b|12|key|text/html", b'en|a="b"; c|x||*/*')


def _admissions() -> tuple[bytes, ...]:
    token = b"eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.eyJpc3MiOiJ4In0.c2ln"
    where = (b"https://smba.trafficmanager.net/emea/", b"http://127.0.0.1:1", b"http://[::1]:8/x")
    return tuple(token + b"\n" + one for one in where)


FIELDS = (
    *(
        b"type",
        b"id",
        b"conversation",
        b"from",
        b"recipient",
        b"text",
        b"locale",
        b"name",
        b"value",
    ),
    *(b"entities", b"channelData", b"timestamp", b"membersAdded", b"membersRemoved", b"isGroup"),
    *(b"aadObjectId", b"tenantId", b"replyToId", b"deliveryMode", b"mentioned", b"attachments"),
)
PARTS = (
    *(b"--x\r\n", b"--x--", b"\r\n\r\n", b"Content-Disposition: form-data; ", b'name="file"; '),
    *(b"filename*=", b"Content-Transfer-Encoding: ", b"base64", b"quoted-printable", b"binary"),
    *(b"Content-Encoding: ", b"gzip", b"deflate", b"; charset=utf-16", b"boundary=", b"UTF-8''"),
    *(b"Content-Length: 5\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n", b"_charset_"),
)
JSON = tuple(b'"%s"' % one for one in (b"text", b"show", b"version", b"verb", b"answers"))
PARSERS = (
    Parser("activity", activity, _activities, FIELDS),
    Parser("admission", admission, _admissions, (b"Bearer ", b"@", b"#", b"xn--", b"[::", b":443")),
    Parser("json-body", json_body, lambda: (b'{"text": "Hvem?", "version": 3}',), JSON),
    Parser("form", form, _forms, (*PARTS, b"&", b"=", b"%C3", b"+", b"%00")),
    Parser("upload", upload, _uploads, PARTS),
    Parser("headers", headers, _headers, (b"|", b";", b"q=", b",", b"da", b"lang=")),
)
