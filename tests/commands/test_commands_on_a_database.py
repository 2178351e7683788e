"""The commands where a database keeps everything: the same words, and never its password."""

import asyncio

import pytest

from bot.hub import Hub
from bot.stores.postgres.stores import open_database
from tests.commands.told import CODE, MEETING, played, refused
from tests.given import METTE


@pytest.fixture
def kept(database, monkeypatch):
    """A meeting in the database, put there by a server that is still running."""
    monkeypatch.setenv("ORDSTYRER_STORE", database)

    async def play():
        stores = await open_database(database)
        try:
            return await played(stores)
        finally:
            await stores.close()

    return asyncio.run(play())


def test_export_and_links_read_from_the_database(run, kept, tmp_path):
    out = tmp_path / "m.html"

    assert run("export", CODE, "--format", "html", "--out", out).exit_code == 0
    assert "To &lt;b&gt;er&lt;/b&gt; svaret" in out.read_text(encoding="utf-8")
    assert f"/m/{CODE}" in run("links", CODE).stdout


def test_a_link_is_withdrawn_for_every_server_of_the_database(run, kept, database):
    async def seen_by_a_server() -> int:
        stores = await open_database(database)
        try:
            hub = Hub(stores.store, stores.ballots)
            await hub.load()
            return hub.state(MEETING).withdrawn[METTE].times
        finally:
            await stores.close()

    before = run("links", CODE).stdout.splitlines()
    after = run("links", CODE, "--withdraw", "Mette Vinther Poulsen").stdout.splitlines()

    assert {line.partition(":")[0] for line in {*before} - {*after}} == {
        "host Mette Vinther Poulsen"
    }
    assert asyncio.run(seen_by_a_server()) == 1


def test_an_export_imports_into_a_database_once(run, meeting, database, tmp_path, monkeypatch):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    run("export", MEETING, "--format", "json", "--out", first)

    monkeypatch.setenv("ORDSTYRER_STORE", database)
    assert run("import", first).stdout == f"{MEETING}\n"
    run("export", MEETING, "--format", "json", "--out", second)
    assert second.read_bytes() == first.read_bytes()
    assert f"the meeting {MEETING} is in the database already" in refused(run("import", first))


def test_an_unknown_meeting_is_answered_with_those_that_are_there(run, kept, tmp_path):
    arguments = ("export", "NOSUCHXX", "--format", "json", "--out", tmp_path / "x.json")

    assert f"there is {MEETING} ({CODE})" in refused(run(*arguments))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://bot:hunter2@127.0.0.1:9/bot", "127.0.0.1:9: Connection refused"),
        ("postgresql://bot:hunter2/x@127.0.0.1:9/bot", "must be percent-encoded"),
        ("mysql://bot:hunter2@127.0.0.1/bot", "ORDSTYRER_STORE: must be tinydb or begin with"),
    ],
)
def test_a_database_that_cannot_be_had_is_said_in_one_sentence(run, monkeypatch, address, said):
    monkeypatch.setenv("ORDSTYRER_STORE", address)
    result = run("links", CODE)

    assert said in refused(result)
    assert "hunter" not in result.output
