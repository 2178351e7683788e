"""`erase`: the operator's word, with and without a server, and what becomes of files elsewhere."""

import asyncio
import io
import json
import shutil
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.commands.erasing_while_serving import ErasingWhileServing
from bot.commands.orders import FOLDER, Orders, hand_over
from bot.commands.problems import CommandError
from bot.commands.written import FILE, all_written
from bot.erasing.order import Order
from bot.hub import Hub
from bot.keys import Keys
from bot.settings import read_settings
from bot.stores.folder import open_folder
from bot.stores.lock import FolderLock
from meeting import commands as c
from meeting.ids import MeetingId, PersonId, QuestionId
from tests.commands.test_backup import files_in
from tests.commands.told import CODE, LATER, MEETING, refused
from tests.given import BO, METTE, RASMUS, Clock, asked, command, demo_plan

ZOE = PersonId("p-zoe-7f3a")
NAME = "Zoe Zebrahoved"
MARKS = (ZOE, NAME, "Zebrahoved", "zebrasti", "zebraønske", "Zebrakommunen")
APRIL = replace(demo_plan(), meeting=MeetingId("april"), code="APRX2AD2")
KEYS = Keys(b"a secret for tests only")
DEEDS = (
    (ZOE, c.Join(NAME, "Zebrakommunen")),
    (BO, c.Join("Bo", "Billund")),
    (ZOE, asked("Hvornår kommer en zebrasti?", "z1", addressed=(RASMUS,), addressed_as="KL")),
    (BO, asked("Hvad koster det?", "b1")),
    (BO, c.Vote(QuestionId("z1"))),
    (ZOE, c.Vote(QuestionId("b1"))),
    (ZOE, c.ProposeTopic("et zebraønske")),
    (RASMUS, c.AnswerQuestion(QuestionId("z1"), "I maj.")),
)


async def play(data: Path) -> None:
    """Two meetings with Zoe in them, and notes of a chat of hers."""
    folder = open_folder(data)
    hub = Hub(folder.store, folder.ballots, KEYS.pepper())
    await hub.load()
    for plan in (demo_plan(), APRIL):
        await hub.plan(plan.meeting, command(None, c.PlanMeeting(plan)))
        for by, deed in ((None, c.OpenMeeting()), *DEEDS):
            await hub.send(plan.meeting, command(by, deed))
    await folder.notes.put("teams/room/a:zebrasti", {"owner": ZOE, "personal": True})
    await folder.close()


@pytest.fixture
def kept(tmp_path):
    asyncio.run(play(tmp_path / "data"))
    return tmp_path / "data"


def words_in(folder: Path) -> list[str]:
    """Which of Zoe's marks stand in any file, packed ones unpacked."""
    whole = b"\n".join(piece for data in files_in(folder).values() for piece in unpacked(data))
    return [mark for mark in MARKS if mark.encode() in whole]


