"""What clients send that is wrong: a 4xx with a sentence, never a 5xx, and nothing is changed."""

import asyncio
import gc
import logging

import pytest

from bot.ports import DamagedError, StoreFullError, StoreUnavailableError
from bot.stores.memory import MemoryStore
from meeting import commands as c
from tests.given import METTE, asked
from tests.web.served import serving
from web.wrongs import WrongError

FOREIGN = (
    *("https://evil.example", "http://evil.example", "null", "", "http://127.0.0.1:1"),
    *("https://127.0.0.1:3978", "http://127.0.0.1.evil.example", "http://localhost:3979"),
    *("http://127.0.0.1:3978.evil.example", "http://user@127.0.0.1:3978", "file://"),
    *("http://127.0.0.1:3978/", "http://[::1]:3978", "HTTP://EVIL.EXAMPLE", "about:blank"),
    *("http://evil.example#http://127.0.0.1:3978", "chrome-extension://abc", "data:,"),
    *("http://0.0.0.0:3978", "http://10.0.0.1:3978", "ws://127.0.0.1:3978", "localhost"),
    *("http://127.0.0.1:3978 http://evil.example", "http://evil.example:3978", "http://2130706433"),
    *("http://127.0.0.1:39780", "http://xn--evil-.example", "https://teams.microsoft.com"),
    *("https://evil.example:443", "http://moede.example"),
)
CHANGING = (*("join", "messages", "questions", "questions/q1/vote", "evaluation", "actions"),)
DEEP = b'{"text":' + b"[" * 40 + b"]" * 40 + b"}"
JSON_ODD = (
    *(b"", b" ", b"{", b"}", b"[]", b"[1]", b"null", b"true", b"5", b'"text"', b"NaN"),
    *(b'{"text":NaN}', b'{"text":Infinity}', b'{"text":-Infinity}', b'{"text":1e999}', DEEP),
    *(b'{"text":"x"', b'{"text":"x"}}', b'{"text":"x",}', b"{'text':'x'}", b'{text:"x"}'),
    *(b'{"text":"\xff"}', b'{"text":"\\ud800"}', b'{"text":"\\x"}', b"\x00", b"\xff\xfe{\x00}"),
    *(b"[" * 3000, b'{"a":' * 3000, b"<xml/>", b"text=x&show=name", b"\xef\xbb\xbf{}"),
)
VALUE_ODD = (
    *(b"{}", b'{"text":null}', b'{"text":1}', b'{"text":1.5}', b'{"text":true}', b'{"text":[]}'),
    *(b'{"text":{}}', b'{"text":["x"]}', b'{"text":""}', b'{"text":"\\u0000"}'),
    *(b'{"text":" \\t\\n "}', b'{"Text":"x"}', b'{"text":"\\u202e"}', b'{"text":"\\u200b\\u200b"}'),
    *(b'{"text":"?","version":"x"}', b'{"text":"start","version":[]}'),
    *(b'{"text":"start","version":1.5}', b'{"text":"start","version":true}'),
    *(b'{"text":"start","version":{}}', b'{"text":"' + b"x" * 5000 + b'?"}'),
)
TYPES_ODD = (
    *("text/plain", "application/xml", "application/x-json", "text/json", "x", "/", "image/png"),
    *("application/json; charset*", "multipart/form-data; boundary*", "a/b; c*=", "a/b;;; *"),
    *("application/json; charset=latin-1", "application/jsonp", "application/octet-stream"),
)


@pytest.mark.parametrize("body", JSON_ODD, ids=range(len(JSON_ODD)))
async def test_malformed_json_is_400(served, body):
    anna = await served.participant()

    answer = await anna.send("POST", "{m}/messages", body)

    assert (answer.status, (await answer.json())["reason"]) == (400, "malformed")


