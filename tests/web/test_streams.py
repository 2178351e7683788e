"""Live streams: at once, every version, at most four a second, and nobody waits for the slow."""

import asyncio
import contextlib
import socket
import time
from contextlib import AsyncExitStack, asynccontextmanager

import orjson
import pytest

from meeting import commands as c
from tests.given import HANS, METTE, RASMUS, asked
from tests.machine import allowed
from tests.web.served import serving
from web.site import Pace

FAST = Pace(between=0.01, heartbeat=0.2, slowest=0.3, look=0.01, buffer=2048)


class Events:
    """Reads a stream's events one by one."""

    def __init__(self, answer):
        self._answer = answer
        self.encoding = answer.headers.get("Content-Encoding")
        self.beats = 0

    async def next(self, within=5.0):
        """The next event's id and data."""
        async with asyncio.timeout(allowed(within)):
            while True:
                block = (await self._answer.content.readuntil(b"\n\n")).decode()
                if not block:
                    raise EOFError
                fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
                if "data" in fields:
                    return int(fields["id"]), orjson.loads(fields["data"])
                self.beats += 1

    async def until(self, version, within=5.0):
        """All events up to this version."""
        found = []
        async with asyncio.timeout(allowed(within)):
            while not found or found[-1][0] < version:
                found.append(await self.next(within))
        return found

    async def silent(self, seconds):
        with pytest.raises(TimeoutError):
            await self.next(within=seconds)
        return True


@asynccontextmanager
async def stream(person, query="", **headers):
    answer = await person.get(f"{{m}}/events{query}", headers=headers)
    try:
        assert answer.status == 200, await answer.text()
        assert answer.content_type == "text/event-stream"
        yield Events(answer)
    finally:
        answer.close()


@pytest.fixture
async def fast():
    async with serving(pace=FAST) as running:
        yield running


async def test_the_first_event_comes_at_once_and_is_whole(served):
    anna = await served.participant()
    await served.do(HANS, asked("Hvem?"))
    state = await anna.state()

    async with stream(anna) as events:
        id_, data = await events.next(within=0.5)

    assert id_ == data["version"] == state["version"]
    assert (data["phase"], data["now"], data["removed"]) == ("open", state["now"], [])
    assert data["whole"]
    assert set(data["fragments"]) == {"head", "q-q1"}


async def test_a_change_sends_only_what_changed(fast):
    anna = await fast.participant()
    async with stream(anna) as events:
        _, first = await events.next()
        await fast.do(HANS, asked("Hvem?", "q1"))
        id_, second = await events.next()

    assert id_ == first["version"] + 1
    assert second["fragments"] == {"q-q1": "<li>Hvem?</li>"}


async def test_every_change_reaches_every_kind_of_viewer(fast):
    """A vote shows in none of these drawings, and still its version comes."""
    anna, mette, rasmus = (
        await fast.participant(),
        await fast.holder(METTE),
        await fast.holder(RASMUS),
    )
    await fast.do(HANS, asked("Hvem?", "q1"))
    async with (
        stream(anna) as one,
        stream(mette) as two,
        stream(rasmus) as three,
        stream(fast.nobody(), "?as=stage") as four,
    ):
        everyone = (one, two, three, four)
        for events in everyone:
            await events.next()
        for deed in (c.Vote("q1"), c.Unvote("q1"), c.Vote("q1")):
            await fast.do(HANS, deed)
            version = fast.site.hub.state(fast.meeting).version
            found = [await events.next() for events in everyone]
            assert [id_ for id_, _ in found] == [version] * 4
            assert [data["fragments"] for _, data in found] == [{}] * 4


async def test_the_stream_is_the_one_of_the_viewers_role(served):
    anna, mette, rasmus = (
        await served.participant(),
        await served.holder(METTE),
        await served.holder(RASMUS),
    )
    heads = []
    for person, query in ((anna, ""), (mette, ""), (rasmus, ""), (mette, "?as=participant")):
        async with stream(person, query) as events:
            heads.append((await events.next())[1]["fragments"]["head"])

    assert [head.removeprefix("<p>").split()[0] for head in heads] == [
        *("participant", "host", "speaker", "participant")
    ]
    assert RASMUS in heads[2]


async def test_each_language_has_its_own_drawing(served):
    anna = await served.participant()

    async with stream(anna, "?lang=en") as one, stream(anna, "?lang=da") as other:
        english = (await one.next())[1]["fragments"]["head"]
        danish = (await other.next())[1]["fragments"]["head"]

    assert " en " in english
    assert " da " in danish


