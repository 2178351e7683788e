"""Backup and restore: everything but the secrets, checked, all or nothing, over nothing."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from bot.commands.copying import copy
from bot.commands.manifest import checked_manifest, write_manifest
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.commands.restoring import into_stores
from bot.hub import Hub
from bot.ports import StoreUnavailableError
from bot.stores.folder import look_at, open_folder
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from meeting import commands as c
from tests.commands.told import CODE, MEETING, played, refused
from tests.given import ANNA, METTE, command


class MemoryPlace:
    """Stores that no folder holds, as a database would be."""

    def __init__(self):
        self.store, self.notes, self.ballots = MemoryStore(), MemoryNotes(), MemoryBallots()


def files_in(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def everything_in(folder: Path) -> dict[str, object]:
    """What the ports give of a folder."""

    async def read():
        look = look_at(folder)
        meetings = [*await look.store.meetings()]
        found = {
            "notes": {key: await look.notes.get(key) for key in await look.notes.keys("")},
            "logs": {id_: [*await look.store.read(id_)] for id_ in meetings},
            "ballots": {id_: dict(await look.ballots.read(id_)) for id_ in meetings},
        }
        await look.close()
        return found

    return asyncio.run(read())


def with_notes(folder: Path) -> None:
    async def note():
        data = open_folder(folder)
        await data.notes.put("teams/cursor", 7)
        await data.notes.put("teams/card", {"id": "a,b"})
        await data.notes.put("gone", 1)
        await data.notes.put("gone", None)
        await data.close()

    asyncio.run(note())


def test_a_backup_beside_a_running_server_holds_everything_and_is_a_data_folder(
    run, meeting, tmp_path, monkeypatch
):
    result = run("backup", "saved/today")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "saved/today\n", "")
    place = tmp_path / "saved" / "today"
    assert everything_in(place) == everything_in(tmp_path / "data")
    assert [*files_in(place)].count("lock") == 0
    assert [path.name for path in place.parent.iterdir()] == ["today"]
    monkeypatch.setenv("ORDSTYRER_DATA", str(place))
    run("export", CODE, "--format", "json", "--out", "of-the-backup.json")
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "data"))
    run("export", CODE, "--format", "json", "--out", "of-the-folder.json")
    assert (tmp_path / "of-the-backup.json").read_bytes() == (
        tmp_path / "of-the-folder.json"
    ).read_bytes()


def test_a_backup_holds_no_secret_and_cannot_tell_whose_a_ballot_is(run, meeting, tmp_path):
    (tmp_path / "data" / "secret").write_bytes(b"the operator's own secret")
    stored = json.loads((tmp_path / "data" / "ballots" / f"{MEETING}.json").read_bytes())
    run("backup", "saved")

    whole = b"".join(files_in(tmp_path / "saved").values())
    assert stored["secret"]["1"]["key"].encode() not in whole
    assert b"operator's own" not in whole
    assert b"a secret for tests only" not in whole
    saved = json.loads((tmp_path / "saved" / "ballots" / f"{MEETING}.json").read_bytes())
    assert saved == {"ballots": stored["ballots"]}


def test_the_manifest_names_version_counts_and_every_file(run, stopped, tmp_path):
    with_notes(tmp_path / "data")
    run("backup", "saved")

    files = files_in(tmp_path / "saved")
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["format"] == "ordstyrer backup/1"
    assert manifest["meetings"] == {MEETING: {"changes": stopped.version, "ballots": 1}}
    assert manifest["notes"] == 2
    assert set(manifest["files"]) == set(files)
    assert {name: entry["bytes"] for name, entry in manifest["files"].items()} == {
        name: len(data) for name, data in files.items()
    }


def test_a_restored_folder_is_what_was_backed_up(run, stopped, tmp_path, monkeypatch):
    with_notes(tmp_path / "data")
    before = everything_in(tmp_path / "data")
    run("backup", "saved")
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "new" / "place"))

    result = run("restore", "saved")

    assert (result.exit_code, result.stdout) == (0, f"{MEETING}: {stopped.version} changes\n")
    assert result.stderr == (
        f"{MEETING}: answers can still be given; those so far (1) are kept, but who answers "
        "again counts as one more\n"
    )
    assert everything_in(tmp_path / "new" / "place") == before
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["place"]
    assert sorted(path.name for path in (tmp_path / "new" / "place").iterdir()) == [
        "ballots",
        "meetings",
        "notes.journal",
    ]


def test_after_a_restore_the_meeting_goes_on_and_earlier_answers_count(run, stopped, tmp_path):
    run("backup", "saved")
    shutil.rmtree(tmp_path / "data")
    run("restore", "saved")

    async def go_on():
        folder = open_folder(tmp_path / "data")
        hub = Hub(folder.store, folder.ballots)
        await hub.load()
        key = await hub.ballot_key(MEETING, ANNA)
        await hub.send(MEETING, command(ANNA, c.CastBallot(key, {"useful": ("4",)})))
        await hub.send(MEETING, command(METTE, c.CloseMeeting()))
        await folder.close()
        return hub.state(MEETING).evaluation

    evaluation = asyncio.run(go_on())
    assert (evaluation.responses, evaluation.counts["useful"]["4"]) == (2, 2)


def test_ballots_that_a_crash_left_after_the_close_are_not_backed_up(run, stopped, tmp_path):
    left = (tmp_path / "data" / "ballots" / f"{MEETING}.json").read_bytes()

    async def close():
        folder = open_folder(tmp_path / "data")
        hub = Hub(folder.store, folder.ballots)
        await hub.load()
        await hub.send(MEETING, command(METTE, c.CloseMeeting()))
        await folder.close()

    asyncio.run(close())
    (tmp_path / "data" / "ballots" / f"{MEETING}.json").write_bytes(left)
    run("backup", "saved")

    assert everything_in(tmp_path / "saved")["ballots"] == {MEETING: {}}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda f: (f / "manifest.json").unlink(), "is not a backup"),
        (lambda f: (f / "manifest.json").write_bytes(b"{"), "damaged"),
        (lambda f: (f / "manifest.json").write_bytes(b"{}"), "another version"),
        (
            lambda f: (f / "manifest.json").write_bytes(b'{"format":"ordstyrer backup/1"}'),
            "files, left_out, meetings, notes is missing",
        ),
        (lambda f: (f / "notes.journal").unlink(), "notes.journal is missing"),
        (lambda f: (f / "meetings" / "x.journal").write_bytes(b""), "not in the backup's manifest"),
        (lambda f: flip(f / "meetings" / f"{MEETING}.journal"), "has changed since"),
        (lambda f: flip(f / "ballots" / f"{MEETING}.json"), "has changed since"),
    ],
)
def test_a_backup_that_is_not_as_its_manifest_says_is_refused_and_nothing_is_made(
    run, stopped, tmp_path, monkeypatch, spoil, sentence
):
    with_notes(tmp_path / "data")
    run("backup", "saved")
    spoil(tmp_path / "saved")
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "new"))
    before = sorted(tmp_path.iterdir())

    said = refused(run("restore", "saved"))

    assert sentence in said
    assert len(said.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_manifest_that_counts_wrong_stops_a_restore_half_way_and_nothing_is_left(
    run, stopped, tmp_path, monkeypatch
):
    run("backup", "saved")
    manifest = json.loads((tmp_path / "saved" / "manifest.json").read_bytes())
    manifest["meetings"][MEETING]["changes"] += 1
    (tmp_path / "saved" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "new"))
    before = sorted(tmp_path.iterdir())

    assert "not what the backup's manifest says" in refused(run("restore", "saved"))
    assert sorted(tmp_path.iterdir()) == before


def test_a_running_server_is_not_restored_over(run, meeting, tmp_path):
    run("backup", "saved")
    before = files_in(tmp_path / "data")

    assert "in use by pid" in refused(run("restore", "saved"))
    assert files_in(tmp_path / "data") == before


def test_a_folder_with_something_in_it_is_not_restored_over(run, stopped, tmp_path):
    run("backup", "saved")
    before = files_in(tmp_path / "data")

    assert "is not empty, there is" in refused(run("restore", "saved"))
    assert files_in(tmp_path / "data") == before


def test_a_folder_whose_server_has_left_only_its_lock_is_free(run, stopped, tmp_path, monkeypatch):
    run("backup", "saved")
    empty = tmp_path / "empty"
    asyncio.run(opened_and_closed(empty))
    assert sorted(path.name for path in empty.iterdir()) == ["lock", "meetings"]
    monkeypatch.setenv("ORDSTYRER_DATA", str(empty))

    assert run("restore", "saved").exit_code == 0
    assert everything_in(empty) == everything_in(tmp_path / "saved")


async def opened_and_closed(folder: Path) -> None:
    await open_folder(folder).close()


@pytest.mark.parametrize("command_", ["backup", "restore"])
def test_what_a_crash_left_beside_is_removed_unless_it_is_being_filled(
    run, stopped, tmp_path, monkeypatch, command_
):
    run("backup", "saved")
    monkeypatch.setenv(
        "ORDSTYRER_DATA", str(tmp_path / ("new" if command_ == "restore" else "data"))
    )
    target, left = ("saved", "new") if command_ == "restore" else ("new", "new")
    beside = tmp_path / f"{left}.unfinished"
    filling = open_folder(beside)
    (beside / "meetings" / "half.journal").write_bytes(b"half")

    assert "in use by pid" in refused(run(command_, target))
    assert (beside / "meetings" / "half.journal").exists()

    asyncio.run(filling.close())
    assert run(command_, target).exit_code == 0
    assert not beside.exists()
    assert everything_in(tmp_path / "new") == everything_in(tmp_path / "saved")


def test_a_damaged_meeting_stops_a_backup_unless_it_is_left_out(run, stopped, tmp_path):
    journal = tmp_path / "data" / "meetings" / f"{MEETING}.journal"
    other = tmp_path / "data" / "meetings" / "other.journal"
    shutil.copy(journal, other)
    flip(journal)

    sentence = refused(run("backup", "saved"))
    assert f"meeting {MEETING} cannot be opened" in sentence
    assert f"--without {MEETING}" in sentence
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]

    assert run("backup", "saved", "--without", MEETING).exit_code == 0
    assert [*everything_in(tmp_path / "saved")["logs"]] == ["other"]
    (tmp_path / "data").rename(tmp_path / "old")
    assert f"{MEETING} was left out of the backup\n" in run("restore", "saved").stderr


def test_nothing_is_backed_up_from_nowhere(run, tmp_path):
    assert "there is nothing to back up" in refused(run("backup", "saved"))
    assert [*tmp_path.iterdir()] == []


class BreakingStore(MemoryStore):
    """Takes one append, and no more until it is told to."""

    left = 1

    async def append(self, meeting, expected, changes):
        if self.left == 0:
            raise StoreUnavailableError("gone")
        self.left -= 1
        return await super().append(meeting, expected, changes)


async def test_a_restore_that_broke_off_is_finished_by_the_same_one_and_no_other(
    tmp_path,
):
    source, target = look_at(await a_backup(tmp_path)), MemoryPlace()
    manifest = checked_manifest(tmp_path / "saved")
    target.store = BreakingStore()
    with pytest.raises(StoreUnavailableError):
        await into_stores(target, source, manifest, Progress())

    target.store.left = 1000
    other = checked_manifest(await a_backup(tmp_path, "other"))
    with pytest.raises(CommandError, match="another backup"):
        await into_stores(target, source, other, Progress())
    await into_stores(target, source, manifest, Progress())

    assert [*await target.store.read(MEETING)] == [*await source.store.read(MEETING)]
    assert await target.notes.keys("") == ["a"]
    with pytest.raises(CommandError, match="not empty"):
        await into_stores(target, source, manifest, Progress())
    await source.close()


async def a_backup(tmp_path: Path, name: str = "saved") -> Path:
    """A backup of a small meeting, made by the ports alone."""
    origin = MemoryPlace()
    await played(origin)
    await origin.notes.put("a", name)
    folder = open_folder(tmp_path / name)
    counts = await copy(origin, folder, Progress())
    await folder.close()
    write_manifest(tmp_path / name, counts, [])
    return tmp_path / name