async def test_wrong_values_are_422_and_name_the_field(served):
    mette = await served.holder(METTE)

    answers = [await mette.send("POST", "{m}/messages", body) for body in VALUE_ODD]

    assert [a.status for a in answers] == [422] * len(VALUE_ODD)
    fields = [(await a.json())["field"] for a in answers]
    assert fields == ["text"] * 14 + ["version"] * 5 + ["text"]
    assert (await mette.state())["phase"] == "open"


async def test_other_content_types_are_415(served):
    anna = await served.participant()

    answers = [
        await anna.send("POST", "{m}/messages", b'{"text":"hi"}', Content_Type=odd)
        for odd in TYPES_ODD
    ]
    absent = await anna.send("POST", "{m}/messages", b'{"text":"hi"}', Content_Type="-")

    assert [a.status for a in answers] == [415] * len(TYPES_ODD)
    assert absent.status == 415


async def test_broken_forms_are_400(served):
    anna = await served.participant()
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data"
    odd = (
        (b"text=%ff", form),
        (b"&".join([b"a=1"] * 200), form),
        (b"\xff\xfe=1", form),
        (b"text=x", parts),
        (b"text=x", f"{parts}; boundary="),
        (b"text=x", f"{parts}; boundary=xx"),
        (
            b'--xx\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--xx--',
            f"{parts}; boundary=xx",
        ),
    )

    answers = [
        await anna.send("POST", "{m}/messages", body, Content_Type=type_) for body, type_ in odd
    ]

    assert [a.status for a in answers] == [400] * len(odd)


async def test_a_body_over_16_kib_is_413_with_and_without_a_length(served):
    anna = await served.participant()

    async def drip():
        for _ in range(20):
            yield b"x" * 1024

    told = await anna.send("POST", "{m}/messages", b'{"text":"' + b"x" * 16_384 + b'"}')
    untold = await anna.session.post(
        anna.url("{m}/messages"),
        data=drip(),
        headers={"Origin": anna.root, "Content-Type": "application/json"},
    )
    fits = await anna.send("POST", "{m}/messages", b'{"text":"hi"}'.ljust(16_384))

    assert (told.status, untold.status, fits.status) == (413, 413, 200)


async def test_gzip_that_is_none_is_400(served):
    anna = await served.participant()

    answer = await anna.send("POST", "{m}/messages", b"not gzip", Content_Encoding="gzip")

    assert answer.status == 400


async def test_foreign_origins_are_refused_on_every_changing_route(served):
    anna = await served.participant()
    await served.do(METTE, asked("Hvem?"))
    before = await anna.state()

    statuses = set()
    for origin in FOREIGN:
        for path in CHANGING:
            answer = await anna.post(f"{{m}}/{path}", {"name": "Eve"}, Origin=origin)
            statuses.add(answer.status)
    for origin in FOREIGN[:3]:
        anna.origin = origin
        statuses.add((await anna.delete("{m}/questions/q1/vote")).status)

    assert statuses == {403}
    assert await anna.state() == before


async def test_a_change_without_an_origin_is_refused(served):
    anna = await served.participant()

    answers = [await anna.post(f"{{m}}/{path}", {}, Origin="-") for path in CHANGING]

    assert [a.status for a in answers] == [403] * len(CHANGING)


async def test_a_form_from_elsewhere_is_refused(served):
    anna = await served.participant()

    foreign = await anna.form("{m}/messages", {"text": "hjælp"}, Origin="https://evil.example")
    null = await anna.form("{m}/messages", {"text": "hjælp"}, Origin="null")

    assert (foreign.status, null.status) == (403, 403)


async def test_foreign_readers_get_no_byte_of_the_state(served):
    anna = await served.participant()

    for path in ("{m}/state", "{m}/events", "{m}/events?as=stage"):
        for origin in FOREIGN:
            answer = await anna.get(path, headers={"Origin": origin})
            assert (answer.status, (await answer.json())["reason"]) == (403, "foreign origin")
            assert "Access-Control-Allow-Origin" not in answer.headers
        for site in ("cross-site", "same-site"):
            answer = await anna.get(path, headers={"Sec-Fetch-Site": site})
            assert answer.status == 403


