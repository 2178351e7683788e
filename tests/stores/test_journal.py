"""The journal under TinyDB: what is on disk, and what a damaged or full disk does to it."""

import errno
import logging
from pathlib import Path
from zlib import crc32

import pytest
from store_examples import FaultyDisk
from tinydb import TinyDB, where
from tinydb.table import Document

from bot.ports import DamagedError, StoreFullError, StoreUnavailableError
from bot.stores.journal import JournalStorage
from bot.stores.lines import Reading, Row, batch
from bot.stores.notes import NotesTable
from bot.stores.tables import JournalDB, JournalTable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.journal"


def documents(path: Path) -> list[dict[str, int]]:
    with JournalDB(path) as db:
        return [dict(document) for document in db.all()]


def three_batches(path: Path) -> list[int]:
    """Write three batches of two documents and give where each begins, and the end."""
    starts = [0]
    with JournalDB(path) as db:
        for number in range(3):
            db.insert_multiple([{"n": 2 * number}, {"n": 2 * number + 1}])
            starts.append(path.stat().st_size)
    return starts


def test_tinydb_works_on_a_journal_as_on_its_own_storages(path: Path) -> None:
    with JournalDB(path) as db:
        first = db.insert({"n": 1, "kind": "a"})
        db.insert_multiple([{"n": 2, "kind": "a"}, {"n": 3, "kind": "b"}])
        db.update({"seen": True}, where("kind") == "a")
        db.update(lambda document: document.update(n=30), doc_ids=[3])
        db.upsert({"n": 4, "kind": "c"}, where("n") == 4)
        db.remove(where("n") == 2)
        before = [db.get(doc_id=first), len(db), db.search(where("n") > 3), db.tables()]

    with JournalDB(path) as db:
        after = [db.get(doc_id=first), len(db), db.search(where("n") > 3), db.tables()]
        assert db.insert({"n": 5}) == 5
        assert [document.doc_id for document in db.get(doc_ids=[1, 3, 9])] == [1, 3]

    thirty_and_four = [{"n": 30, "kind": "b"}, {"n": 4, "kind": "c"}]
    expected = [{"n": 1, "kind": "a", "seen": True}, 3, thirty_and_four, {"_default"}]
    assert before == after == expected


def test_only_documents_that_changed_are_written(path: Path) -> None:
    with JournalDB(path) as db:
        db.insert_multiple([{"n": n} for n in range(100)])
        size = path.stat().st_size
        db.update({"n": 5})
        db.update({"n": 5})
        db.update({"n": 6}, doc_ids=[1])

    lines = path.read_bytes()[size:].splitlines()
    assert len(lines) == 99 + 1  # the document whose number was 5 already is not among them
    assert lines[-1].endswith(b',"_default",1,{"n":6}]')


def test_an_update_that_raises_changes_nothing(path: Path) -> None:
    with JournalDB(path) as db:
        db.insert({"n": 1})
        with pytest.raises(ValueError, match="Mapping"):
            db.insert_multiple([{"n": 2}, 3])
        with pytest.raises(ValueError, match="cannot be stored"):
            db.update({"n": object()})

        assert db.all() == [{"n": 1}]
    assert documents(path) == [{"n": 1}]


def test_two_tables_and_ids_that_are_text_share_a_file(path: Path) -> None:
    storage = JournalStorage(path)
    people = NotesTable(storage, "people")
    JournalTable(storage, "_default").insert({"n": 1})
    people.insert(Document({"name": "Bo"}, 'a,"b\\ æ'))
    storage.close()

    again = NotesTable(JournalStorage(path), "people")
    assert again.get(doc_id='a,"b\\ æ') == {"name": "Bo"}
    assert [document.doc_id for document in again.all()] == ['a,"b\\ æ']
    assert documents(path) == [{"n": 1}]


def test_what_would_write_or_empty_whole_tables_raises(path: Path) -> None:
    with JournalDB(path) as db:
        db.insert({"n": 1})
        for forbidden in (
            db.drop_tables,
            lambda: db.drop_table("_default"),
            db.truncate,
            lambda: db.storage.write({}),
            lambda: db.table("other", persist_empty=True),
        ):
            with pytest.raises(NotImplementedError, match="only grows"):
                forbidden()
    assert documents(path) == [{"n": 1}]


