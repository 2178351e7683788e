"""Personal links that end and are withdrawn, by the operator's word."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.hub import Hub
from bot.stores.folder import open_folder
from meeting import commands as c
from tests.commands.test_erasing import a_server
from tests.commands.told import LATER
from tests.given import METTE, command, demo_plan

CODE = "MARTS2AD"
NAME = "Mette Vinther Poulsen"


def all_of(run):
    return json.loads(run("links", CODE, "--json").stdout)


@pytest.mark.parametrize("serving", [False, True])
def test_a_withdrawn_link_is_another_one_and_the_others_stay(
    run, stopped, monkeypatch, tmp_path, serving
):
    before = all_of(run)

    if serving:
        with a_server(monkeypatch, tmp_path / "data"):
            done = run("links", CODE, "--withdraw", NAME.upper())
    else:
        done = run("links", CODE, "--withdraw", METTE)

    after = all_of(run)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"host {NAME}: {after['hosts'][NAME]}" in done.stdout.splitlines()
    changed = {
        (sort, name)
        for sort in ("hosts", "speakers")
        for name in before[sort]
        if before[sort][name] != after[sort][name]
    }
    assert changed == {("hosts", NAME), ("speakers", NAME)} & {
        (sort, name) for sort in ("hosts", "speakers") for name in before[sort]
    }
    assert (before["participant"], before["stage"]) == (after["participant"], after["stage"])


def test_it_can_be_withdrawn_again_and_is_never_an_earlier_one(run, stopped):
    links = [all_of(run)["hosts"][NAME]]
    for _ in range(3):
        assert run("links", CODE, "--withdraw", NAME).exit_code == 0
        links.append(all_of(run)["hosts"][NAME])

    assert len({*links}) == 4


def test_who_has_no_link_is_refused_with_those_who_have(run, stopped):
    before = all_of(run)

    refused = run("links", CODE, "--withdraw", "Anna Holm")

    assert refused.exit_code == 1
    assert refused.stderr.startswith("Anna Holm has no personal link here; these have: ")
    assert NAME in refused.stderr
    assert all_of(run) == before


def test_links_that_have_ended_are_said_to_be_and_a_new_one_is_made(run, tmp_path):
    async def long_over() -> None:
        folder = open_folder(tmp_path / "data")
        plan = replace(demo_plan(LATER - timedelta(days=3)), links_open=2)
        hub = Hub(folder.store, folder.ballots)
        await hub.plan(plan.meeting, command(None, c.PlanMeeting(plan)))
        await hub.close()
        await folder.close()

    asyncio.run(long_over())
    told = run("links", CODE)
    renewed = run("links", CODE, "--withdraw", NAME)

    assert (told.exit_code, renewed.exit_code) == (0, 0)
    assert told.stderr.startswith("personal links have ended: ")
    assert told.stderr.endswith(f"python app.py links {CODE} --withdraw NAME\n")
    assert (NAME in told.stderr, NAME in renewed.stderr) == (True, False)