async def test_our_own_origin_and_none_may_read(served):
    anna = await served.participant()

    own = await anna.get("{m}/state", headers={"Origin": served.root})
    public = await anna.get("{m}/state", headers={"Origin": "http://127.0.0.1:3978"})
    none = await anna.get("{m}/state", headers={"Sec-Fetch-Site": "same-origin"})
    link = await anna.get(
        "{m}", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    )

    assert [a.status for a in (own, public, none, link)] == [200] * 4


async def test_the_bots_endpoint_is_left_to_its_own_gate(served):
    body = b"x" * 20_000

    answer = await served.nobody().send("POST", "/api/messages", body, Origin="-")

    assert (answer.status, await answer.json()) == (200, {"bytes": 20_000})


async def test_a_public_site_takes_only_its_public_origin():
    async with serving(base_url="https://moede.example") as served:
        nobody = served.nobody()
        local = await nobody.post("{m}/join", {})
        public = await nobody.post("{m}/join", {}, Origin="https://moede.example")

    assert (local.status, public.status) == (403, 200)


async def test_a_rebound_name_is_not_our_own(served):
    nobody = served.nobody()

    answer = await nobody.post("{m}/join", {}, Host="evil.example", Origin="http://evil.example")

    assert answer.status == 403


async def test_other_methods_are_405_and_say_which_work(served):
    anna = await served.participant()
    tried = (
        ("GET", "{m}/join"),
        ("PUT", "{m}/state"),
        ("POST", "{m}/state"),
        ("HEAD", "{m}/events"),
        ("DELETE", "{m}/questions"),
        ("PATCH", "{m}/questions/q1/vote"),
        ("OPTIONS", "{m}/messages"),
        ("POST", "/healthz"),
        ("PROPFIND", "{m}"),
    )

    answers = [await anna.send(method, path, b"") for method, path in tried]

    assert [a.status for a in answers] == [405] * len(tried)
    assert [a.headers["Allow"] for a in answers] == [
        *("POST", "GET", "GET", "GET", "POST", "DELETE,POST".replace(",", ", ")),
        *("POST", "GET", "GET"),
    ]


async def test_what_is_not_there_is_404(served):
    paths = (
        *("/nowhere", "{m}/nowhere", "{m}/host/x", "/m/", "/m", "//evil.example", "/m/x/../state"),
        *(
            "/m/%00",
            "/m/%2e%2e%2fstate",
            "/m/" + "x" * 3000,
            "/m/%F0%9F%99%82/state",
            "/m/%ff/state",
        ),
    )

    answers = [await served.nobody().get(path) for path in paths]

    assert [a.status for a in answers] == [404] * len(paths)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_without_joining_everything_is_401(served, method):
    nobody = served.nobody()
    paths = ("state", "events") if method == "GET" else CHANGING[1:]

    answers = [await nobody.send(method, f"{{m}}/{path}", b"{}") for path in paths]

    assert [a.status for a in answers] == [401] * len(paths)
    assert {(await a.json())["reason"] for a in answers} == {"not joined"}