async def test_coming_back_brings_what_was_missed_and_no_more(fast):
    anna = await fast.participant()
    async with stream(anna) as events:
        for deed in (asked("Hvem?", "q1"), c.Vote("q1")):
            await events.next()
            await fast.do(HANS, deed)
        old, _ = await events.next()
    await fast.do(HANS, asked("Hvor?", "q2"))
    await fast.do(HANS, asked("Hvornår?", "q3"))

    async with stream(anna, **{"Last-Event-ID": str(old)}) as events:
        id_, told = await events.next(within=0.5)
    async with stream(anna, f"?version={old}") as events:
        _, from_the_page = await events.next(within=0.5)
    async with stream(anna, "?version=1", **{"Last-Event-ID": str(id_)}) as events:
        same_id, nothing = await events.next(within=0.5)

    assert id_ == same_id == old + 2
    assert (told["whole"], set(told["fragments"])) == (False, {"q-q2", "q-q3"})
    assert from_the_page["fragments"] == told["fragments"]
    assert set(nothing["fragments"]) == {"q-q2", "q-q3"}  # drawn at that very version


async def test_who_cannot_have_seen_what_is_known_here_gets_the_whole_page(fast):
    """A server that was started anew, a log put back from a backup, a header that is nonsense."""
    anna = await fast.participant()
    async with stream(anna) as events:
        first, _ = await events.next()
    await fast.do(HANS, asked("Hvem?", "q1"))

    for said in (str(first - 1), str(first), str(first + 500), "nonsense \xff", "-1", "9" * 30):
        async with stream(anna, **{"Last-Event-ID": said}) as events:
            _, told = await events.next(within=0.5)
        assert (told["whole"], set(told["fragments"])) == (True, {"head", "q-q1"}), said


async def test_parts_that_went_meanwhile_are_told_to_who_comes_back(fast):
    pages = fast.site.draw
    anna = await fast.participant()
    await fast.do(HANS, asked("Hvem?", "q1"))
    async with stream(anna) as events:
        await events.next()
        await fast.do(HANS, asked("Hvor?", "q2"))
        old, _ = await events.next()
    pages.hidden.add("q1")
    await fast.do(HANS, c.Vote("q2"))

    async with stream(anna, **{"Last-Event-ID": str(old)}) as events:
        _, told = await events.next(within=0.5)

    assert (told["whole"], told["removed"]) == (False, ["q-q1"])


async def test_a_line_that_cannot_unpack_gets_the_same_plain(fast):
    anna = await fast.participant()
    async with stream(anna) as packed, stream(anna, **{"Accept-Encoding": "identity"}) as plain:
        assert packed.encoding == "gzip"
        assert plain.encoding is None
        await packed.next(), await plain.next()
        for number in range(3):
            await fast.do(HANS, asked(f"Hvem er {number}?", f"q{number}"))
            assert await packed.next() == await plain.next()


async def test_an_old_line_without_chunks_gets_the_same(fast):
    host, port = fast.root.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET /m/{fast.code}/events?as=stage HTTP/1.0\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    await reader.readuntil(b"\n\n")
    await fast.do(HANS, asked("Hvem?", "q1"))

    event = await asyncio.wait_for(reader.readuntil(b"\n\n"), 5)
    writer.close()

    id_, data = event.decode().splitlines()[:2]
    assert id_ == f"id: {fast.site.hub.state(fast.meeting).version}"
    assert orjson.loads(data.removeprefix("data: "))["fragments"] == {"q-q1": "<li>Hvem?</li>"}


async def test_at_most_four_a_second_and_the_newest_is_reached(served):
    anna = await served.participant()
    async with stream(anna) as events:
        first, _ = await events.next()
        started = time.monotonic()
        for number in range(60):
            await served.do(HANS, asked(f"Hvem er {number}?", f"q{number}"))
            await asyncio.sleep(0.01)
        found = await events.until(first + 60)
        took = time.monotonic() - started

    assert found[-1][0] == first + 60
    assert len(found) <= took * 4 + 1
    seen = {id_ for _, data in found for id_ in data["fragments"]}
    assert seen == {f"q-q{number}" for number in range(60)}  # coalesced, none left out


async def test_a_drawing_is_made_once_for_all_viewers_of_a_kind(fast):
    people = [await fast.participant() for _ in range(5)]
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(stream(person)) for person in people]
        for events in streams:
            await events.next()
        before = fast.site.draw.drawn
        await fast.do(HANS, asked("Hvem?", "q1"))
        for events in streams:
            await events.next()

    assert fast.site.draw.drawn == before + 1