def unpacked(data: bytes) -> list[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [packed.read(name) for name in packed.namelist()]


@contextmanager
def a_server(monkeypatch, data: Path):
    """A process that holds the folder and carries out orders, as far as a thread can be one."""
    up, stop = Event(), Event()

    async def serve() -> None:
        stores = open_folder(data)
        hub = Hub(stores.store, stores.ballots, KEYS.pepper())
        await hub.load()
        erasing = ErasingWhileServing.of(
            read_settings(serving=False), hub, stores, KEYS, Clock(LATER)
        )
        await erasing.begin()
        tasks = [asyncio.create_task(work) for work in erasing.works()]
        up.set()
        await asyncio.to_thread(stop.wait)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await stores.close()

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert up.wait(10)
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


def test_somebody_is_found_by_a_piece_of_their_name(run, kept):
    result = run("erase", "--find", "zebrah")

    assert result.stdout == f"{ZOE}\t{NAME}\tZebrakommunen\tapril, {MEETING}\n"
    assert run("erase", "--find", "BILLUND").stdout.startswith(f"{BO}\tBo\tBillund\t")
    assert "nobody here has xyzzy" in refused(run("erase", "--find", "xyzzy"))


def test_a_dry_run_says_what_there_is_and_changes_nothing(run, kept):
    before = files_in(kept)
    result = run("erase", "--person", ZOE, "--dry-run")

    assert result.exit_code == 0
    counts = "4 changes, 1 questions, 1 votes, 1 wishes, 0 messages, 0 times named by others"
    assert result.stdout.splitlines() == [
        f"april: {counts}",
        f"{MEETING}: {counts}",
        "would be erased from 2 meetings",
    ]
    assert files_in(kept) == before


def test_after_an_erasure_no_file_of_the_folder_holds_the_person(run, kept):
    assert words_in(kept) == [*MARKS]

    result = run("erase", "--person", ZOE)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "erased from 2 meetings"
    assert words_in(kept) == []
    state = read(kept)
    question = state.questions[QuestionId("z1")]
    assert (question.text, question.answer.text) == ("[slettet]", "I maj.")
    assert len(state.votes[QuestionId("b1")]) == len(state.votes[QuestionId("z1")]) == 1


def test_beside_a_running_server_it_is_the_server_that_erases(run, kept, monkeypatch):
    with a_server(monkeypatch, kept):
        result = run("erase", "--person", ZOE)
        assert words_in(kept) == []

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "erased from 2 meetings"
    assert [*(kept / FOLDER).iterdir()] == []


def test_one_meeting_by_its_code_and_a_person_nobody_knows(run, kept):
    assert run("erase", "--person", ZOE, "--meeting", CODE.lower()).exit_code == 0
    assert run("erase", "--find", NAME).stdout.endswith("\tapril\n")
    assert "there is no meeting NOSUCH" in refused(
        run("erase", "--person", ZOE, "--meeting", "NOSUCH")
    )
    said = refused(run("erase", "--person", "p-nobody"))
    assert said.startswith("nobody here has the id p-nobody; find it with")


def test_a_host_of_a_meeting_that_is_not_over_is_refused_in_one_sentence(run, kept):
    result = run("erase", "--person", METTE)

    assert result.exit_code == 1
    assert "Hosts and speakers stand in the programme" in result.stderr
    assert run("erase", "--person", "x", "--find", "y").exit_code == 2
    assert run("erase").exit_code == 2


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "docx", "html", "ics", "tinydb"])
def test_an_export_is_written_anew_without_the_person(run, kept, tmp_path, form):
    out = tmp_path / "out" / f"minutes.{form}"
    out.parent.mkdir()
    run("export", CODE, "--format", form, "--out", out)
    had = words_in(out.parent)
    assert bool(had) is (form != "ics")

    result = run("erase", "--person", ZOE)

    assert result.stderr == ""
    assert words_in(out.parent) == []
    assert run("export", CODE, "--format", form, "--out", tmp_path / "again").exit_code == 0
    if form in {"json", "csv", "html", "tinydb"}:
        assert out.read_bytes() == (tmp_path / "again").read_bytes()


def test_exports_that_cannot_be_written_anew_are_named(run, kept, tmp_path):
    for name in ("moved", "changed", "hers"):
        more = ("--organisation", "Zebrakommunen") if name == "hers" else ()
        run("export", CODE, "--format", "html", "--out", tmp_path / name, *more)
    (tmp_path / "moved").rename(tmp_path / "elsewhere")
    (tmp_path / "changed").write_text("Zoe Zebrahoved", encoding="utf-8")

    result = run("erase", "--person", ZOE)

    assert result.exit_code == 0
    told = sorted(result.stderr.splitlines())
    assert [line.split(" ")[0] for line in told] == [
        str(tmp_path / name) for name in ("changed", "hers", "moved")
    ]
    assert "was changed after it was written" in told[0]
    assert "could not be written anew (no question was asked for Zebrakommunen" in told[1]
    assert "is not there any more" in told[2]
    assert words_in(kept) == []


def test_exports_of_other_meetings_are_left_as_they_are(run, kept, tmp_path):
    run("export", CODE, "--format", "json", "--out", tmp_path / "m.json")
    before = (tmp_path / "m.json").read_bytes()

    run("erase", "--person", ZOE, "--meeting", "april")

    assert (tmp_path / "m.json").read_bytes() == before


def test_an_older_backup_is_restored_without_whoever_was_erased_since(
    run, kept, tmp_path, monkeypatch
):
    run("backup", "old")
    run("erase", "--person", ZOE)
    run("backup", "new")
    assert words_in(tmp_path / "old") == [*MARKS]
    assert words_in(tmp_path / "new") == []
    for backup in ("old", "new"):
        assert len(json.loads((tmp_path / backup / "manifest.json").read_bytes())["erased"]) == 1

    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "put-back"))
    result = run("restore", "old")

    assert result.exit_code == 0
    assert "erased again what was erased after the backup was made (2)" in result.stderr
    assert words_in(tmp_path / "put-back") == []
    assert run("erase", "--find", NAME).exit_code == 1
    assert len(read(tmp_path / "put-back").votes[QuestionId("b1")]) == 1


def test_a_backup_that_was_moved_away_learns_of_it_from_a_newer_one_beside_it(
    run, kept, tmp_path, monkeypatch
):
    run("backup", "first")
    (tmp_path / "vault").mkdir()
    (tmp_path / "first").rename(tmp_path / "vault" / "2026-11-24")
    result = run("erase", "--person", ZOE)
    assert f"{tmp_path / 'first'} is not there any more" in result.stderr
    run("backup", "vault/2026-11-25")
    shutil.rmtree(kept)

    assert run("restore", "vault/2026-11-24").exit_code == 0
    assert words_in(kept) == []


