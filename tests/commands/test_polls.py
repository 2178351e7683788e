"""Polls on the command line: exported and imported alike, backed up and put back."""

import asyncio
import json

import pytest

from bot.hub import Hub
from bot.stores.folder import look_at, open_folder
from meeting import commands as c
from meeting.ids import PersonId, PollId
from meeting.polls import PollKind, PollQuestion
from tests.commands.told import CODE, MEETING, played
from tests.given import METTE, command

P1, P2 = PollId("poll-1"), PollId("poll-2")
CHOICE = PollQuestion("Skal vi mødes?", PollKind.CHOICE, ("=ja", "nej"))
WORDS = PollQuestion("Hvad tænker du på?", PollKind.WORDS, hidden=False)


@pytest.fixture
def polled(tmp_path):
    """A meeting on disk: its first poll is closed, the second one open with 12 answers."""

    async def play():
        folder = open_folder(tmp_path / "data")
        await played(folder)
        hub = Hub(folder.store, folder.ballots)
        await hub.load()

        async def answer(poll, number, *values):
            key = await hub.ballot_key(MEETING, PersonId(f"p-{number}"), poll)
            await hub.send(MEETING, command(None, c.AnswerPoll(poll, key, values)))

        await hub.send(MEETING, command(METTE, c.AskPoll(P1, CHOICE)))
        for number in range(6):
            await answer(P1, number, str(1 + number % 2))
        await hub.send(MEETING, command(METTE, c.AskPoll(P2, WORDS, instead=P1)))
        for number in range(12):
            await answer(P2, number, "KLIK" if number % 2 else "klik", f"ord {number % 3}")
        await folder.close()
        return hub.state(MEETING)

    return asyncio.run(play())


def test_an_export_holds_both_polls_and_imports_to_the_same(run, polled, tmp_path, monkeypatch):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert run("export", CODE, "--format", "json", "--out", first).exit_code == 0
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "elsewhere"))
    assert run("import", first).exit_code == 0
    assert run("export", CODE, "--format", "json", "--out", second).exit_code == 0

    closed, opened = json.loads(first.read_bytes())["polls"]
    assert (closed["open"], closed["results"]) == (False, {"1": 3, "2": 3})
    assert (opened["open"], opened["responses"], opened["results"]) == (
        True,
        12,
        {"KLIK": 12, "ord 0": 4, "ord 1": 4, "ord 2": 4},
    )
    assert second.read_bytes() == first.read_bytes()


def test_an_imported_poll_takes_more_answers_on_top_of_its_sums(run, polled, tmp_path, monkeypatch):
    out = tmp_path / "export.json"
    run("export", CODE, "--format", "json", "--out", out)
    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "elsewhere"))
    run("import", out)

    async def go_on():
        folder = open_folder(tmp_path / "elsewhere")
        hub = Hub(folder.store, folder.ballots)
        await hub.load()
        key = await hub.ballot_key(MEETING, PersonId("p-new"), P2)
        await hub.send(MEETING, command(None, c.AnswerPoll(P2, key, ("valg",))))
        closed = await hub.send(MEETING, command(METTE, c.ClosePoll()))
        await folder.close()
        return closed.meeting.polls[-1].sums

    sums = asyncio.run(go_on())
    assert (sums.responses, sums.counts["valg"], sums.counts["klik"]) == (13, 1, 6)


def test_a_backup_holds_the_open_polls_ballots_and_a_restore_goes_on_with_them(
    run, polled, tmp_path, monkeypatch
):
    assert run("backup", "saved").exit_code == 0
    manifest = json.loads((tmp_path / "saved" / "manifest.json").read_bytes())
    assert manifest["meetings"][MEETING] == {"changes": polled.version, "ballots": 13}
    names = [path.name for path in (tmp_path / "saved" / "ballots").iterdir()]
    assert sorted(names) == [f"{MEETING}.json", f"{MEETING}.{P2}.json"]

    monkeypatch.setenv("ORDSTYRER_DATA", str(tmp_path / "new"))
    assert run("restore", "saved").exit_code == 0

    async def read():
        folder = look_at(tmp_path / "new")
        hub = Hub(folder.store, folder.ballots)
        await hub.load()
        await folder.close()
        return hub.state(MEETING)

    assert asyncio.run(read()).polls == polled.polls


def test_of_a_closed_poll_no_ballot_is_left_on_disk(polled, tmp_path):
    left = [path.name for path in (tmp_path / "data" / "ballots").iterdir()]

    assert sorted(left) == [f"{MEETING}.json", f"{MEETING}.{P2}.json"]