async def test_time_that_passes_redraws_with_the_same_id(fast):
    anna = await fast.participant()
    async with stream(anna) as events:
        id_, first = await events.next()
        fast.clock.forward(seconds=20)
        assert await events.silent(0.1)
        fast.clock.forward(minutes=1)
        again, second = await events.next()

    assert again == id_
    assert list(second["fragments"]) == ["head"]
    assert second["now"] > first["now"]


async def test_trouble_with_the_store_reaches_hosts_by_itself_and_goes_again():
    trouble = [False]
    async with serving(pace=FAST, trouble=lambda: trouble[-1] or None) as served:
        mette, anna = await served.holder(METTE), await served.participant()
        async with stream(mette) as host, stream(anna) as participant:
            id_, _ = await host.next()
            await participant.next()
            trouble.append("no space left")
            first, began = await host.next(within=1)
            trouble.append(False)
            second, ended = await host.next(within=1)
            unseen = await participant.silent(0.1)

    assert first == second == id_
    assert began["fragments"]["head"].endswith(" alarm</p>")
    assert not ended["fragments"]["head"].endswith(" alarm</p>")
    assert unseen


async def test_time_that_passes_unseen_sends_nothing(fast):
    async with stream(fast.nobody(), "?as=stage") as events:
        await events.next()
        fast.clock.forward(minutes=1)
        silent = await events.silent(0.15)
        await fast.do(HANS, asked("Hvem?", "q1"))
        _, data = await events.next()

    assert silent
    assert data["fragments"] == {"q-q1": "<li>Hvem?</li>"}


async def test_a_quiet_stream_beats(fast):
    anna = await fast.participant()
    async with stream(anna) as events:
        await events.next()
        await events.silent(0.5)

    assert events.beats >= 2


@asynccontextmanager
async def never_reader(served):
    """A joined viewer with hardly any room, who asks for the stream and then never reads."""
    bo = await served.participant("Bo")
    ((name, value),) = [(cookie.key, cookie.value) for cookie in bo.session.cookie_jar]
    host, port = served.root.removeprefix("http://").split(":")
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    sock.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(sock, (host, int(port)))
        sock.send(
            f"GET /m/{served.code}/events HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Cookie: {name}={value}\r\n\r\n".encode()
        )
        yield sock
    finally:
        sock.close()


async def received_from(sock):
    """The bytes that still came before the connection ended."""
    received = 0
    async with asyncio.timeout(5):
        with contextlib.suppress(ConnectionError):
            while data := await asyncio.get_running_loop().sock_recv(sock, 65536):
                received += len(data)
    return received


async def count_becomes(served, count, within=5.0):
    gauge = served.figures.streams.labels("participant")._value
    async with asyncio.timeout(allowed(within)):
        while gauge.get() != count:  # noqa: ASYNC110 - a gauge sets no event
            await asyncio.sleep(0.01)


async def test_a_reader_that_never_reads_harms_nobody_and_is_dropped(fast):
    anna = await fast.participant()
    streams = fast.figures.streams.labels("participant")._value
    async with stream(anna) as events, never_reader(fast):
        await events.next()
        await count_becomes(fast, 2)
        slowest, number = 0.0, 0
        async with asyncio.timeout(20):
            while streams.get() == 2:
                number += 1
                started = time.monotonic()
                await fast.do(HANS, asked(f"{number} " + "x" * 1900 + "?", f"q{number}"))
                await events.next()
                slowest = max(slowest, time.monotonic() - started)
        await fast.do(HANS, asked("Hvem?", "last"))
        _, data = await events.next()

    assert slowest < allowed(0.25)
    assert data["fragments"] == {"q-last": "<li>Hvem?</li>"}


async def test_a_reader_that_never_reads_is_dropped_from_a_quiet_meeting_too(fast):
    for number in range(20):
        await fast.do(HANS, asked(f"{number} " + "x" * 1900 + "?", f"q{number}"))

    async with never_reader(fast) as sock:
        await count_becomes(fast, 1)
        await count_becomes(fast, 0)
        received = await received_from(sock)

    assert received < 20 * 1900  # cut off, not waited for


async def test_streams_end_promptly_when_the_server_stops():
    async with serving() as served:
        anna = await served.participant()
        async with stream(anna) as events:
            await events.next()
            started = time.monotonic()
            await served.app.shutdown()
            with pytest.raises(EOFError):
                await events.next()
            took = time.monotonic() - started

    assert took < allowed(1)


async def test_a_viewer_who_leaves_is_no_longer_counted(fast):
    anna = await fast.participant()
    async with stream(anna) as events:
        await events.next()
        await count_becomes(fast, 1)

    await count_becomes(fast, 0)