class FailingStore(MemoryStore):
    """A disk that can be broken."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: Exception | None = None

    async def append(self, meeting, expected, changes):
        if self.fault:
            raise self.fault
        return await super().append(meeting, expected, changes)


@pytest.mark.parametrize(
    ("fault", "status"), [(StoreFullError("full"), 507), (StoreUnavailableError("gone"), 503)]
)
async def test_what_cannot_be_saved_says_so_and_changes_nothing(fault, status):
    store = FailingStore()
    async with serving(store) as served:
        anna = await served.participant()
        before = await anna.state()
        store.fault = fault
        answer = await anna.post("{m}/questions", {"text": "Hvem?", "show": "name"})
        form = await anna.form("{m}/questions", {"text": "Hvem?", "show": "name"})
        during = await anna.state()
        store.fault = None
        again = await anna.post("{m}/questions", {"text": "Hvem?", "show": "name"})

    assert (answer.status, form.status, again.status) == (status, status, 201)
    assert answer.headers["Retry-After"].isdecimal()
    assert during == before


async def test_an_error_of_ours_says_sorry_and_logs_no_text(caplog):
    class BrokenStore(FailingStore):
        pass

    store = BrokenStore()
    async with serving(store) as served:
        anna = await served.participant()
        store.fault = RuntimeError("a bug")
        with caplog.at_level(logging.WARNING):
            answer = await anna.post("{m}/questions", {"text": "Hemmeligt?", "show": "name"})

    assert (answer.status, (await answer.json())["reason"]) == (500, "our fault")
    assert any(record.message == "request failed" for record in caplog.records)
    assert "Hemmeligt" not in caplog.text


class DamagedStore(MemoryStore):
    """Holds a meeting whose log may have lost something in its middle."""

    damaged = False

    async def read(self, meeting, after=0):
        if self.damaged:
            raise DamagedError("march.journal: damaged", await super().read(meeting))
        return await super().read(meeting, after)

    async def close(self):
        """Stay, for the next server."""


async def test_a_damaged_meeting_is_told_of_and_is_not_shown():
    store = DamagedStore()
    async with serving(store) as served:
        await served.do(METTE, asked("Hemmeligt?"))
    store.damaged = True
    async with serving(store) as served:
        someone = served.nobody()
        program = await someone.get("{m}/state")
        page = await someone.get("{m}?lang=da", headers={"Accept": "text/html"})
        door = await someone.get(f"/?code={served.code}", headers={"Accept": "text/html"})
        guess = await someone.get("/m/WRONGONE/state")
        told, drawn = await program.json(), await page.text()

    assert [a.status for a in (program, page, door, guess)] == [503, 503, 503, 404]
    assert told["reason"] == "damaged meeting"
    assert "Mødet kan ikke åbnes" in drawn
    assert "Hemmeligt" not in drawn


async def test_who_is_too_fast_leaves_nothing_behind_for_the_collector(served):
    """Circles of refused requests would make it run, and then everybody waits."""
    anna = await served.participant()
    gc.disable()
    try:
        for number in range(22):
            last = await anna.post("{m}/questions", {"text": f"Hvem? {number}", "show": "name"})
        left = [one for one in gc.get_objects() if isinstance(one, WrongError)]
    finally:
        gc.enable()

    assert (last.status, left) == (429, [])


async def test_a_sender_who_stops_in_the_middle_is_answered_and_harms_nobody(served, monkeypatch):
    monkeypatch.setattr("web.reading.SLOWEST", 0.1)
    anna = await served.participant()
    ((name, value),) = [(cookie.key, cookie.value) for cookie in anna.session.cookie_jar]
    host = served.root.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    writer.write(
        f"POST /m/{served.code}/messages HTTP/1.1\r\nHost: {host}\r\nOrigin: {served.root}\r\n"
        f"Cookie: {name}={value}\r\nContent-Type: application/json\r\n"
        'Content-Length: 100\r\n\r\n{"text":'.encode()
    )

    async with asyncio.timeout(5):
        line = await reader.readline()
    writer.close()

    assert line.split()[1] == b"408"


async def test_every_answer_has_the_security_headers(served):
    anna = await served.participant()
    await served.do(METTE, c.OpenEvaluation())
    paths = (
        *("/", "{m}", "{m}/host", "{m}/speaker", "{m}/stage", "{m}/state", "/nowhere", "/healthz"),
        *("/readyz", "/metrics", "/openapi.json", "{m}/events", "{m}/events?as=x", "/m/NONE2345"),
    )

    for path in paths:
        answer = await anna.get(path)
        headers = answer.headers
        answer.close()
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
            "img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'; require-trusted-types-for 'script'; "
            "trusted-types ordstyrer"
        ), path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "aiohttp" not in headers["Server"]
