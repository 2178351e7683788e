"""The lease in a database: one holder at a time, and the next as soon as that one is gone."""

import asyncio
import signal
import sys
import time
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.ports import Lease
from bot.stores.lease import OwnLease
from bot.stores.postgres.connections import Patience
from bot.stores.postgres.lease import GOOD_FOR
from bot.stores.postgres.stores import PostgresStores, open_database
from tests.faults.proxy import proxy_to
from tests.postgres import Server, execute, fetch, schema

ROOT = Path(__file__).parents[2]
HOLD = (
    "import asyncio, sys\n"
    "from bot.stores.postgres.stores import open_database\n"
    "async def main():\n"
    "    stores = await open_database(sys.argv[1])\n"
    "    async for held in stores.lease.changes():\n"
    "        print(held, flush=True)\n"
    "asyncio.run(main())\n"
)
LISTENING = (
    "select pid from pg_stat_activity a join pg_locks l using (pid)"
    " where l.locktype = 'advisory' and l.granted and application_name = 'ordstyrer listening'"
    " and l.objid = current_schema()::regnamespace::oid::bigint::oid"
)


async def got(lease: Lease, within: float) -> float:
    """Wait until it is held, and tell for how long that was."""
    began = time.monotonic()
    async with asyncio.timeout(within):
        async for held in lease.changes():
            if held:
                break
    return time.monotonic() - began


async def lost(lease: Lease, within: float) -> None:
    async with asyncio.timeout(within):
        async for held in lease.changes():
            if not held:
                break


async def test_one_holds_it_and_passes_it_on_when_it_closes(database: str) -> None:
    one, other = await open_database(database), await open_database(database)
    assert (one.lease.held, other.lease.held) == (True, False)

    await one.close()
    assert one.lease.held is False
    assert await got(other.lease, 3) < 2
    await other.close()


async def test_whoever_watches_hears_each_change_and_the_end(database: str) -> None:
    stores = await open_database(database)
    told: list[bool] = []

    async def follow() -> None:
        told.extend([held async for held in stores.lease.changes()])

    following = asyncio.create_task(follow())
    await asyncio.sleep(0)
    await stores.close()
    await asyncio.wait_for(following, 1)

    assert told == [True, False]


async def test_a_holder_whose_connection_is_ended_knows_and_one_of_the_two_has_it_again(
    pair: tuple[PostgresStores, PostgresStores], database: str
) -> None:
    for _ in range(3):
        holder = next(stores for stores in pair if stores.lease.held)
        (row,) = await fetch(database, LISTENING)
        await execute(database, f"select pg_terminate_backend({row['pid']})")
        await lost(holder.lease, 1)

        await asyncio.wait(
            [asyncio.create_task(got(stores.lease, 4)) for stores in pair],
            return_when=asyncio.FIRST_COMPLETED,
        )
        assert sorted(stores.lease.held for stores in pair) == [False, True]


@pytest.mark.process
async def test_a_killed_process_leaves_it_to_the_next_at_once(database: str) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, database, cwd=ROOT, stdout=PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"True\n"
    stores = await open_database(database)
    assert stores.lease.held is False

    holder.send_signal(signal.SIGKILL)
    assert await got(stores.lease, 5) < 2
    await holder.communicate()
    await stores.close()


@pytest.mark.process
async def test_a_process_that_stands_still_loses_it_and_knows_when_it_goes_on(
    database: str, soaking: bool
) -> None:
    if not soaking:
        pytest.skip("takes 13 seconds: in `make soak`")
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, database, cwd=ROOT, stdout=PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"True\n"
    stores = await open_database(database)
    holder.send_signal(signal.SIGSTOP)
    assert GOOD_FOR < await got(stores.lease, 20) < 16

    holder.send_signal(signal.SIGCONT)
    assert await holder.stdout.readline() == b"False\n"
    holder.kill()
    await holder.communicate()
    await stores.close()


async def test_a_holder_that_hears_nothing_gives_it_up_before_another_can_have_it(
    postgres: Server, database: str
) -> None:
    async with proxy_to(postgres.port) as proxy:
        address = database.replace(f":{postgres.port}/", f":{proxy.port}/")
        holder = await open_database(address, Patience(answer=1.0))
        other = await open_database(database)
        proxy.stall()
        began = time.monotonic()
        await lost(holder.lease, GOOD_FOR)
        assert other.lease.held is False
        assert time.monotonic() - began < GOOD_FOR

        proxy.reset()  # the server finds out that the holder is gone
        assert await got(other.lease, 3) < 2
        proxy.flow()
        await asyncio.sleep(0)
        assert holder.lease.held is False
        await holder.close()
        await other.close()


async def test_two_schemas_of_one_database_have_a_lease_each(
    postgres: Server, database: str
) -> None:
    async with schema(postgres.address) as elsewhere:
        one, other = await open_database(database), await open_database(elsewhere)

        assert one.lease.held
        assert other.lease.held
        await one.close()
        await other.close()


async def test_a_command_beside_the_servers_leaves_it_to_them(database: str) -> None:
    command = await open_database(database, sending=False)
    await asyncio.sleep(1.2)
    assert command.lease.held is False

    server = await open_database(database)
    assert server.lease.held
    await server.close()
    await command.close()


async def test_alone_with_its_folder_a_process_always_holds_it() -> None:
    lease = OwnLease()
    await got(lease, 1)
    lease.close()

    assert lease.held is False
