"""`teams-app`: a whole package, or one sentence and nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.version import VERSION
from tests.app_package.making import BOT, OWN, RIGHT, files_of, manifest_of
from tests.commands.told import refused
from tests.process.forks import ROOT


@pytest.fixture
def set_up(run, monkeypatch):
    """The settings that the package needs, and none of the others."""
    for name in OWN:
        monkeypatch.delenv(name, raising=False)
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_package_is_written_and_no_data_is_touched(run, set_up, tmp_path):
    result = run("teams-app", "--out", "app.zip")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["app.zip"]
    made = (tmp_path / "app.zip").read_bytes()
    assert set(files_of(made)) == {"manifest.json", "en.json", "color.png", "outline.png"}
    assert manifest_of(made)["version"] == VERSION


def test_it_does_not_mind_a_running_server(run, set_up, meeting, tmp_path):
    before = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*.journal")}

    assert run("teams-app", "--out", "app.zip").exit_code == 0

    assert {path: path.read_bytes() for path in before} == before


def test_with_mention_only_it_asks_for_nothing(run, set_up, tmp_path):
    assert run("teams-app", "--out", "all.zip").exit_code == 0
    assert run("teams-app", "--mention-only", "--out", "less.zip").exit_code == 0

    names = [
        {one["name"] for one in manifest["authorization"]["permissions"]["resourceSpecific"]}
        for manifest in (manifest_of((tmp_path / f).read_bytes()) for f in ("all.zip", "less.zip"))
    ]
    assert names[0] >= {"ChatMessage.Read.Chat", "ChannelMessage.Read.Group"}
    assert names[1] == set()


def test_a_version_of_ones_own_makes_an_update_of_it(run, set_up, tmp_path):
    assert run("teams-app", "--out", "app.zip", "--version", "1.10.2").exit_code == 0

    assert manifest_of((tmp_path / "app.zip").read_bytes())["version"] == "1.10.2"


def test_an_older_package_is_replaced_whole_as_an_export_is(run, set_up, tmp_path):
    (tmp_path / "app.zip").write_bytes(b"an older one" * 9999)

    assert run("teams-app", "--out", "app.zip").exit_code == 0

    assert manifest_of((tmp_path / "app.zip").read_bytes())["bots"][0]["botId"] == BOT


def test_what_is_not_quite_as_meant_is_told_beside_the_package(run, set_up, tmp_path):
    set_up.setenv("ORDSTYRER_OPERATOR", "Styrelsen for Arbejdsmarked og Rekruttering")

    result = run("teams-app", "--out", "app.zip")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("Teams shows 32 characters of ORDSTYRER_OPERATOR: ")
    assert (tmp_path / "app.zip").exists()


WRONG = {
    "no address": {"ORDSTYRER_PUBLIC_URL": ""},
    "no TLS": {"ORDSTYRER_PUBLIC_URL": "http://moede.example.dk"},
    "no address at all": {"ORDSTYRER_PUBLIC_URL": "moede.example.dk"},
    "no bot": {"MicrosoftAppId": ""},
    "no id": {"MicrosoftAppId": "ordstyrer"},
    "half of signing in": {"ORDSTYRER_SSO_APP_ID": BOT},
    "a number that is none": {"PORT": "many"},
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_settings_are_one_sentence_and_leave_what_was_there(run, set_up, tmp_path, name):
    (tmp_path / "app.zip").write_bytes(b"an older one")
    for setting, value in WRONG[name].items():
        set_up.setenv(setting, value)

    sentence = refused(run("teams-app", "--out", "app.zip"))

    assert next(iter(WRONG[name])) in sentence or "ORDSTYRER_SSO_RESOURCE" in sentence
    assert len(sentence.splitlines()) == 1
    assert (tmp_path / "app.zip").read_bytes() == b"an older one"
    assert len([*tmp_path.iterdir()]) == 1


@pytest.mark.parametrize("out", ["no/such/folder/app.zip", "folder", "file/app.zip", "pipe"])
def test_a_place_that_cannot_be_written_is_one_sentence_and_nothing_half_written(
    run, set_up, tmp_path, out
):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.rglob("*"))

    sentence = refused(run("teams-app", "--out", out))

    assert len(sentence.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--out",),
        ("--out", ""),
        ("--out", "."),
        ("--out", "a.zip", "b.zip"),
        ("--out", "a.zip", "--nope"),
    ],
)
def test_wrong_usage_is_two(run, set_up, tmp_path, arguments):
    assert run("teams-app", *arguments).exit_code == 2
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "version", ["1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3-beta", "１.2.3"]
)
def test_a_version_that_teams_would_not_take_is_wrong_usage(run, set_up, tmp_path, version):
    result = run("teams-app", "--out", "app.zip", "--version", version)

    assert result.exit_code == 2
    assert "must be like 1.2.3" in result.stderr
    assert [*tmp_path.iterdir()] == []


def test_it_helps_with_an_example(run):
    result = run("teams-app", "--help")

    assert result.exit_code == 0
    assert "Example: python app.py teams-app --out" in result.stdout


@pytest.mark.process
def test_the_program_itself_has_the_command(tmp_path: Path):
    """Settings come from .env, in a folder of its own."""
    (tmp_path / ".env").write_text("\n".join(f"{k}={v}" for k, v in RIGHT.items()), "utf-8")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}  # noqa: TID251

    ended = subprocess.run(
        [sys.executable, ROOT / "app.py", "teams-app", "--out", "app.zip"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert manifest_of((tmp_path / "app.zip").read_bytes())["bots"][0]["botId"] == BOT
    assert sorted(path.name for path in tmp_path.iterdir()) == [".env", "app.zip"]