def test_many_updates_from_a_generator_reach_every_document(path: Path) -> None:
    with JournalDB(path) as db:
        db.insert_multiple([{"n": 1}, {"n": 1}])
        db.update_multiple(({"m": 1}, condition) for condition in [where("n") == 1])

        assert db.all() == [{"n": 1, "m": 1}] * 2


def test_a_table_needs_a_plain_name_and_a_journal(path: Path) -> None:
    with JournalDB(path) as db, pytest.raises(ValueError, match="no name for a table"):
        db.table('a,"b')
    with TinyDB(path.with_name("plain.json")) as plain, pytest.raises(TypeError, match="journal"):
        JournalTable(plain.storage, "x")


def test_a_file_is_made_by_the_first_write_and_is_private(path: Path) -> None:
    with JournalDB(path) as db:
        assert not path.exists()
        db.insert({"n": 1})

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_tail_cut_at_any_byte_leaves_all_earlier_lines(path: Path) -> None:
    starts = three_batches(path)
    whole = path.read_bytes()

    for length in range(starts[2], starts[3]):
        path.write_bytes(whole[:length])
        lines = whole[:length].count(b"\n")

        assert documents(path) == [{"n": n} for n in range(lines)]
        assert path.read_bytes() == b"".join(whole.splitlines(keepends=True)[:lines])


@pytest.mark.parametrize(
    "garbage",
    [
        b"\0" * 5000,
        b"\n\n\n",
        b"not a line\n",
        b"zzzzzzzz [0]\n",
        b"00000000 \n",
        b"\xff\xfe\n" * 100,
        b'12345678 [0,"_default",1,{"n":1}]\n',
    ],
)
def test_garbage_at_the_end_is_cut_and_its_length_is_said(
    path: Path, garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    end = three_batches(path)[-1]
    with path.open("ab") as file:
        file.write(garbage)

    with caplog.at_level(logging.WARNING):
        assert documents(path) == [{"n": n} for n in range(6)]

    assert path.stat().st_size == end
    assert [record.getMessage() for record in caplog.records] == [
        f"cut {len(garbage)} bytes that were never acknowledged from {path}"
    ]


def test_a_torn_batch_is_cut_although_a_later_page_of_it_was_written(path: Path) -> None:
    starts = three_batches(path)
    torn = bytearray(path.read_bytes())
    torn[starts[2] : starts[2] + 10] = b"\0" * 10  # its first line; its second is whole
    path.write_bytes(torn)

    assert documents(path) == [{"n": n} for n in range(4)]
    assert path.stat().st_size == starts[2]


def test_writing_goes_on_where_a_tail_was_cut(path: Path) -> None:
    three_batches(path)
    with path.open("ab") as file:
        file.write(b"torn")
    with JournalDB(path) as db:
        db.insert({"n": 6})

    assert documents(path) == [{"n": n} for n in range(7)]


def test_damage_anywhere_before_the_last_batch_is_refused_and_nothing_is_cut(path: Path) -> None:
    starts = three_batches(path)
    whole = path.read_bytes()

    for place in range(starts[2]):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(damaged)

        with pytest.raises(DamagedError):
            documents(path)
        assert path.read_bytes() == damaged


def test_damage_is_told_with_file_and_place(path: Path) -> None:
    starts = three_batches(path)
    damaged = bytearray(path.read_bytes())
    damaged[starts[1] + 20] ^= 1
    path.write_bytes(damaged)

    with pytest.raises(DamagedError) as caught:
        documents(path)
    assert str(path) in str(caught.value)
    assert f"byte {starts[1]}," in str(caught.value)


def test_a_line_of_another_program_is_damage(path: Path) -> None:
    for json in (b"[0]", b"{}", b'[0,"x",nothing,{}]'):
        path.write_bytes(b"%08x %b\n" % (crc32(json), json))
        with pytest.raises(DamagedError):
            documents(path)


def test_lines_that_are_gone_or_moved_are_damage(path: Path) -> None:
    three_batches(path)
    lines = path.read_bytes().splitlines(keepends=True)

    for other in (lines[1:], lines[2:], lines[:2] + lines[4:], lines[2:4] + lines[:2]):
        path.write_bytes(b"".join(other))
        with pytest.raises(DamagedError):
            documents(path)


def test_a_full_disk_refuses_and_keeps_what_is_there_and_later_goes_on(path: Path) -> None:
    disk = FaultyDisk()
    with JournalDB(path, disk) as db:
        db.insert({"n": 0})
        good = path.read_bytes()
        disk.failing["write"] = errno.ENOSPC
        for number in range(3):
            with pytest.raises(StoreFullError, match="no space"):
                db.insert({"n": 9 + number})
        assert db.all() == [{"n": 0}]
        assert path.read_bytes() == good

        disk.failing.clear()
        db.insert(Document({"n": 1}, 2))
        assert db.all() == [{"n": 0}, {"n": 1}]
    assert documents(path) == [{"n": 0}, {"n": 1}]


def test_a_short_write_is_a_full_disk(path: Path) -> None:
    disk = FaultyDisk()
    with JournalDB(path, disk) as db:
        db.insert({"n": 0})
        good = path.read_bytes()
        disk.short = True
        with pytest.raises(StoreFullError):
            db.insert({"n": 1})

        assert path.read_bytes() == good


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("write", errno.EIO),
        ("sync", errno.EIO),
        ("sync", errno.ENOSPC),
        ("sync_folder", errno.EIO),
    ],
)
def test_after_a_failing_disk_the_journal_is_read_only_and_never_synced_again(
    path: Path, call: str, code: int
) -> None:
    three_batches(path)
    disk = FaultyDisk()
    with JournalDB(path, disk) as db:
        disk.failing[call] = code
        with pytest.raises(StoreUnavailableError):
            db.insert({"n": 6})
        disk.failing.clear()
        turns = disk.turn
        with pytest.raises(StoreUnavailableError, match="read-only"):
            db.insert({"n": 7})

        assert disk.turn == turns
        assert db.all() == [{"n": n} for n in range(6)]
    assert documents(path) == [{"n": n} for n in range(6)]


