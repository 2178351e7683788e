"""The store on disk: durable before it says so, and never less than it said."""

import asyncio
import errno
import os
import resource
from pathlib import Path

import pytest
from store_examples import APRIL, MARCH, FaultyDisk, HeldDisk, vote, votes

from bot.ports import DamagedError, StoreFullError, StoreUnavailableError
from bot.stores.reading import ReadOnlyStore, read_log
from bot.stores.tables import JournalDB
from bot.stores.tinydb_store import TinyDbStore
from meeting.events import Change
from meeting.ids import MeetingId


async def stored(folder: Path) -> list[Change]:
    store = TinyDbStore(folder)
    changes = [*await store.read(MARCH)]
    await store.close()
    return changes


async def test_what_was_acknowledged_is_there_when_opened_again(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, 0, votes(0, 3))
    await store.append(APRIL, 0, votes(5, 6))
    await store.close()

    store = TinyDbStore(tmp_path)
    assert await store.meetings() == [APRIL, MARCH]
    assert [*await store.read(MARCH, after=1)] == votes(1, 3)
    assert await store.append(MARCH, 3, [vote(0), vote(3)]) == 4
    await store.close()

    assert await stored(tmp_path) == votes(0, 4)


async def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, 0, votes(0, 3))
    await store.close()

    store = TinyDbStore(tmp_path)
    assert [*await store.read(MARCH)] == [*await store.read(MARCH)] == votes(0, 3)
    await store.close()


async def test_nothing_is_acknowledged_or_shown_before_it_is_synced(tmp_path: Path) -> None:
    disk = HeldDisk()
    store = TinyDbStore(tmp_path, disk)
    watcher = store.watch()
    told = asyncio.create_task(anext(watcher))
    appended = asyncio.create_task(store.append(MARCH, None, [vote(0)]))
    await asyncio.to_thread(disk.syncing.wait, 10)

    assert [*await store.read(MARCH)] == []
    assert not appended.done()
    assert not told.done()

    disk.may_sync.set()
    assert await appended == 1
    assert await told == MARCH
    assert [*await store.read(MARCH)] == [vote(0)]
    await store.close()


async def test_what_a_caller_gave_up_on_is_stored_and_published_all_the_same(
    tmp_path: Path,
) -> None:
    disk = HeldDisk()
    store = TinyDbStore(tmp_path, disk)
    watcher = store.watch()
    caller = asyncio.create_task(store.append(MARCH, None, [vote(0)]))
    await asyncio.to_thread(disk.syncing.wait, 10)
    caller.cancel()
    await asyncio.sleep(0)
    assert caller.cancelled()

    disk.may_sync.set()
    assert await asyncio.wait_for(anext(watcher), 5) == MARCH
    assert [*await store.read(MARCH)] == [vote(0)]
    await store.close()


async def test_a_command_with_several_events_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    event = vote(1).events[0]
    several = Change(vote(1).id, vote(1).at, None, (event, event, event))
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, None, [vote(0)])
    before = (tmp_path / "march.journal").stat().st_size
    await store.append(MARCH, None, [several])
    await store.close()
    whole = (tmp_path / "march.journal").read_bytes()

    for length in range(before, len(whole)):
        (tmp_path / "march.journal").write_bytes(whole[:length])
        assert await stored(tmp_path) == [vote(0)]
    (tmp_path / "march.journal").write_bytes(whole)
    assert await stored(tmp_path) == [vote(0), several]


class SmallDisk(FaultyDisk):
    """Has room for so many bytes, and says so with a short write first, as disks do."""

    room = 256 * 1024

    def write(self, descriptor: int, data: bytes) -> int:
        fits = data[: self.room]
        if not fits:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= len(fits)
        return super().write(descriptor, fits)

    def truncate(self, descriptor: int, length: int) -> None:
        self.room += os.fstat(descriptor).st_size - length
        super().truncate(descriptor, length)


async def test_on_a_small_disk_all_that_was_taken_is_there_and_the_rest_was_refused(
    tmp_path: Path,
) -> None:
    store = TinyDbStore(tmp_path, SmallDisk())
    taken: list[Change] = []

    async def write(writer: int) -> int:
        refused = 0
        for number in range(100):
            change = vote(number, f"w{writer}:")
            try:
                await store.append(MARCH, None, [change])
                taken.append(change)
            except StoreFullError:
                refused += 1
        return refused

    refused = sum(await asyncio.gather(*(write(writer) for writer in range(20))))
    assert "no space" in (store.trouble or "")
    await store.close()

    left = await stored(tmp_path)
    assert len(left) == len(taken) == 2000 - refused
    assert {change.id for change in left} == {change.id for change in taken}
    assert refused > 200
    assert len(taken) > 1000


