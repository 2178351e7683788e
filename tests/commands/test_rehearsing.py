"""`rehearse` before anybody comes: what is rehearsed, what is refused, how what is left goes."""

import asyncio
import os
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.commands import rehearsal_folder as places
from bot.commands.problems import CommandError
from bot.commands.rehearsal_source import Source, source
from bot.commands.rehearse_cli import add_rehearse
from bot.hub import Hub
from bot.settings import Settings
from bot.stores.folder import open_folder
from bot.stores.lock import FolderLock
from bot.stores.postgres.stores import open_database
from meeting import commands as c
from meeting.ids import QuestionId
from tests.commands.told import CODE, MEETING, played, refused
from tests.given import ANNA, EXAMPLE, METTE, START, Clock, command, demo_plan
from tests.process.server import free_port
from web.rehearsing import RehearsalPages

DEMO = EXAMPLE / "meeting.yaml"
LATER = START + timedelta(days=30)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    """Where the system keeps what is temporary, for this test alone."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def rehearse(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ORDSTYRER_DEV", "1")
    cli = typer.Typer()
    cli.callback()(lambda: None)
    add_rehearse(cli, Clock(), DEMO, RehearsalPages())

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(cli, ["rehearse", *map(str, arguments)])

    return invoke


def settings(tmp_path: Path, **more: object) -> Settings:
    wanted = {"ORDSTYRER_DATA": tmp_path / "data", "ORDSTYRER_SECRET": "a secret for tests only"}
    return Settings.model_validate(wanted | more)


def found(tmp_path: Path, name: str | None = None, now=START, **more: object) -> Source:
    return asyncio.run(source(settings(tmp_path, **more), name, DEMO, now))


def test_the_command_helps_with_an_example(rehearse):
    result = rehearse("--help")

    assert result.exit_code == 0
    assert "Example: python app.py rehearse" in result.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ("--people", 0),
        ("--people", 2001),
        ("--speed", 0),
        ("--speed", 1001),
        ("--speed", "fast"),
        ("--port", 65536),
        ("--seed", -1),
        ("--url", "practice.example.dk"),
        ("ONE", "TWO"),
    ],
)
def test_what_is_out_of_range_is_a_wrong_use(rehearse, temporary, wrong):
    result = rehearse(*wrong)

    assert (result.exit_code, result.stdout) == (2, "")
    assert [*temporary.iterdir()] == []


def test_an_unknown_meeting_is_refused_with_what_there_is(rehearse, tmp_path, temporary):
    said = refused(rehearse("NOSUCH"))

    assert said.startswith("there is no meeting NOSUCH; there is programledermoede-marts-2020-1")
    assert len(said.splitlines()) == 1
    assert [*temporary.iterdir()] == []
    assert not (tmp_path / "data").exists()


def test_a_port_in_use_is_refused_with_what_to_do(rehearse, temporary):
    pages, port = RehearsalPages(), free_port()
    with pages.take("127.0.0.1", port):
        said = refused(rehearse("--port", port))

    assert f"127.0.0.1:{port} cannot be listened on" in said
    assert "--port" in said
    assert [*temporary.iterdir()] == []


@pytest.mark.parametrize("name", ["gone.yaml", "gone.json"])
def test_a_file_that_is_not_there_is_named(rehearse, name):
    assert name in refused(rehearse(name))


def test_a_faulty_meeting_file_is_refused_with_its_line(rehearse, tmp_path):
    (tmp_path / "faulty.yaml").write_text("series: x\n", encoding="utf-8")

    assert "faulty.yaml, line 1" in refused(rehearse("faulty.yaml"))


def test_without_anything_planned_it_is_the_demo(tmp_path):
    demo = found(tmp_path)

    assert demo.plan.meeting == "programledermoede-marts-2020-1"
    assert len(demo.base.entries) == 58


def test_the_next_meeting_of_the_meeting_file_is_taken(tmp_path):
    text = DEMO.read_text("utf-8").replace("knowledge: faq.jsonl", "")
    path = tmp_path / "meeting.yaml"
    path.write_text(
        text.replace("2020-03-30", "2026-11-20").replace("2020-03-31", "2026-11-25"), "utf-8"
    )

    taken = found(tmp_path, ORDSTYRER_MEETING=path)

    assert taken.plan.meeting.endswith("-2")
    assert taken.base.entries == ()
    assert found(tmp_path, "MARTS2AD", ORDSTYRER_MEETING=path).plan.meeting.endswith("-1")
    assert found(tmp_path, str(path)).plan.meeting.endswith("-2")


def test_the_only_meeting_planned_is_taken_wherever_it_is_kept(tmp_path, stopped):
    async def plan_another() -> None:
        folder = open_folder(tmp_path / "data")
        plan = replace(demo_plan(LATER), meeting=f"{MEETING}-b", code="MARTS2BD")
        planned = command(None, c.PlanMeeting(plan))
        hub = Hub(folder.store, folder.ballots)
        await hub.load()
        await hub.plan(plan.meeting, planned)
        await hub.send(MEETING, command(METTE, c.CloseMeeting()))
        await hub.close()
        await folder.close()

    asyncio.run(plan_another())

    assert found(tmp_path).plan.code == "MARTS2BD"
    assert found(tmp_path, CODE.casefold()).plan.code == CODE
    assert found(tmp_path, MEETING).plan.title == "Programledermøde marts 2020"


def test_what_the_series_has_learned_is_known_in_its_rehearsal(tmp_path, stopped):
    async def learn() -> None:
        folder = open_folder(tmp_path / "data")
        hub = Hub(folder.store, folder.ballots)
        await hub.load()
        for deed in (
            c.AnswerQuestion(QuestionId("q1"), "Den 1. juni."),
            c.LearnAnswer(QuestionId("q1")),
        ):
            await hub.send(MEETING, command(METTE, deed))
        await hub.close()
        await folder.close()

    asyncio.run(learn())
    base = found(tmp_path, CODE, ORDSTYRER_MEETING=DEMO).base

    assert len(base.entries) == 59
    assert base.entries[-1].answer == "Den 1. juni."


def test_an_export_is_rehearsed_where_the_server_is_not(run, meeting, tmp_path):
    out = tmp_path / "m.json"
    run("export", CODE, "--format", "json", "--out", out)

    taken = found(tmp_path / "elsewhere", str(out))

    assert (taken.plan.meeting, taken.plan.code) == (MEETING, CODE)
    with pytest.raises(CommandError, match="no export"):
        found(tmp_path, str(_written(tmp_path / "other.json", "[]")))


def test_the_export_of_a_rehearsal_is_neither_kept_nor_rehearsed(run, tmp_path, temporary):
    async def play() -> None:
        folder = open_folder(tmp_path / "data")
        hub = Hub(folder.store, folder.ballots)
        plan = replace(demo_plan(), rehearsal=True)
        await hub.plan(plan.meeting, command(None, c.PlanMeeting(plan)))
        await hub.send(plan.meeting, command(None, c.OpenMeeting()))
        await hub.send(plan.meeting, command(ANNA, c.Join("Anna", None)))
        await hub.close()
        await folder.close()

    asyncio.run(play())
    out = tmp_path / "m.json"
    run("export", CODE, "--format", "json", "--out", out)
    for path in (tmp_path / "data" / "meetings").iterdir():
        path.unlink()

    assert "is of a rehearsal" in refused(run("import", out))
    with pytest.raises(CommandError, match="of a rehearsal"):
        found(tmp_path, str(out))


def test_what_is_kept_in_a_database_is_found_there(database, tmp_path):
    async def play() -> None:
        stores = await open_database(database)
        try:
            await played(stores)
        finally:
            await stores.close()

    asyncio.run(play())

    assert found(tmp_path, CODE, ORDSTYRER_STORE=database).plan.meeting == MEETING


def test_a_folder_of_its_own_is_gone_afterwards_also_after_a_fault(temporary):
    def fail() -> None:
        with places.folder_of_its_own() as folder:
            assert folder.parent == temporary
            assert folder.stat().st_mode & 0o077 == 0
            (folder / "meetings").mkdir()
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail()

    assert [*temporary.iterdir()] == []


def test_what_was_killed_is_swept_and_what_is_played_is_left(temporary):
    killed, half = temporary / f"{places.PREFIX}a", temporary / f"{places.WIPED}b"
    playing, empty = temporary / f"{places.PREFIX}c", temporary / f"{places.PREFIX}d"
    other = temporary / "ordstyrer-else"
    for folder in (killed, half, empty, other):
        (folder / "meetings").mkdir(parents=True)
    FolderLock(killed).release()
    lock = FolderLock(playing)
    os.utime(empty, (time.time() - 3600,) * 2)
    try:
        swept = places.sweep()
    finally:
        lock.release()

    assert swept == places.Swept(wiped=2, playing=1)
    assert {*temporary.iterdir()} == {playing, other}


def test_a_folder_that_is_about_to_be_locked_is_left(temporary):
    (temporary / f"{places.PREFIX}new").mkdir()

    assert places.sweep() == places.Swept(wiped=0, playing=1)


def test_a_link_that_somebody_has_laid_is_not_followed(temporary, tmp_path):
    target = tmp_path / "precious"
    target.mkdir()
    (temporary / f"{places.PREFIX}trap").symlink_to(target)

    assert places.sweep() == places.Swept(wiped=0, playing=0)
    assert target.is_dir()


def test_wipe_says_what_it_did(rehearse, temporary):
    FolderLock(temporary / f"{places.PREFIX}a").release()

    assert rehearse("--wipe").stdout == "1 left rehearsals deleted\n"
    assert rehearse("--wipe").stdout == "0 left rehearsals deleted\n"
    assert [*temporary.iterdir()] == []


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
