"""The data folder: one writer, readers beside it, nothing left over, nothing outside it."""

import asyncio
import errno
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import orjson
import pytest
from store_examples import MARCH, FaultyDisk, vote
from tinydb import TinyDB, where

from bot.ports import DamagedError, StoreFullError, StoreUnavailableError
from bot.stores.atomic import AtomicStorage
from bot.stores.ballots import FileBallots
from bot.stores.disk import DiskFailedError, write_whole
from bot.stores.folder import look_into, open_folder
from bot.stores.lock import InUseError
from bot.stores.notes import JournalNotes
from bot.stores.tables import JournalDB
from meeting.ids import BallotKey, MeetingId
from tests.odd_names import odd_names

ROOT = Path(__file__).parents[2]
HOLD = (
    "import sys, pathlib; from bot.stores.lock import FolderLock;"
    "lock = FolderLock(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


async def test_everything_is_there_when_the_folder_is_opened_again(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "deep" / "data")
    await folder.store.append(MARCH, 0, [vote(0)])
    await folder.notes.put("cursor", 7)
    await folder.ballots.put(MARCH, {BallotKey("k"): {"q": ("1",)}})
    secret = await folder.ballots.secret(MARCH)
    await folder.close()

    folder = open_folder(tmp_path / "deep" / "data")
    assert [*await folder.store.read(MARCH)] == [vote(0)]
    assert await folder.notes.get("cursor") == 7
    assert await folder.ballots.read(MARCH) == {"k": {"q": ("1",)}}
    assert await folder.ballots.secret(MARCH) == secret
    assert folder.trouble is None
    await folder.close()


@pytest.mark.process
def test_a_second_process_is_refused_with_the_pid_and_may_have_it_after_a_kill(
    tmp_path: Path,
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    before = names_in(tmp_path)

    with pytest.raises(InUseError, match=f"in use by pid {holder.pid}$"):
        open_folder(tmp_path)
    assert names_in(tmp_path) == before

    holder.kill()
    holder.communicate()
    asyncio.run(open_and_close(tmp_path))


async def open_and_close(folder: Path) -> None:
    await open_folder(folder).close()


async def test_one_process_cannot_open_a_folder_twice_until_it_is_closed(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    with pytest.raises(InUseError, match=f"pid {os.getpid()}"):
        open_folder(tmp_path)
    await folder.close()

    await open_folder(tmp_path).close()


async def test_a_start_that_fails_gives_the_folder_back(tmp_path: Path) -> None:
    (tmp_path / "notes.journal").write_bytes(two_batches_with_the_first_damaged(tmp_path))

    for _ in range(2):
        with pytest.raises(DamagedError, match=r"notes\.journal"):
            open_folder(tmp_path)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def two_batches_with_the_first_damaged(folder: Path) -> bytes:
    with JournalDB(folder / "made") as db:
        db.insert({"n": 1})
        db.insert({"n": 2})
    return (folder / "made").read_bytes().replace(b'"n":1', b'"n":3')


async def test_one_can_look_into_a_folder_that_a_server_has(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    await folder.store.append(MARCH, 0, [vote(0)])
    await folder.ballots.put(MARCH, {BallotKey("k"): {}})

    store, ballots = look_into(tmp_path)
    assert [*await store.read(MARCH)] == [vote(0)]
    assert await ballots.read(MARCH) == {"k": {}}
    await folder.close()


async def test_looking_into_a_folder_that_is_not_there_makes_nothing(tmp_path: Path) -> None:
    store, ballots = look_into(tmp_path / "none")

    assert [*await store.meetings()] == []
    assert await ballots.read(MARCH) == {}
    assert names_in(tmp_path) == []


async def test_no_id_leaves_the_folder(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    for weird in ("../../x", "/etc/x", "a/../../b", "..", "x\0y"):
        await folder.store.append(MeetingId(weird), None, [vote(0)])
        await folder.ballots.secret(MeetingId(weird))
    await folder.close()

    quoted = ["%2E%2E", "%2E%2E%2F%2E%2E%2Fx", "%2Fetc%2Fx", "a%2F%2E%2E%2F%2E%2E%2Fb", "x%00y"]
    assert names_in(tmp_path) == ["data"]
    assert names_in(tmp_path / "data") == ["ballots", "lock", "meetings"]
    assert names_in(tmp_path / "data" / "meetings") == sorted(f"{name}.journal" for name in quoted)
    assert names_in(tmp_path / "data" / "ballots") == sorted(f"{name}.json" for name in quoted)


async def test_three_hundred_odd_ids_stay_in_the_folder_and_are_read_again(tmp_path: Path) -> None:
    folder, kept = open_folder(tmp_path / "data"), []
    for number, name in enumerate(odd_names()):
        with suppress(ValueError):  # too long for a file, or no text
            await folder.store.append(MeetingId(name), None, [vote(number)])
            kept.append((MeetingId(name), vote(number)))
    found = [(id_, (await folder.store.read(id_))[0]) for id_, _ in kept]
    await folder.close()

    assert (found, len(kept) >= 300) == (kept, True)
    assert names_in(tmp_path) == ["data"]
    assert len(names_in(tmp_path / "data" / "meetings")) == len(kept)


async def test_unfinished_files_of_a_crash_are_never_read_and_are_removed(tmp_path: Path) -> None:
    folder = open_folder(tmp_path)
    await folder.ballots.put(MARCH, {BallotKey("k"): {}})
    await folder.notes.put("a", 1)
    await folder.close()
    left = [
        tmp_path / "notes.journal.unfinished",
        tmp_path / "ballots" / "march.json.unfinished",
        tmp_path / "meetings" / "march.journal.unfinished",
    ]
    for path in left:
        path.write_bytes(b"half")

    folder = open_folder(tmp_path)
    assert not any(path.exists() for path in left)
    assert await folder.ballots.read(MARCH) == {"k": {}}
    assert await folder.notes.get("a") == 1
    assert [*await folder.store.meetings()] == []
    await folder.close()


async def test_notes_hold_nothing_dead_once_they_are_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "notes.journal"
    notes = JournalNotes(path)
    for number in range(50):
        await notes.put("cursor", number)
    await notes.put("card", "c")
    await notes.close()
    assert path.read_bytes().count(b"\n") == 51

    notes = JournalNotes(path)
    assert path.read_bytes().count(b"\n") == 2
    await notes.put("cursor", 99)
    await notes.close()

    notes = JournalNotes(path)
    assert path.read_bytes().count(b"\n") == 2
    assert [await notes.get("cursor"), await notes.get("card")] == [99, "c"]
    await notes.close()


async def test_notes_open_on_a_full_disk_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "notes.journal"
    notes = JournalNotes(path)
    for number in range(5):
        await notes.put("cursor", number)
    await notes.close()
    disk = FaultyDisk()
    disk.failing["write"] = errno.ENOSPC

    notes = JournalNotes(path, disk)
    assert await notes.get("cursor") == 4
    with pytest.raises(StoreFullError):
        await notes.put("cursor", 5)
    disk.failing.clear()
    await notes.put("cursor", 6)
    await notes.close()


async def test_notes_on_a_failing_disk_say_so_and_stay_readable(tmp_path: Path) -> None:
    disk = FaultyDisk()
    notes = JournalNotes(tmp_path / "notes.journal", disk)
    await notes.put("a", 1)
    disk.failing["sync"] = errno.EIO
    with pytest.raises(StoreUnavailableError):
        await notes.claim("b", 1)

    assert await notes.get("a") == 1
    assert await notes.get("b") is None
    assert notes.trouble == f"{tmp_path}/notes.journal: a sync failed (Input/output error)"
    await notes.close()
    with pytest.raises(StoreUnavailableError, match="closed"):
        await notes.put("a", 2)


async def test_ballots_that_come_together_share_a_write(tmp_path: Path) -> None:
    disk = FaultyDisk()
    ballots = FileBallots(tmp_path, disk)
    await asyncio.gather(*(ballots.put(MARCH, {BallotKey(str(n)): {}}) for n in range(100)))
    await ballots.close()

    assert len(disk.synced) <= 2


async def test_the_ballot_file_says_nothing_of_order_or_time(tmp_path: Path) -> None:
    files = []
    for name, order in (("one", "cab"), ("two", "bca")):
        ballots = FileBallots(tmp_path / name)
        await ballots.secret(MARCH)
        for key in order:
            await ballots.put(MARCH, {BallotKey(key): {"q2": ("1",), "q1": (key,)}})
        await ballots.close()
        files.append(orjson.loads((tmp_path / name / "march.json").read_bytes()))
        files[-1]["secret"]["1"]["key"] = ""

    assert orjson.dumps(files[0]) == orjson.dumps(files[1])
    assert orjson.dumps(files[0]) == (
        b'{"ballots":{"a":{"q1":["a"],"q2":["1"]},"b":{"q1":["b"],"q2":["1"]},'
        b'"c":{"q1":["c"],"q2":["1"]}},"secret":{"1":{"key":""}}}'
    )


async def test_destroying_and_casting_anew_at_once_leaves_only_the_new(tmp_path: Path) -> None:
    ballots = FileBallots(tmp_path)
    await ballots.put(MARCH, {BallotKey("a"): {}})
    await asyncio.gather(ballots.destroy(MARCH), ballots.put(MARCH, {BallotKey("b"): {}}))

    assert await ballots.read(MARCH) == {"b": {}}
    await ballots.close()


async def test_destroyed_ballots_leave_no_file(tmp_path: Path) -> None:
    ballots = FileBallots(tmp_path)
    await ballots.put(MARCH, {BallotKey("k"): {}})
    (tmp_path / "march.json.unfinished").write_bytes(b"half")
    await ballots.destroy(MARCH)
    await ballots.close()

    assert names_in(tmp_path) == []


@pytest.mark.parametrize("call", ["write", "sync", "replace"])
async def test_a_refused_ballot_leaves_those_that_were_there(tmp_path: Path, call: str) -> None:
    disk = FaultyDisk()
    ballots = FileBallots(tmp_path, disk)
    await ballots.put(MARCH, {BallotKey("a"): {}})
    disk.failing[call] = errno.ENOSPC
    with pytest.raises(StoreFullError):
        await ballots.put(MARCH, {BallotKey("b"): {}})

    assert await ballots.read(MARCH) == {"a": {}}
    assert names_in(tmp_path) == ["march.json"]
    disk.failing.clear()
    await ballots.put(MARCH, {BallotKey("c"): {}})
    assert await ballots.read(MARCH) == {"a": {}, "c": {}}
    await ballots.close()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"secret":{},"ballots":{}}'])
async def test_a_ballot_file_that_is_none_is_damage_for_its_meeting_alone(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "march.json").write_bytes(content)
    ballots = FileBallots(tmp_path)
    damaged, fine = await asyncio.gather(
        ballots.read(MARCH), ballots.read(MeetingId("april")), return_exceptions=True
    )

    await ballots.destroy(MARCH)
    assert names_in(tmp_path) == []
    await ballots.close()

    assert isinstance(damaged, DamagedError)
    assert "march.json" in str(damaged)
    assert fine == {}
    with pytest.raises(StoreUnavailableError, match="closed"):
        await ballots.read(MARCH)


def test_plain_tinydb_keeps_its_old_content_when_a_write_fails(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with TinyDB(tmp_path / "settings.json", disk, storage=AtomicStorage) as db:
        db.insert_multiple([{"n": 1}, {"n": 2}])
        for call, code, error in (
            ("write", errno.ENOSPC, StoreFullError),
            ("sync", errno.EIO, StoreUnavailableError),
            ("replace", errno.EIO, StoreUnavailableError),
        ):
            disk.failing = {call: code}
            with pytest.raises(error):
                db.update({"n": 9}, where("n") == 1)
            disk.failing.clear()

            assert db.all() == [{"n": 1}, {"n": 2}]
        db.update({"n": 3}, where("n") == 1)

    with TinyDB(tmp_path / "settings.json", storage=AtomicStorage) as db:
        assert db.all() == [{"n": 3}, {"n": 2}]
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_write_whose_folder_cannot_be_synced_is_taken_back(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with TinyDB(tmp_path / "settings.json", disk, storage=AtomicStorage) as db:
        disk.failing = {"sync_folder": errno.EIO}
        with pytest.raises(DiskFailedError):
            db.insert({"n": 0})
        assert names_in(tmp_path) == []

        disk.failing.clear()
        db.insert({"n": 1})
        disk.failing = {"sync_folder": errno.EIO}
        with pytest.raises(DiskFailedError):
            db.insert({"n": 2})
        assert db.all() == [{"n": 1}]
    assert names_in(tmp_path) == ["settings.json"]


@pytest.mark.parametrize("second", [("replace", 3), ("link", 1)])
def test_a_write_that_cannot_be_taken_back_is_a_failed_disk(
    tmp_path: Path, second: tuple[str, int]
) -> None:
    disk = FaultyDisk()
    path = tmp_path / "settings.json"
    disk.failing_nth = {("sync_folder", 2): errno.EMFILE, second: errno.EPERM}
    write_whole(path, b"old", disk)

    with pytest.raises(DiskFailedError):
        write_whole(path, b"new", disk)


def test_a_write_for_which_there_was_no_descriptor_is_taken_back_and_may_be_tried_again(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk()
    path = tmp_path / "settings.json"
    disk.failing_nth = {("sync_folder", 2): errno.EMFILE}
    write_whole(path, b"old", disk)

    with pytest.raises(StoreUnavailableError) as caught:
        write_whole(path, b"new", disk)
    assert type(caught.value) is StoreUnavailableError
    assert path.read_bytes() == b"old"
    write_whole(path, b"new", disk)
    assert path.read_bytes() == b"new"
    assert names_in(tmp_path) == ["settings.json"]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, StoreFullError),
        (errno.EDQUOT, StoreFullError),
        (errno.EFBIG, StoreFullError),
        (errno.EROFS, StoreUnavailableError),
        (errno.EMFILE, StoreUnavailableError),
        (errno.ENFILE, StoreUnavailableError),
        (errno.ENOMEM, StoreUnavailableError),
        (errno.EACCES, StoreUnavailableError),
    ],
)
async def test_what_a_disk_does_not_take_now_is_refused_told_and_taken_later(
    tmp_path: Path, code: int, error: type[Exception]
) -> None:
    disk = FaultyDisk()
    folder = open_folder(tmp_path, disk)
    writing: list[Callable[[int], Awaitable[object]]] = [
        lambda n: folder.store.append(MARCH, None, [vote(n)]),
        lambda n: folder.notes.put(str(n), n),
        lambda n: folder.ballots.put(MARCH, {BallotKey(str(n)): {}}),
    ]
    for number, store in enumerate(writing):
        await store(number)
        disk.failing = {"write": code}
        with pytest.raises(error):
            await store(10)
        assert folder.trouble is not None
        assert str(tmp_path) in folder.trouble

        disk.failing.clear()
        await store(20)
        assert folder.trouble is None
    await folder.close()

    folder = open_folder(tmp_path)
    assert [*await folder.store.read(MARCH)] == [vote(0), vote(20)]
    assert await folder.notes.keys("") == ["1", "20"]
    assert [*await folder.ballots.read(MARCH)] == ["2", "20"]
    await folder.close()


async def test_trouble_tells_of_every_store_that_has_it_and_of_a_failed_disk_for_good(
    tmp_path: Path,
) -> None:
    disk = FaultyDisk()
    folder = open_folder(tmp_path, disk)
    await folder.ballots.put(MARCH, {BallotKey("a"): {}})
    disk.failing = {"sync": errno.EIO}
    for _ in range(2):
        with pytest.raises(StoreUnavailableError):
            await folder.ballots.put(MARCH, {BallotKey("b"): {}})
        with pytest.raises(StoreUnavailableError):
            await folder.notes.put("a", 1)
        disk.failing.clear()

    assert (folder.trouble or "").split("; ") == [
        f"{tmp_path}/notes.journal: a sync failed (Input/output error)",
        f"{tmp_path}/ballots/march.json: Input/output error",
    ]
    assert [*await folder.ballots.read(MARCH)] == ["a"]
    await folder.close()


async def test_ballots_whose_secret_is_not_there_get_a_new_one_and_stay(tmp_path: Path) -> None:
    ballots = FileBallots(tmp_path)
    await ballots.put(MARCH, {BallotKey("a"): {}})
    assert (tmp_path / "march.json").read_bytes() == b'{"ballots":{"a":{}}}'

    secret = await ballots.secret(MARCH)
    await ballots.put(MARCH, {BallotKey("b"): {}})
    assert [*await ballots.read(MARCH)] == ["a", "b"]
    assert await ballots.secret(MARCH) == secret
    await ballots.close()