def test_a_partly_written_batch_that_cannot_be_taken_back_makes_it_read_only(path: Path) -> None:
    three_batches(path)
    disk = FaultyDisk()
    with JournalDB(path, disk) as db:
        disk.failing = {"write": errno.ENOSPC, "truncate": errno.EIO}
        with pytest.raises(StoreUnavailableError, match="taken back"):
            db.insert({"n": 6})
        disk.failing.clear()
        with pytest.raises(StoreUnavailableError, match="read-only"):
            db.insert({"n": 7})
    assert documents(path) == [{"n": n} for n in range(6)]


def test_a_tail_that_cannot_be_cut_refuses_to_open(path: Path) -> None:
    three_batches(path)
    with path.open("ab") as file:
        file.write(b"torn")
    disk = FaultyDisk()
    disk.failing["truncate"] = errno.EIO

    with pytest.raises(StoreUnavailableError):
        JournalDB(path, disk)


def test_a_new_files_folder_is_synced_before_the_first_line_counts(path: Path) -> None:
    disk = FaultyDisk()
    disk.failing["sync_folder"] = errno.EIO

    with JournalDB(path, disk) as db:
        with pytest.raises(StoreUnavailableError):
            db.insert({"n": 1})
        assert db.all() == []


def test_compacting_keeps_what_is_there_and_makes_the_file_small(path: Path) -> None:
    with JournalDB(path) as db:
        db.insert_multiple([{"n": 0}, {"n": 0}])
        for number in range(100):
            db.update({"n": number}, doc_ids=[1])
        db.remove(doc_ids=[2])
        db.journal.compact()
        assert path.read_bytes().count(b"\n") == 1
        db.insert({"n": 5})

    assert documents(path) == [{"n": 99}, {"n": 5}]


def test_compacting_on_a_full_disk_leaves_the_file_as_it_was(path: Path) -> None:
    three_batches(path)
    before = path.read_bytes()
    disk = FaultyDisk()
    with JournalDB(path, disk) as db:
        disk.failing["write"] = errno.ENOSPC
        with pytest.raises(StoreFullError):
            db.journal.compact()
        disk.failing.clear()
        db.insert({"n": 6})

    assert path.read_bytes().startswith(before)
    assert [*path.parent.iterdir()] == [path]
    assert documents(path) == [{"n": n} for n in range(7)]


def test_a_line_is_its_checksum_and_its_json(path: Path) -> None:
    path.write_bytes(batch(0, [Row("changes", 1, b'{"n":1}'), Row("notes", "a,b", b"null")]))

    assert path.read_bytes() == (
        b'dc89fb07 [0,"changes",1,{"n":1}]\n29bfb589 [0,"notes","a\\u002cb",null]\n'
    )
    assert [*Reading(path).rows()] == [("changes", 1, b'{"n":1}'), ("notes", "a,b", b"null")]
