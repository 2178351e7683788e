"""The database goes, hangs or is full: refused in time and clearly, nothing lost, then on."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
import pytest
from store_examples import APRIL, MARCH, vote, votes

from bot.ports import ConflictError, StoreFullError, StoreUnavailableError
from bot.stores.memory import MemoryStore
from bot.stores.postgres.connections import Patience
from bot.stores.postgres.stores import PostgresStores, open_database
from meeting.ids import BallotKey
from tests.faults.proxy import Proxy, proxy_to
from tests.postgres import Server, execute, fetch, server

HASTY = Patience(connect=0.4, answer=0.8, again=1.0)
WAITING = Patience(connect=0.4, answer=10.0, again=1.0)  # the test ends it, not the clock
TERMINATE = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where application_name like 'ordstyrer%' and pid <> pg_backend_pid()"
)


@pytest.fixture
async def proxy(postgres: Server) -> AsyncIterator[Proxy]:
    async with proxy_to(postgres.port) as made:
        yield made


@asynccontextmanager
async def through(proxy: Proxy, database: str, patience: Patience) -> AsyncIterator[PostgresStores]:
    address = re.sub(r":\d+/", f":{proxy.port}/", database)
    made = await open_database(address, patience)
    try:
        yield made
    finally:
        proxy.flow()
        await made.close()


@pytest.fixture
async def behind(proxy: Proxy, database: str) -> AsyncIterator[PostgresStores]:
    """Stores that reach the database through the proxy, and soon lose patience."""
    async with through(proxy, database, HASTY) as made:
        yield made


@pytest.fixture
async def behind_alone(
    proxy: Proxy, database: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[PostgresStores]:
    """The same with one connection, and patient as long as that one lasts."""
    monkeypatch.setattr("bot.stores.postgres.database.MOST", 1)
    async with through(proxy, database, WAITING) as made:
        yield made


async def refused(what: Awaitable[object]) -> tuple[str, float]:
    """Tell how it was refused, and after how many seconds."""
    began = time.monotonic()
    with pytest.raises(StoreUnavailableError) as error:
        await what
    return str(error.value), time.monotonic() - began


async def eventually(true: Callable[[], bool], within: float = 8.0) -> None:
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.02)


async def begun(stores: PostgresStores) -> None:
    """Do everything once, so that what comes next takes one question and one answer."""
    for number in range(2):
        await stores.store.append(MARCH, number, [vote(number)])
    await stores.notes.claim("begun", 1)
    await asyncio.sleep(0.3)  # for what is told to be told


async def rows(database: str, table: str, many: int) -> None:
    async with asyncio.timeout(3):
        while len(await fetch(database, f"select from {table}")) < many:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_database_that_is_stopped_refuses_in_time_and_all_is_there_after_its_start() -> (
    None
):
    with server() as own:
        stores = await open_database(own.address)
        other = await open_database(own.address)
        watcher = other.store.watch()
        await stores.store.append(MARCH, 0, [vote(0)])
        await stores.notes.put("a", 1)
        await asyncio.to_thread(own.stop)

        first, took = await refused(stores.store.append(MARCH, 1, [vote(1)]))
        assert first == f"the database at 127.0.0.1:{own.port}: Connection refused"
        assert took < 4
        for what in (
            lambda: stores.store.append(MARCH, 1, [vote(1)]),
            lambda: stores.store.read(MARCH),
            lambda: stores.notes.get("a"),
            lambda: stores.notes.put("a", 2),
            lambda: stores.ballots.put(MARCH, {BallotKey("a"): {}}),
            lambda: stores.ballots.alone(MARCH).__aenter__(),
        ):
            said, took = await refused(what())
            assert "Connection refused" in said
            assert took < 0.5
        assert stores.trouble == first

        await asyncio.to_thread(own.start)
        await eventually(lambda: stores.trouble is None and other.trouble is None)
        assert await stores.store.append(MARCH, 1, [vote(2)]) == 2
        assert [*await other.store.read(MARCH)] == [vote(0), vote(2)]
        assert await stores.notes.get("a") == 1
        assert await asyncio.wait_for(anext(watcher), 2) == MARCH
        await stores.close()
        await other.close()


async def test_a_database_that_stands_still_is_found_out_and_refuses_until_it_goes_on() -> None:
    with server() as own:
        stores = await open_database(own.address)
        await stores.store.append(MARCH, 0, [vote(0)])
        own.freeze()
        refusals = await asyncio.gather(
            *(refused(stores.store.append(meeting, None, [vote(1)])) for meeting in (MARCH, APRIL))
        )
        assert all(said.endswith("no answer in time") for said, _ in refusals)
        assert max(took for _, took in refusals) < 9
        said, took = await refused(stores.store.append(MARCH, None, [vote(2)]))
        assert said == stores.trouble
        assert took < 0.1

        own.thaw()
        await eventually(lambda: stores.trouble is None)
        await stores.store.append(MARCH, None, [vote(1)])  # perhaps it was stored meanwhile
        assert [*await stores.store.read(MARCH)] == votes(0, 2)
        await stores.close()


async def test_a_hang_is_found_out_also_when_nobody_asks(
    proxy: Proxy, behind: PostgresStores
) -> None:
    proxy.stall()
    await eventually(lambda: behind.trouble is not None)

    assert behind.trouble == f"the database at 127.0.0.1:{proxy.port}: no answer in time"
    assert behind.lease.held is False
    proxy.flow()
    await eventually(lambda: behind.trouble is None and behind.lease.held)


async def test_a_hang_refuses_its_own_and_holds_up_nobody_else(
    proxy: Proxy, behind: PostgresStores, database: str
) -> None:
    beside, memory = await open_database(database), MemoryStore()
    proxy.stall()
    hanging = [asyncio.create_task(refused(behind.store.append(MARCH, 0, [vote(0)])))]
    hanging += [asyncio.create_task(refused(behind.notes.put(f"n{n}", n))) for n in range(20)]

    slowest = 0.0
    for number in range(50):
        began = time.monotonic()
        await beside.store.append(APRIL, None, [vote(number)])
        await memory.append(APRIL, None, [vote(number)])
        slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(0.01)
    assert slowest < 0.2

    assert max(took for _, took in await asyncio.gather(*hanging)) < 2.5
    proxy.flow()
    await eventually(lambda: behind.trouble is None)
    assert await behind.store.append(MARCH, None, [vote(0)]) == 1
    await beside.close()


@pytest.mark.parametrize("expected", [2, None])
@pytest.mark.parametrize("end", ["cut", "reset", "half_close"])
async def test_an_append_whose_answer_was_lost_is_found_in_the_log(
    proxy: Proxy, behind_alone: PostgresStores, database: str, expected: int | None, end: str
) -> None:
    await begun(behind_alone)
    proxy.answering.stall()
    appending = asyncio.create_task(behind_alone.store.append(MARCH, expected, votes(2, 4)))
    await rows(database, "event", 4)
    assert not appending.done()
    getattr(proxy, end)()
    proxy.flow()

    assert await appending == 4
    assert [*await behind_alone.store.read(MARCH)] == votes(0, 4)
    assert behind_alone.trouble is None


async def test_an_append_that_was_lost_on_its_way_is_stored_once(
    proxy: Proxy, behind_alone: PostgresStores
) -> None:
    await behind_alone.store.append(MARCH, 0, [vote(0)])
    proxy.asking.stall()
    appending = asyncio.create_task(behind_alone.store.append(MARCH, 1, [vote(1)]))
    await asyncio.sleep(0.1)
    proxy.reset()
    proxy.flow()

    assert await appending == 2
    assert [*await behind_alone.store.read(MARCH)] == votes(0, 2)


async def test_an_append_that_lost_its_answer_to_another_with_that_version_is_a_conflict(
    proxy: Proxy, behind_alone: PostgresStores, database: str
) -> None:
    beside = await open_database(database)
    await beside.store.append(MARCH, 0, [vote(0)])
    proxy.asking.stall()
    appending = asyncio.create_task(behind_alone.store.append(MARCH, 1, [vote(1)]))
    await asyncio.sleep(0.05)
    await beside.store.append(MARCH, 1, [vote(2)])
    proxy.reset()
    proxy.flow()

    with pytest.raises(ConflictError):
        await appending
    assert [*await beside.store.read(MARCH)] == [vote(0), vote(2)]
    await beside.close()


async def test_a_claim_whose_answer_was_lost_is_still_won(
    proxy: Proxy, behind_alone: PostgresStores, database: str
) -> None:
    await begun(behind_alone)
    proxy.answering.stall()
    claiming = asyncio.create_task(behind_alone.notes.claim("sent:1", "mine"))
    await rows(database, "note", 2)
    proxy.reset()
    proxy.flow()

    assert await claiming is True
    assert await behind_alone.notes.claim("sent:1", "again") is False
    assert await behind_alone.notes.get("sent:1") == "mine"


async def test_a_database_without_an_answer_to_a_lost_append_refuses_it_in_time(
    proxy: Proxy, behind_alone: PostgresStores, database: str
) -> None:
    await begun(behind_alone)
    proxy.answering.stall()
    appending = asyncio.create_task(refused(behind_alone.store.append(MARCH, 2, [vote(2)])))
    await rows(database, "event", 3)
    await proxy.refuse()
    proxy.reset()
    said, took = await appending

    assert "Connection refused" in said
    assert took < 4
    await proxy.open()
    proxy.flow()
    await eventually(lambda: behind_alone.trouble is None)
    with pytest.raises(ConflictError):  # it had been stored; whoever asks again hears of it
        await behind_alone.store.append(MARCH, 2, [vote(2)])
    assert await behind_alone.store.append(MARCH, None, [vote(2)]) == 3


async def test_a_slow_connection_is_slow_and_no_more(
    proxy: Proxy, behind_alone: PostgresStores
) -> None:
    await begun(behind_alone)
    await behind_alone.store.read(MARCH)
    proxy.asking.drip, proxy.answering.delay = 0.0001, 0.05
    for number in range(2, 4):
        await behind_alone.store.append(MARCH, number, [vote(number)])

    assert [*await behind_alone.store.read(MARCH)] == votes(0, 4)
    assert behind_alone.trouble is None


async def test_connections_ended_by_an_operator_cost_nobody_anything(
    stores: PostgresStores, database: str
) -> None:
    async def keep_on() -> None:
        for number in range(200):
            await stores.store.append(MARCH, number, [vote(number)])

    writing = asyncio.create_task(keep_on())
    for _ in range(10):
        await asyncio.sleep(0.03)
        await execute(database, TERMINATE)
    await writing

    assert [*await stores.store.read(MARCH)] == votes(0, 200)
    await eventually(lambda: stores.trouble is None and stores.lease.held)


async def test_a_full_disk_refuses_until_there_is_room_and_says_so_meanwhile(
    stores: PostgresStores, database: str
) -> None:
    await stores.store.append(MARCH, 0, [vote(0)])
    await execute(
        database,
        "create function full_up() returns trigger language plpgsql as"
        " $$ begin raise 'could not extend file' using errcode = '53100'; end $$",
        *(
            f"create trigger full_up before insert on {table} execute function full_up()"
            for table in ("event", "note", "ballot")
        ),
    )
    for what in (
        stores.store.append(MARCH, 1, [vote(1)]),
        stores.notes.put("a", 1),
        stores.ballots.put(MARCH, {BallotKey("a"): {}}),
    ):
        with pytest.raises(StoreFullError, match="could not extend file"):
            await what
    await asyncio.sleep(1.2)
    assert "could not extend file" in (stores.trouble or "")
    assert [*await stores.store.read(MARCH)] == [vote(0)]
    assert stores.lease.held

    await execute(database, "drop function full_up cascade")
    await eventually(lambda: stores.trouble is None, 3)  # though nobody has stored anything
    assert await fetch(database, "select from note") == []
    assert await stores.store.append(MARCH, 1, [vote(1)]) == 2


async def test_a_meeting_that_somebody_holds_is_refused_alone_and_is_no_trouble(
    stores: PostgresStores, database: str
) -> None:
    await stores.store.append(MARCH, 0, [vote(0)])
    holder = await asyncpg.connect(database)
    try:
        await holder.execute("begin; update meeting set news = news where id = 'march'")
        appending = asyncio.create_task(refused(stores.store.append(MARCH, 1, [vote(1)])))
        for number in range(10):
            await stores.store.append(APRIL, number, [vote(number)])
        said, took = await appending
    finally:
        await holder.close()

    assert "statement timeout" in said
    assert took < 5.5
    assert stores.trouble is None
    assert await stores.store.append(MARCH, 1, [vote(1)]) == 2


async def test_a_table_that_is_gone_is_said_and_nothing_of_the_driver_leaks(
    stores: PostgresStores, database: str
) -> None:
    await execute(database, "alter table event rename to elsewhere")
    said, took = await refused(stores.store.append(MARCH, 0, [vote(0)]))

    assert 'relation "event" does not exist' in said
    assert took < 1


async def test_a_start_without_a_database_says_where_and_never_with_which_password() -> None:
    said, took = await refused(open_database("postgresql://bot:hunter2@127.0.0.1:9/db"))

    assert said == "the database at 127.0.0.1:9: Connection refused"
    assert took < 4
