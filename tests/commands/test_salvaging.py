"""The salvage command: what is said, what is put in place, and that the damaged file stays."""

import asyncio
import json
from pathlib import Path
from zlib import crc32

import pytest

from bot.ports import DamagedError
from bot.stores.folder import look_at, open_folder
from tests.commands.told import CODE, MEETING, refused


@pytest.fixture
def journal(tmp_path) -> Path:
    return tmp_path / "data" / "meetings" / f"{MEETING}.journal"


def changes_in(folder: Path) -> list[object]:
    return [*asyncio.run(look_at(folder).store.read(MEETING))]


def hit(journal: Path, version: int) -> tuple[bytes, int, int]:
    """Damage the line of a version and give the file's bytes and the line's first and last."""
    lines = journal.read_bytes().splitlines(keepends=True)
    begin = sum(map(len, lines[: version - 1]))
    end = begin + len(lines[version - 1]) - 1
    damaged = bytearray(b"".join(lines))
    damaged[(begin + end) // 2] ^= 1
    journal.write_bytes(damaged)
    return bytes(damaged), begin, end


@pytest.mark.parametrize("name", [MEETING, CODE, CODE.lower()])
def test_a_damaged_meeting_opens_again_with_all_before_the_damage(
    run, stopped, tmp_path, journal, name
):
    before = changes_in(tmp_path / "data")
    later = f"{len(before) - 5} later ones not usable"
    damaged, begin, end = hit(journal, 5)
    with pytest.raises(DamagedError, match=f"salvage {MEETING}"):
        changes_in(tmp_path / "data")

    result = run("salvage", name)

    rest = journal.with_name(journal.name + ".rest.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"{MEETING}: 4 changes kept (version 1 to 4), version 5 missing, {later}",
        f"unreadable in {journal.name}: bytes {begin} to {end}",
        f"what cannot be used without what is missing is listed in {rest}",
        f"the damaged file is kept as {journal}.damaged",
    ]
    assert changes_in(tmp_path / "data") == before[:4]
    assert journal.with_name(journal.name + ".damaged").read_bytes() == damaged
    listed = [json.loads(line) for line in rest.read_bytes().splitlines()]
    assert [change["version"] for change in listed] == [*range(6, len(before) + 1)]
    assert [change["id"] for change in listed] == [change.id for change in before[5:]]


def test_beside_a_running_server_nothing_is_put_in_place(run, meeting, tmp_path, journal):
    before = changes_in(tmp_path / "data")
    damaged, _, _ = hit(journal, 5)

    result = run("salvage", MEETING)

    saved = journal.with_name(journal.name + ".salvaged")
    assert result.exit_code == 0
    assert "is in use by pid" in result.stdout
    assert f"what was saved is in {saved}" in result.stdout
    assert journal.read_bytes() == damaged
    saved.rename(journal)
    assert changes_in(tmp_path / "data") == before[:4]


def test_when_nothing_is_missing_everything_is_kept(run, stopped, tmp_path, journal):
    before = changes_in(tmp_path / "data")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:3], b"\0\0\0\n", *lines[3:]]))

    result = run("salvage", MEETING)

    assert result.stdout.splitlines()[0] == (
        f"{MEETING}: {len(before)} changes kept, none between them is missing"
    )
    assert changes_in(tmp_path / "data") == before
    assert not journal.with_name(journal.name + ".rest.jsonl").exists()


def test_damage_at_the_very_end_is_said_to_be_the_end(run, stopped, tmp_path, journal):
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([lines[0], b"x\n", *lines[1:], b"torn"]))

    told = run("salvage", MEETING).stdout.splitlines()

    assert told[2].endswith("; what was there came last")
    assert not told[1].endswith("last")


def test_where_nothing_usable_is_left_the_damaged_file_stays_and_the_rest_is_listed(
    run, stopped, tmp_path, journal
):
    before = changes_in(tmp_path / "data")
    damaged, _, _ = hit(journal, 1)

    sentence = refused(run("salvage", MEETING))

    assert len(sentence.splitlines()) == 1
    assert "nothing usable is left" in sentence
    assert journal.read_bytes() == damaged
    rest = journal.with_name(journal.name + ".rest.jsonl")
    assert rest.read_bytes().count(b"\n") == len(before) - 1


def test_saving_twice_overwrites_nothing_that_was_kept(run, stopped, tmp_path, journal):
    first, _, _ = hit(journal, 5)
    run("salvage", MEETING)
    second, _, _ = hit(journal, 3)
    run("salvage", MEETING)

    folder = journal.parent
    assert (folder / f"{journal.name}.damaged").read_bytes() == first
    assert (folder / f"{journal.name}1.damaged").read_bytes() == second
    assert len(changes_in(tmp_path / "data")) == 2


def test_the_data_of_a_later_program_is_not_salvaged_away(run, stopped, tmp_path, journal):
    text = journal.read_bytes()
    assert b'"MeetingOpened"' in text
    lines = text.splitlines()
    other = lines[1][9:].replace(b"MeetingOpened", b"MeetingOpenes")
    from_elsewhere = b"%08x %b" % (crc32(other), other)
    journal.write_bytes(b"\n".join([lines[0], from_elsewhere, *lines[2:]]) + b"\n")
    before = journal.read_bytes()

    assert "start the version of the program that wrote it" in refused(run("salvage", MEETING))
    assert journal.read_bytes() == before


def test_damaged_notes_are_saved_line_by_line(run, stopped, tmp_path):
    path = tmp_path / "data" / "notes.journal"

    async def note():
        folder = open_folder(tmp_path / "data")
        for key in "abc":
            await folder.notes.put(key, key)
        await folder.close()

    asyncio.run(note())
    damaged = path.read_bytes().replace(b'"b"}', b'"x"}')
    path.write_bytes(damaged)
    with pytest.raises(DamagedError, match=r"python app\.py salvage --notes"):
        open_folder(tmp_path / "data")

    result = run("salvage", "--notes")

    assert result.exit_code == 0
    assert result.stdout.startswith("notes: 2 kept; ")
    assert path.with_name("notes.journal.damaged").read_bytes() == damaged
    assert asyncio.run(look_at(tmp_path / "data").notes.keys("")) == ["a", "c"]


def test_a_database_has_no_journals_to_salvage(run, monkeypatch):
    monkeypatch.setenv("ORDSTYRER_STORE", "postgresql://localhost/none")

    assert "a database has its own tools" in refused(run("salvage", MEETING))
