"""A log that is written anew: all of the new one or all of the old one, and nothing of the rest."""

import asyncio
import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_examples import APRIL, MARCH, START, FaultyDisk, vote, votes

from bot.ports import ConflictError, Store, StoreFullError, StoreUnavailableError
from bot.stores.folder import open_folder
from bot.stores.postgres.stores import PostgresStores
from bot.stores.reading import ReadOnlyStore, read_log
from bot.stores.tinydb_store import TinyDbStore
from meeting.events import Change, PersonJoined
from meeting.ids import CommandId
from meeting.model import Person

ROOT = Path(__file__).parents[2]
KILLS = 12
SOAKING_KILLS = 200


def emptied(log: list[Change]) -> list[Change]:
    """The same log with nobody in it."""
    return [Change(CommandId(f"gone {n}"), one.at, None, ()) for n, one in enumerate(log)]


async def test_a_log_is_what_was_put_in_its_place_and_grows_from_there(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 5))
    new = [*emptied(votes(0, 5)), vote(9)]

    assert await store.rewrite(MARCH, 5, new) == 6
    assert list(await store.read(MARCH)) == new
    assert await store.append(MARCH, 6, [vote(10)]) == 7
    assert list(await store.read(MARCH, after=5)) == [vote(9), vote(10)]


async def test_a_change_under_its_new_id_is_there_and_under_its_old_one_is_not(
    store: Store,
) -> None:
    await store.append(MARCH, None, votes(0, 2))
    new = emptied(votes(0, 2))
    await store.rewrite(MARCH, 2, new)

    assert await store.append(MARCH, None, [new[0], vote(0)]) == 3
    assert list(await store.read(MARCH)) == [*new, vote(0)]


async def test_a_log_of_another_length_is_left_as_it_is(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 5))

    with pytest.raises(ConflictError):
        await store.rewrite(MARCH, 4, emptied(votes(0, 5)))

    assert list(await store.read(MARCH)) == votes(0, 5)


async def test_other_meetings_are_left_alone_and_watchers_hear_of_it(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 3))
    await store.append(APRIL, None, votes(0, 2))
    watcher = store.watch()

    await store.rewrite(MARCH, 3, emptied(votes(0, 3)))

    assert await asyncio.wait_for(anext(watcher), 5) == MARCH
    assert list(await store.read(APRIL)) == votes(0, 2)


async def test_what_cannot_be_written_leaves_the_log_as_it_is(store: Store) -> None:
    await store.append(MARCH, None, votes(0, 2))
    half_a_surrogate = PersonJoined(Person(vote(0).by or "", "\ud83d"))

    with pytest.raises(ValueError, match=r"surrogate|cannot be stored"):
        await store.rewrite(
            MARCH, 2, [vote(0), Change(vote(1).id, START, None, (half_a_surrogate,))]
        )

    assert list(await store.read(MARCH)) == votes(0, 2)


async def test_what_is_appended_meanwhile_comes_before_or_is_met_with_a_conflict(
    store: Store,
) -> None:
    """One who rewrites beside fifty who append: every acknowledged vote is there, once."""
    await store.append(MARCH, None, votes(0, 3))
    written = 0

    async def rewrite() -> None:
        nonlocal written
        while written < 5:
            log = [*await store.read(MARCH)]
            try:
                await store.rewrite(MARCH, len(log), [*log, vote(written, "anew")])
            except ConflictError:
                continue
            written += 1

    async def append(writer: int) -> None:
        for number in range(5):
            await store.append(MARCH, None, [vote(number, f"w{writer}:")])
            await asyncio.sleep(0.01)

    await asyncio.wait_for(asyncio.gather(rewrite(), *(append(n) for n in range(50))), 60)

    ids = [change.id for change in await store.read(MARCH)]
    assert len(ids) == len(set(ids)) == 3 + 5 + 250


async def test_a_closed_store_and_one_to_look_at_take_no_rewriting(
    store: Store, tmp_path: Path
) -> None:
    await store.append(MARCH, None, votes(0, 2))
    await store.close()

    for closed in (store, ReadOnlyStore(tmp_path)):
        with pytest.raises(StoreUnavailableError):
            await closed.rewrite(MARCH, 2, votes(0, 2))


