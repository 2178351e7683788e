"""Salvage: every good line is found, nothing else is, and it is said what is missing."""

from pathlib import Path

import pytest
from store_examples import MARCH, vote, votes

from bot.ports import DamagedError
from bot.stores.codec import UnreadableError, decode
from bot.stores.journal import JournalStorage
from bot.stores.lines import Row, batch, whole
from bot.stores.salvage import Stretch, saved_log, saved_table, scan
from bot.stores.tinydb_store import TinyDbStore


@pytest.fixture
async def journal(tmp_path: Path) -> bytes:
    """A log of six changes in three batches of two."""
    store = TinyDbStore(tmp_path)
    for first in (0, 2, 4):
        await store.append(MARCH, None, votes(first, first + 2))
    await store.close()
    return (tmp_path / "march.journal").read_bytes()


def places(data: bytes) -> list[int]:
    """Where each line begins, and the end."""
    lengths = [len(line) for line in data.splitlines(keepends=True)]
    return [sum(lengths[:n]) for n in range(len(lengths) + 1)]


def kept(data: bytes) -> list[object]:
    return [decode(row.body) for row in saved_log(data).rows]


async def test_a_whole_log_is_kept_whole(journal: bytes) -> None:
    saved = saved_log(journal)

    assert kept(journal) == votes(0, 6)
    assert (saved.missing, saved.later, saved.bad) == ([], [], [])


async def test_a_flip_at_any_byte_costs_one_change_or_none_and_never_makes_one_up(
    journal: bytes,
) -> None:
    begins = places(journal)
    for place in range(len(journal)):
        damaged = bytearray(journal)
        damaged[place] ^= 1
        hit = max(n for n, begin in enumerate(begins) if begin <= place)

        saved = saved_log(bytes(damaged))
        if damaged[begins[hit + 1] - 1] != ord("\n"):  # a line's end carries nothing
            assert kept(bytes(damaged)) == votes(0, 6)
            assert saved.bad == []
            continue
        assert kept(bytes(damaged)) == votes(0, hit)
        assert [decode(row.body) for row in saved.later] == votes(hit + 1, 6)
        assert saved.missing == ([hit + 1] if hit < 5 else [])
        assert saved.bad == [Stretch(begins[hit], begins[hit + 1])]


async def test_garbage_between_good_lines_costs_nothing(journal: bytes) -> None:
    begins = places(journal)
    garbage = b"\0\n[1,2\n\xff"
    saved = saved_log(journal[: begins[3]] + garbage + journal[begins[3] :])

    assert [decode(row.body) for row in saved.rows] == votes(0, 6)
    assert saved.missing == []
    assert saved.bad == [Stretch(begins[3], begins[3] + len(garbage))]


async def test_a_hole_is_told_in_bytes_and_in_versions(journal: bytes) -> None:
    begins = places(journal)
    hole = bytes(begins[4] - begins[1])
    saved = saved_log(journal[: begins[1]] + hole + journal[begins[4] :])

    assert [decode(row.body) for row in saved.rows] == votes(0, 1)
    assert saved.missing == [2, 3, 4]
    assert [row.id for row in saved.later] == [5, 6]
    assert saved.bad == [Stretch(begins[1], begins[4])]


async def test_lines_that_are_gone_are_missed_by_their_versions(journal: bytes) -> None:
    begins = places(journal)
    saved = saved_log(journal[: begins[2]] + journal[begins[3] :])

    assert ([row.id for row in saved.rows], saved.missing) == ([1, 2], [3])
    assert saved.bad == []


async def test_lines_that_were_moved_or_doubled_lose_nothing(journal: bytes) -> None:
    lines = journal.splitlines(keepends=True)

    assert kept(b"".join([*lines[3:], *lines[:3], *lines])) == votes(0, 6)


def test_nothing_is_found_in_nothing_or_in_garbage() -> None:
    for data in (b"", b"\n\n", b"\0" * 5000, b"00000000 [0,", b'12345678 [0,"changes",1,{}]\n'):
        saved = saved_log(data)
        assert (saved.rows, saved.missing, saved.later) == ([], [], [])


def test_a_good_line_of_another_program_is_no_change() -> None:
    assert saved_log(batch(0, [Row("other", 1, b"{}"), Row("changes", "x", b"{}")])).rows == []
    found = scan(b"c2b11f40 [0]\n")
    assert (found.rows, found.bad) == ([], [Stretch(0, 13)])


def test_a_change_of_a_later_program_is_not_taken_for_damage() -> None:
    body = b'{"id":"c1","at":"2026-03-30T08:00:00+00:00","by":null,"events":[["New",{}]]}'

    with pytest.raises(UnreadableError, match="'New' is not known"):
        saved_log(batch(0, [Row("changes", 1, body)]))


def test_of_a_table_the_last_good_line_of_each_id_is_kept() -> None:
    rows = [
        Row("notes", "a", b'{"value":1}'),
        Row("notes", "b", b'{"value":1}'),
        Row("notes", "a", b'{"value":2}'),
        Row("notes", "b", b"null"),
        Row("notes", "c", b'{"value":1}'),
    ]
    data = bytearray(whole(rows))
    data[-5] ^= 1

    found, bad = saved_table(bytes(data))
    assert found == {"a": rows[2]}
    assert len(bad) == 1


async def test_what_was_saved_opens_and_goes_on(journal: bytes, tmp_path: Path) -> None:
    damaged = bytearray(journal)
    damaged[places(journal)[3] + 20] ^= 1
    (tmp_path / "march.journal").write_bytes(whole(saved_log(bytes(damaged)).rows))

    store = TinyDbStore(tmp_path)
    assert [*await store.read(MARCH)] == votes(0, 3)
    assert await store.append(MARCH, 3, [vote(9)]) == 4
    await store.close()
    store = TinyDbStore(tmp_path)
    assert [*await store.read(MARCH)] == [*votes(0, 3), vote(9)]
    await store.close()


def test_a_file_written_whole_is_refused_when_any_line_but_the_last_is_hit(tmp_path: Path) -> None:
    rows = [Row("changes", n, b'{"n":%d}' % n) for n in (1, 2, 3)]
    path = tmp_path / "x.journal"
    data = whole(rows)

    for place in range(places(data)[2]):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(DamagedError):
            JournalStorage(path)