def test_a_restore_under_another_secret_is_refused_unless_erasures_are_left_out(
    run, kept, tmp_path, monkeypatch
):
    run("backup", "old")
    run("erase", "--person", ZOE)
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "new"))
    monkeypatch.setenv("ORDSTYRER_SECRET", "another secret for tests only")

    assert "ORDSTYRER_SECRET is not the secret" in refused(run("restore", "old"))
    assert not (tmp_path / "new").exists()
    assert run("restore", "old", "--without-erasures").exit_code == 0
    assert words_in(tmp_path / "new") == [*MARKS]


def test_a_backup_that_is_opened_directly_erases_at_the_start(run, kept, tmp_path, monkeypatch):
    run("backup", "old")
    run("erase", "--person", ZOE)
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "old"))

    with a_server(monkeypatch, tmp_path / "old"):
        pass

    assert words_in(tmp_path / "old") == []


def test_what_salvage_kept_of_such_a_meeting_is_removed(run, kept):
    journal = kept / "meetings" / f"{MEETING}.journal"
    damaged = journal.with_name(f"{journal.name}.damaged")
    shutil.copy(journal, damaged)

    result = run("erase", "--person", ZOE)

    assert f"{damaged} is removed" in result.stderr
    assert words_in(kept) == []


def test_a_damaged_meeting_cannot_be_looked_into_and_the_exit_code_says_so(run, kept):
    journal = kept / "meetings" / "april.journal"
    data = bytearray(journal.read_bytes())
    data[len(data) * 9 // 10] ^= 1
    journal.write_bytes(data)

    result = run("erase", "--person", ZOE)

    assert result.exit_code == 1
    assert "april is damaged, so nobody knows" in result.stderr
    assert run("salvage", "april").exit_code == 0
    assert run("erase", "--person", ZOE).exit_code == 0
    assert words_in(kept) == []


def test_a_torn_line_of_the_register_hides_no_other(run, kept, tmp_path):
    run("export", CODE, "--format", "json", "--out", tmp_path / "a.json")
    with (kept / FILE).open("ab") as file:
        file.write(b'{"kind":"exp\n')
    run("export", CODE, "--format", "json", "--out", tmp_path / "b.json")

    assert [Path(one.path).name for one in all_written(kept)] == ["a.json", "b.json"]


def test_where_the_register_cannot_be_written_the_export_is_there_and_that_is_said(
    run, kept, tmp_path
):
    (kept / FILE).mkdir()

    result = run("export", CODE, "--format", "json", "--out", tmp_path / "a.json")

    assert result.exit_code == 0
    assert "a.json is not registered" in result.stderr
    assert (tmp_path / "a.json").exists()


async def test_an_order_to_a_server_that_does_not_answer_says_that_it_will_be_done(tmp_path):
    lock = FolderLock(tmp_path)
    with pytest.raises(CommandError, match="has not answered yet"):
        await hand_over(tmp_path, Order(ZOE), waits=0.5)
    lock.release()

    done = []

    async def carry_out(order: Order) -> dict[str, object]:
        done.append(order)
        return {"counts": {}}

    await Orders(tmp_path, carry_out).look()
    assert done == [Order(ZOE)]
    assert [path.suffix for path in (tmp_path / FOLDER).iterdir()] == [".answer"]


async def test_an_order_that_fails_is_answered_so_and_the_next_one_is_carried_out(tmp_path):
    async def carry_out(order: Order) -> dict[str, object]:
        if order.person == ZOE:
            raise LookupError("a bug")
        return {"counts": {"m": {}}}

    orders = Orders(tmp_path, carry_out)
    lock = FolderLock(tmp_path)

    async def serve() -> None:
        for _ in range(20):
            await orders.look()
            await asyncio.sleep(0.05)

    serving = asyncio.create_task(serve())
    first, second = await asyncio.gather(
        hand_over(tmp_path, Order(ZOE)), hand_over(tmp_path, Order(BO))
    )
    serving.cancel()
    lock.release()

    assert first == {"failed": ["the server could not do it; its log says why"]}
    assert second == {"counts": {"m": {}}}


async def test_an_order_to_a_server_that_is_gone_is_taken_back(tmp_path):
    lock = tmp_path / "lock"
    lock.write_text("999999999", encoding="ascii")

    assert await hand_over(tmp_path, Order(ZOE)) is None
    assert [*(tmp_path / FOLDER).iterdir()] == []


def read(folder: Path):
    async def state():
        stores = open_folder(folder)
        hub = Hub(stores.store, stores.ballots, KEYS.pepper())
        await hub.load()
        await stores.close()
        return hub.state(MEETING)

    return asyncio.run(state())