async def test_no_file_of_the_folder_holds_what_was_there(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, None, [*votes(0, 50), vote(51, "zebra")])
    await store.rewrite(MARCH, 51, emptied(votes(0, 51)))

    found = files_in(tmp_path)
    await store.close()
    assert [*found] == ["march.journal"]
    assert b"zebra" not in found["march.journal"]
    assert read_log(tmp_path / "march.journal") == emptied(votes(0, 51))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_a_reader_beside_it_sees_the_old_log_or_the_new_one(tmp_path: Path) -> None:
    store, beside = TinyDbStore(tmp_path), ReadOnlyStore(tmp_path)
    old = votes(0, 400)
    await store.append(MARCH, None, old)
    new = emptied(old)
    seen = []

    async def look() -> None:
        seen.extend([list(await beside.read(MARCH)) for _ in range(20)])

    await asyncio.gather(look(), store.rewrite(MARCH, 400, new))
    await store.close()

    assert all(log in (old, new) for log in seen)
    assert seen[-1] == new


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["write", "sync", "replace", "sync_folder"])
async def test_a_disk_that_fails_on_the_way_leaves_the_old_log(
    tmp_path: Path, call: str, code: int
) -> None:
    disk = FaultyDisk()
    store = TinyDbStore(tmp_path, disk)
    await store.append(MARCH, None, votes(0, 5))
    disk.failing = {call: code}

    with pytest.raises((StoreFullError, StoreUnavailableError)):
        await store.rewrite(MARCH, 5, emptied(votes(0, 5)))

    disk.failing = {}
    assert list(await store.read(MARCH)) == votes(0, 5)
    assert store.trouble is not None
    await store.close()
    again = TinyDbStore(tmp_path)
    assert list(await again.read(MARCH)) == votes(0, 5)
    await again.close()


async def test_after_a_full_disk_the_next_try_and_appends_work(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = TinyDbStore(tmp_path, disk)
    await store.append(MARCH, None, votes(0, 3))
    disk.failing = {"write": errno.ENOSPC}
    with pytest.raises(StoreFullError):
        await store.rewrite(MARCH, 3, emptied(votes(0, 3)))
    disk.failing = {}

    assert await store.rewrite(MARCH, 3, emptied(votes(0, 3))) == 3
    assert await store.append(MARCH, 3, [vote(7)]) == 4
    assert store.trouble is None
    await store.close()
    again = TinyDbStore(tmp_path)
    assert list(await again.read(MARCH)) == [*emptied(votes(0, 3)), vote(7)]
    await again.close()


async def test_of_two_processes_on_a_database_the_late_one_meets_a_conflict(
    pair: tuple[PostgresStores, PostgresStores],
) -> None:
    one, other = pair
    await one.store.append(MARCH, None, votes(0, 3))
    await other.store.append(MARCH, 3, [vote(3)])

    with pytest.raises(ConflictError):
        await one.store.rewrite(MARCH, 3, emptied(votes(0, 3)))
    await one.store.rewrite(MARCH, 4, emptied(votes(0, 4)))
    with pytest.raises(ConflictError):
        await other.store.append(MARCH, 3, [vote(9)])

    assert list(await other.store.read(MARCH)) == emptied(votes(0, 4))


@pytest.mark.process
def test_a_kill_in_the_midst_leaves_the_old_log_or_the_new_one(
    tmp_path: Path, soaking: bool
) -> None:
    """A process writes a log of 300 anew again and again, each time under another number."""
    chance = random.Random(20260330)
    seen = set()
    for _ in range(SOAKING_KILLS if soaking else KILLS):
        written = killed_after(tmp_path, chance.uniform(0.005, 0.06))

        log = asyncio.run(read(tmp_path))
        numbers = {change.id.partition(" ")[0] for change in log}
        assert len(log) == 300
        assert len(numbers) == 1
        number = int(numbers.pop())
        assert number in {written, written + 1}  # the one said to be done, or the next
        assert [*(tmp_path / "meetings").glob("*.unfinished")] == []
        seen.add(number)
    assert len(seen) > 1


def killed_after(folder: Path, seconds: float) -> int:
    """Let a process rewrite for so long, kill it, and give the last number it said was done."""
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("rewriter.py"), folder],
        env={**os.environ, "PYTHONPATH": str(ROOT)},  # noqa: TID251 - a child needs it
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    first = int(process.stdout.readline())
    time.sleep(seconds)
    process.kill()
    lines = process.communicate()[0].decode().splitlines(keepends=True)
    return int([str(first), *(line for line in lines if line.endswith("\n"))][-1])


async def read(folder: Path) -> list[Change]:
    data = open_folder(folder)
    changes = [*await data.store.read(MARCH)]
    await data.close()
    return changes
