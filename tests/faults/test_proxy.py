"""The fault proxy does what it says, so that tests may trust the faults it makes."""

import asyncio

import pytest

from tests.faults.proxy import Proxy, proxy_to

SOON = 0.05


@pytest.fixture
async def proxy():
    """A proxy in front of a server that answers each line with the same in capitals."""

    async def answer(reader, writer):
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
        writer.write(b"BYE\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with proxy_to(server.sockets[0].getsockname()[1]) as made:
        yield made
    server.close()


class Caller:
    def __init__(self, reader, writer) -> None:
        self.reader, self.writer = reader, writer

    def say(self, text: bytes) -> None:
        self.writer.write(text + b"\n")

    async def heard(self, within: float = 5.0) -> bytes:
        return await asyncio.wait_for(self.reader.readline(), within)

    async def hears_nothing(self) -> bool:
        try:
            await self.heard(SOON)
        except TimeoutError:
            return True
        return False


@pytest.fixture
async def call(proxy):
    callers = []

    async def made() -> Caller:
        callers.append(Caller(*await asyncio.open_connection("127.0.0.1", proxy.port)))
        return callers[-1]

    yield made
    for caller in callers:
        caller.writer.transport.abort()


async def test_without_a_fault_everything_passes(proxy: Proxy, call):
    one, other = await call(), await call()
    one.say(b"a" * 50_000)
    other.say(b"b")

    assert await one.heard() == b"A" * 50_000 + b"\n"
    assert await other.heard() == b"B\n"
    assert proxy.accepted == 2


async def test_what_stalls_comes_whole_when_it_flows_again(proxy: Proxy, call):
    caller = await call()
    proxy.stall()
    caller.say(b"a")
    assert await caller.hears_nothing()

    proxy.flow()
    assert await caller.heard() == b"A\n"


async def test_a_stalled_answer_leaves_the_question_heard(proxy: Proxy, call):
    caller = await call()
    proxy.answering.stall()
    caller.say(b"a")
    assert await caller.hears_nothing()

    assert proxy.asking.passed == 2
    assert proxy.answering.passed == 0


async def test_a_stalled_proxy_takes_new_connections(proxy: Proxy, call):
    proxy.stall()
    caller = await call()
    caller.say(b"a")
    assert await caller.hears_nothing()

    proxy.flow()
    assert await caller.heard() == b"A\n"


async def test_a_delay_holds_each_piece_for_that_long(proxy: Proxy, call):
    caller = await call()
    proxy.answering.delay = 0.2
    began = asyncio.get_running_loop().time()
    caller.say(b"a")

    assert await caller.heard() == b"A\n"
    assert asyncio.get_running_loop().time() - began >= 0.2


async def test_a_drip_passes_byte_by_byte(proxy: Proxy, call):
    caller = await call()
    proxy.answering.drip = 0.02
    caller.say(b"abcd")

    pieces = [await asyncio.wait_for(caller.reader.read(100), 5) for _ in range(5)]
    assert pieces == [b"A", b"B", b"C", b"D", b"\n"]


async def test_cut_ends_connections_in_good_order_and_takes_new_ones(proxy: Proxy, call):
    caller = await call()
    caller.say(b"a")
    await caller.heard()
    proxy.cut()

    assert await caller.heard() == b""
    again = await call()
    again.say(b"b")
    assert await again.heard() == b"B\n"


async def test_reset_breaks_connections(proxy: Proxy, call):
    caller = await call()
    caller.say(b"a")
    await caller.heard()
    proxy.reset()

    with pytest.raises(ConnectionResetError):
        await caller.heard()


async def test_half_close_ends_the_answers_and_not_the_questions(proxy: Proxy, call):
    caller = await call()
    caller.say(b"a")
    await caller.heard()
    proxy.half_close()
    assert await caller.heard() == b""

    before = proxy.asking.passed
    caller.say(b"b")
    async with asyncio.timeout(5):
        while proxy.asking.passed == before:  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.01)


async def test_what_the_client_ends_is_ended_for_the_server(proxy: Proxy, call):
    caller = await call()
    caller.writer.write_eof()

    assert await caller.heard() == b"BYE\n"


async def test_refusing_is_as_if_nobody_were_there_until_it_opens_again(proxy: Proxy, call):
    await proxy.refuse()
    with pytest.raises(ConnectionRefusedError):
        await call()

    await proxy.open()
    caller = await call()
    caller.say(b"a")
    assert await caller.heard() == b"A\n"
