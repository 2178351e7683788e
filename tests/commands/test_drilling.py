"""The drill: backed up, put back elsewhere, compared, and nothing of it left."""

import shutil
import tempfile
from pathlib import Path

import pytest

from bot.commands.drilling import compared, drill
from bot.commands.problems import CommandError
from bot.commands.progress import Progress
from bot.settings import Settings
from bot.stores.folder import open_folder
from bot.stores.postgres.stores import open_database
from tests.commands.told import MEETING, played, refused
from tests.given import Clock


def kept_in(place: Path | str) -> Settings:
    name = "ORDSTYRER_DATA" if isinstance(place, Path) else "ORDSTYRER_STORE"
    return Settings.model_validate({name: str(place)})


def files_in(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where the drill lies while it lasts."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_a_drill_beside_a_running_server_says_what_it_did_and_leaves_nothing(
    run, meeting, tmp_path, temporary
):
    before = files_in(tmp_path / "data")

    result = run("drill")

    assert (result.exit_code, result.stderr) == (0, "")
    lines = dict(line.split("  ", 1) for line in result.stdout.splitlines())
    assert [*lines] == ["backup", "restore", "the same", "newest", "not in it"]
    assert lines["the same"].strip() == (
        f"1 meetings, {meeting.version} changes, 1 open answers, 0 notes"
    )
    assert lines["newest"].strip() == meeting.at.isoformat(timespec="seconds")
    assert [*temporary.iterdir()] == []
    assert files_in(tmp_path / "data") == before


def test_a_drill_with_nothing_to_back_up_is_refused_and_leaves_nothing(run, tmp_path, temporary):
    assert "there is nothing to back up" in refused(run("drill"))
    assert [*temporary.iterdir()] == []


async def test_a_drill_of_a_database_goes_by_way_of_a_folder(database, temporary):
    stores = await open_database(database)
    state = await played(stores)
    await stores.notes.put("teams/card", {"id": 1})
    await stores.close()

    done = await drill(kept_in(database), Clock(), Progress())

    copied = done.counts.meetings[MEETING]
    assert (copied.changes, copied.ballots, done.counts.notes) == (state.version, 1, 1)
    assert [*temporary.iterdir()] == []


async def with_note(place: Path, note: str) -> Settings:
    folder = open_folder(place)
    await folder.notes.put("teams/card", note)
    await folder.close()
    return kept_in(place)


async def test_what_came_back_as_something_else_is_named(tmp_path):
    folder = open_folder(tmp_path / "saved")
    await played(folder)
    await folder.close()
    saved = await with_note(tmp_path / "saved", "a")
    other = Path(shutil.copytree(tmp_path / "saved", tmp_path / "other"))

    await compared(saved, kept_in(other))
    with pytest.raises(CommandError, match="the note teams/card came back as another"):
        await compared(saved, await with_note(other, "b"))
    with pytest.raises(CommandError, match="meetings that came back are others"):
        await compared(saved, await with_note(tmp_path / "empty", "a"))


async def test_a_meeting_that_lost_its_last_change_is_named(tmp_path):
    saved, shorter = kept_in(tmp_path / "saved"), kept_in(tmp_path / "shorter")
    source = open_folder(tmp_path / "saved")
    await played(source)
    log = await source.store.read(MEETING)
    await source.close()
    target = open_folder(tmp_path / "shorter")
    await target.store.append(MEETING, 0, log[:-1])
    await target.close()

    with pytest.raises(CommandError, match=f"meeting {MEETING} came back as another"):
        await compared(saved, shorter)
