"""A journal cut, flipped or soiled at any byte: all before it is there, or it is refused."""

import random
from pathlib import Path

import pytest
from store_examples import vote, votes

from bot.ports import DamagedError
from bot.stores.lines import Reading
from bot.stores.log import MeetingLog, prepared
from bot.stores.reading import read_log
from meeting.events import Change

CHANGES = 640  # about 100 kB
SAMPLE = 150


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, int]:
    """A journal in batches of one to ten changes, and where its last batch begins."""
    path = tmp_path_factory.mktemp("written") / "march.journal"
    chance = random.Random(20200330)
    log = MeetingLog(path)
    done = start = 0
    while done < CHANGES:
        number = (
            min(chance.randint(1, 10), CHANGES - done) if done < CHANGES - 8 else CHANGES - done
        )
        start = path.stat().st_size if done else 0
        log.append([prepared(None, votes(done, done + number))])
        done += number
    log.close()
    return path.read_bytes(), start


def opened(path: Path) -> list[Change]:
    """Open it as a server does."""
    log = MeetingLog(path)
    changes = log.read(0)
    log.close()
    return changes


def bodies(path: Path) -> list[bytes]:
    return [row.body for row in Reading(path).rows()]


def places(written: tuple[bytes, int], soaking: bool) -> list[int]:
    """All bytes, or all of the last batch, the one before it, and some."""
    whole, last = written
    if soaking:
        return [*range(len(whole))]
    some = random.Random(7).sample(range(last - 1), SAMPLE)
    return [*some, *range(last - 1, len(whole))]


def test_the_journal_is_large_enough_to_mean_something(written: tuple[bytes, int]) -> None:
    whole, last = written

    assert len(whole) > 90_000
    assert whole[last:].count(b"\n") > 1


def test_a_journal_cut_at_any_byte_has_every_whole_line_and_goes_on(
    tmp_path: Path, written: tuple[bytes, int], soaking: bool
) -> None:
    whole, _ = written
    path, everything = tmp_path / "march.journal", votes(0, CHANGES)
    for length in places(written, soaking):
        path.write_bytes(whole[:length])
        kept = whole[:length].count(b"\n")
        assert opened(path) == everything[:kept]

    log = MeetingLog(path)
    assert log.append([prepared(kept, [vote(9999)])]) == [kept + 1]
    log.close()
    assert opened(path) == [*votes(0, kept), vote(9999)]


def test_a_journal_hit_at_any_byte_is_refused_or_has_all_before_its_last_batch(
    tmp_path: Path, written: tuple[bytes, int], soaking: bool
) -> None:
    whole, last = written
    path = tmp_path / "march.journal"
    path.write_bytes(whole)
    good = bodies(path)
    chance = random.Random(20200330)
    for place in places(written, soaking):
        hit = bytearray(whole)
        hit[place] ^= 1 << chance.randrange(8)
        path.write_bytes(hit)
        before = whole[:place].count(b"\n")
        if place >= last:  # nothing came later, so it cannot be told from a crash
            assert bodies(path) == good[:before]
        else:
            with pytest.raises(DamagedError):
                bodies(path)


def test_a_journal_that_is_hit_is_refused_with_the_remedy_and_all_before_it_handed_over(
    tmp_path: Path, written: tuple[bytes, int]
) -> None:
    whole, last = written
    path = tmp_path / "march.journal"
    for place in random.Random(11).sample(range(last), 40):
        hit = bytearray(whole)
        hit[place] ^= 0x10
        path.write_bytes(hit)
        before = whole[:place].count(b"\n")
        begin = len(b"".join(whole.splitlines(keepends=True)[:before]))

        for read in (opened, read_log):
            with pytest.raises(DamagedError) as caught:
                read(path)
            assert f"{path}: damaged at byte {begin}, " in str(caught.value)
            assert "python app.py salvage march" in str(caught.value)
            assert [*caught.value.intact] == votes(0, before)
        assert path.read_bytes() == hit


def test_garbage_after_the_last_line_is_cut_whatever_it_is(
    tmp_path: Path, written: tuple[bytes, int], soaking: bool
) -> None:
    whole, last = written
    path = tmp_path / "march.journal"
    chance = random.Random(20200330)
    for _ in range(2000 if soaking else 40):
        garbage = [
            chance.randbytes(chance.randint(1, 5000)),
            bytes(chance.randint(1, 9000)),
            b"\n" * chance.randint(1, 50),
            whole[last : last + chance.randint(1, 30)],
        ]
        path.write_bytes(whole + chance.choice(garbage))

        assert opened(path) == votes(0, CHANGES)
        assert path.read_bytes() == whole


def test_an_older_piece_of_the_file_at_its_end_is_never_read_as_news(
    tmp_path: Path, written: tuple[bytes, int]
) -> None:
    whole, last = written
    path = tmp_path / "march.journal"
    lines = whole[:last].splitlines(keepends=True)
    for first in (0, 7, len(lines) - 3):
        path.write_bytes(whole + b"".join(lines[first : first + 2]))

        with pytest.raises(DamagedError):
            opened(path)