async def test_appends_that_wait_for_the_disk_share_one_sync(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = TinyDbStore(tmp_path, disk)
    await asyncio.gather(*(store.append(MARCH, None, [vote(number)]) for number in range(100)))
    await store.close()

    assert len(disk.synced) <= 2


async def test_one_call_is_one_line_for_each_change(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, None, votes(0, 3))
    await store.close()

    assert (tmp_path / "march.journal").read_bytes().count(b"\n") == 3


async def test_a_log_in_memory_is_little_more_than_its_bytes(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    before = resident()
    for first in range(0, 20_000, 100):
        await store.append(MARCH, None, votes(first, first + 100))
    grown = resident() - before
    await store.close()

    assert grown < 8 * (tmp_path / "march.journal").stat().st_size


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize()


async def test_a_failing_flush_fails_all_of_its_batch_and_nobody_else(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = TinyDbStore(tmp_path, disk)
    await store.append(MARCH, None, [vote(0)])
    disk.failing["write"] = errno.ENOSPC
    refused = await asyncio.gather(
        *(store.append(MARCH, None, [vote(number)]) for number in range(1, 6)),
        return_exceptions=True,
    )
    assert [type(result) for result in refused] == [StoreFullError] * 5
    assert "no space" in (store.trouble or "")
    assert [*await store.read(MARCH)] == [vote(0)]

    disk.failing.clear()
    assert await store.append(MARCH, 1, [vote(3)]) == 2
    assert store.trouble is None
    await store.close()
    assert await stored(tmp_path) == [vote(0), vote(3)]


async def test_a_failing_disk_makes_the_store_read_only_but_readable(tmp_path: Path) -> None:
    disk = FaultyDisk()
    store = TinyDbStore(tmp_path, disk)
    await store.append(MARCH, None, [vote(0)])
    disk.failing["sync"] = errno.EIO
    with pytest.raises(StoreUnavailableError, match="sync failed"):
        await store.append(MARCH, None, [vote(1)])
    disk.failing.clear()
    for meeting in (MARCH, APRIL):
        with pytest.raises(StoreUnavailableError, match="sync failed"):
            await store.append(meeting, None, [vote(2)])

    assert "sync failed" in (store.trouble or "")
    assert [*await store.read(MARCH)] == [vote(0)]
    await store.close()

    store = TinyDbStore(tmp_path)
    await store.append(MARCH, None, [vote(1)])
    assert [*await store.read(MARCH)] == [vote(0), vote(1)]
    await store.close()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
async def test_a_fault_at_any_call_loses_nothing_acknowledged(tmp_path: Path, code: int) -> None:
    for turn in range(1, 41):
        folder = tmp_path / str(turn)
        disk = FaultyDisk()
        disk.failing_at[turn] = code
        acknowledged, refused = await append_all(folder, disk)

        left = await stored(folder)
        assert [change for change in left if change in acknowledged] == acknowledged
        assert len(left) == len(set(left))
        if code == errno.ENOSPC and not refused:
            assert left == acknowledged


async def append_all(folder: Path, disk: FaultyDisk) -> tuple[list[object], list[object]]:
    """Append 20 changes one after another and tell which were taken and which were not."""
    acknowledged: list[object] = []
    refused: list[object] = []
    try:
        store = TinyDbStore(folder, disk)
    except (StoreFullError, StoreUnavailableError):
        return [], votes(0, 20)
    for change in votes(0, 20):
        try:
            await store.append(MARCH, None, [change])
            acknowledged.append(change)
        except (StoreFullError, StoreUnavailableError):
            refused.append(change)
    await store.close()
    return acknowledged, refused


async def test_a_damaged_meeting_does_not_open_and_the_others_do(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    for number in range(3):
        await store.append(MARCH, None, [vote(number)])
        await store.append(APRIL, None, [vote(number)])
    await store.close()
    journal = tmp_path / "march.journal"
    whole = journal.read_bytes()
    journal.write_bytes(whole.replace(b"vote:p:1", b"vote:p:7"))

    store = TinyDbStore(tmp_path)
    for _ in range(2):
        with pytest.raises(DamagedError, match=r"march\.journal") as caught:
            await store.read(MARCH)
        assert [*caught.value.intact] == [vote(0)]
    with pytest.raises(DamagedError, match=r"march\.journal"):
        await store.append(MARCH, None, [vote(9)])
    assert [*await store.read(APRIL)] == votes(0, 3)

    journal.write_bytes(whole)  # put back from a backup
    assert [*await store.read(MARCH)] == votes(0, 3)
    await store.close()


async def test_a_change_of_a_later_program_is_refused_with_its_name(tmp_path: Path) -> None:
    with JournalDB(tmp_path / "march.journal") as db:
        body = {"id": "c1", "at": "2026-03-30T08:00:00+00:00", "by": None, "events": [["New", {}]]}
        db.table("changes").insert(body)

    store = TinyDbStore(tmp_path)
    with pytest.raises(DamagedError, match=r"march\.journal: change c1: 'New' is not known"):
        await store.read(MARCH)
    with pytest.raises(DamagedError, match=r"march\.journal: change c1: 'New' is not known"):
        read_log(tmp_path / "march.journal")
    await store.close()


async def test_a_missing_version_is_damage(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, None, votes(0, 3))
    await store.close()
    journal = tmp_path / "march.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + lines[2])

    store = TinyDbStore(tmp_path)
    for reader in (store, ReadOnlyStore(tmp_path)):
        with pytest.raises(DamagedError, match="change 2 is missing") as caught:
            await reader.read(MARCH)
        assert [*caught.value.intact] == [vote(0)]
    await store.close()


async def test_many_readers_open_a_log_once_also_when_some_stop_waiting(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, None, votes(0, 50))
    await store.close()

    store = TinyDbStore(tmp_path)
    readers = [asyncio.create_task(store.read(MARCH)) for _ in range(10)]
    await asyncio.sleep(0)
    readers[0].cancel()
    results = await asyncio.gather(*readers[1:])
    assert [[*result] for result in results] == [votes(0, 50)] * 9
    await store.close()


async def test_closing_finishes_what_was_handed_in(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    appending = [asyncio.create_task(store.append(MARCH, None, [vote(n)])) for n in range(20)]
    await asyncio.sleep(0)
    await store.close()
    await store.close()

    assert await asyncio.gather(*appending) == list(range(1, 21))
    assert await stored(tmp_path) == votes(0, 20)


async def test_a_reader_beside_the_writer_sees_whole_lines_and_cuts_nothing(
    tmp_path: Path,
) -> None:
    store = TinyDbStore(tmp_path)
    await store.append(MARCH, None, votes(0, 3))
    journal = tmp_path / "march.journal"
    with journal.open("ab") as file:
        file.write(b'12345678 [0,"changes",4,{"id":')
    torn = journal.read_bytes()

    reader = ReadOnlyStore(tmp_path)
    assert await reader.meetings() == [MARCH]
    assert [*await reader.read(MARCH)] == votes(0, 3)
    assert [*await reader.read(MARCH, after=2)] == votes(2, 3)
    assert [*await reader.read(APRIL)] == []
    assert [meeting async for meeting in reader.watch()] == []
    with pytest.raises(StoreUnavailableError, match="reading only"):
        await reader.append(MARCH, None, [vote(4)])
    await reader.close()
    assert journal.read_bytes() == torn
    await store.close()


async def test_a_reader_is_told_of_damage(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path)
    for number in range(3):
        await store.append(MARCH, None, [vote(number)])
    await store.close()
    journal = tmp_path / "march.journal"
    journal.write_bytes(journal.read_bytes().replace(b"vote:p:1", b"vote:p:7"))

    with pytest.raises(DamagedError, match="byte") as caught:
        await ReadOnlyStore(tmp_path).read(MARCH)
    assert [*caught.value.intact] == [vote(0)]


async def test_a_damaged_meeting_is_told_with_its_name_its_file_the_place_and_the_remedies(
    tmp_path: Path,
) -> None:
    store = TinyDbStore(tmp_path)
    for number in range(3):
        await store.append(MeetingId("the march"), None, [vote(number)])
    await store.close()
    journal = tmp_path / "the%20march.journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + lines[1].replace(b"vote", b"VOTE") + lines[2])

    store = TinyDbStore(tmp_path)
    with pytest.raises(DamagedError) as caught:
        await store.read(MeetingId("the march"))
    await store.close()

    assert str(caught.value) == (
        f"meeting the march cannot be opened: {journal}: damaged at byte {len(lines[0])}, and not "
        "by a crash alone; put it back from a backup (python app.py restore DIR) or save what can "
        "be read: python app.py salvage 'the march'"
    )
