"""Lines that stall, drip or idle: they cost little, end by themselves, and nobody else notices."""

import asyncio
import socket
import time
from contextlib import asynccontextmanager

import pytest

from tests.given import HANS, asked
from tests.machine import allowed
from tests.web.served import serving
from web.doors import allow_many
from web.site import Pace

FEW, MANY = 200, 2_000  # lines of one kind, without and with --soak


@pytest.fixture
def many(soaking):
    if soaking:
        allow_many()
    return MANY if soaking else FEW


@asynccontextmanager
async def lines(served, number, said=b"", room=65536):
    """Open so many raw lines that say this and no more."""
    host, port = served.root.removeprefix("http://").split(":")
    loop, opened = asyncio.get_running_loop(), []
    try:
        for _ in range(number):
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
            line.setblocking(False)
            opened.append(line)
            await loop.sock_connect(line, (host, int(port)))
            await loop.sock_sendall(line, said.replace(b"{host}", f"{host}:{port}".encode()))
        yield opened
    finally:
        for line in opened:
            line.close()


async def are_left(served, number, within=5.0):
    async with asyncio.timeout(allowed(within)):
        while len(served.server.connections) > number:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)


async def answers_soon(person):
    """The slowest of some answers to somebody who does nothing odd."""
    slowest = 0.0
    for _ in range(20):
        began = time.monotonic()
        answer = await person.get("{m}/state")
        await answer.read()
        assert answer.status == 200
        slowest = max(slowest, time.monotonic() - began)
    return slowest


def cookie_of(person):
    ((name, value),) = [(cookie.key, cookie.value) for cookie in person.session.cookie_jar]
    return f"Cookie: {name}={value}\r\n".encode()


async def test_heads_that_never_end_are_cut_off_and_nobody_waits_for_them(many):
    async with serving(silent=1.0) as served:
        anna = await served.participant()
        async with lines(served, many, b"GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ") as dripping:
            slowest = await answers_soon(anna)
            for line in dripping:
                line.send(b"a")  # a drip more does not lengthen it
            await are_left(served, 1)

    assert slowest < allowed(0.5)


async def test_lines_that_idle_are_closed_in_the_end(many):
    async with serving(silent=many / 200) as served:
        anna = await served.participant()
        whole = b"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n"
        async with lines(served, many, whole), lines(served, many):
            before = len(served.server.connections)
            slowest = await answers_soon(anna)
            await are_left(served, 1, within=5 + many / 200)

    assert before >= 2 * many
    assert slowest < allowed(0.5)


async def test_bodies_that_never_end_are_told_so_and_cut_off(many, monkeypatch):
    monkeypatch.setattr("web.reading.SLOWEST", 0.5)
    async with serving(silent=1.0) as served:
        anna, bo = await served.participant(), await served.participant("Bo")
        said = (
            f"POST /m/{served.code}/messages HTTP/1.1\r\nHost: ".encode()
            + b"{host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\n"
            + cookie_of(bo)
            + b'Content-Length: 9000\r\n\r\n{"text":"'
        )
        async with lines(served, many, said) as dripping:
            slowest = await answers_soon(anna)
            loop = asyncio.get_running_loop()
            told = await asyncio.wait_for(loop.sock_recv(dripping[0], 1000), 5)

    assert told.startswith(b"HTTP/1.1 408 ")
    assert slowest < allowed(0.5)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux cuts these")
async def test_answers_that_nobody_reads_are_given_up():
    async with serving(unread=0.5) as served:
        for number in range(40):
            await served.do(HANS, asked(f"{number} " + "x" * 1900 + "?", f"q{number}"))
        anna, bo = await served.participant(), await served.participant("Bo")
        ask = f"GET /m/{served.code}/state HTTP/1.1\r\nHost: x\r\n".encode() + cookie_of(bo)
        async with lines(served, 20, (ask + b"\r\n") * 60, room=2048):
            slowest = await answers_soon(anna)
            await are_left(served, 2)

    assert slowest < allowed(0.5)


async def test_a_viewer_who_reads_slowly_but_steadily_is_kept():
    slow = Pace(between=0.01, heartbeat=5, slowest=0.6, look=0.01, buffer=2048)
    async with serving(pace=slow) as served:
        for number in range(100):
            await served.do(HANS, asked(f"{number} " + "x" * 1900 + "?", f"q{number}"))
        bo = await served.participant("Bo")
        said = f"GET /m/{served.code}/events HTTP/1.1\r\nHost: x\r\n".encode() + cookie_of(bo)
        loop, began, got = asyncio.get_running_loop(), time.monotonic(), b""
        async with lines(served, 1, said + b"\r\n", room=2048) as (line,):
            while b"\n\n" not in got:
                got += await loop.sock_recv(line, 2000)
                await asyncio.sleep(0.015)

    assert time.monotonic() - began > 2 * slow.slowest
    assert got.count(b'"q-q') == 100
