"""The files for operators name settings, folders and commands that there are."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pydantic import AliasChoices
from ruamel.yaml import YAML

from bot.settings import Settings
from meeting.retention import Retention
from tests.boards import asked_in, expressions, panels, rules

ROOT = Path(__file__).parent.parent
OWN = {"DATABASE_PASSWORD", "SITE"}
MADE = {"./meetings", "./backups"}  # by whoever installs it


def settings() -> set[str]:
    names: set[str] = set()
    for field in Settings.model_fields.values():
        alias = field.validation_alias
        choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
        names |= {str(choice) for choice in choices}
    return names


def assigned(text: str) -> set[str]:
    """Names in lines of the form NAME=value."""
    lines = (line.strip().removeprefix("Environment=") for line in text.splitlines())
    return {line.partition("=")[0] for line in lines if "=" in line and line[:1].isupper()}


def test_the_example_settings_are_all_settings_there_are() -> None:
    example = {name.upper() for name in assigned((ROOT / ".env.example").read_text())}

    assert example == {name.upper() for name in settings()}


def test_compose_sets_what_there_is_and_mounts_what_there_is() -> None:
    compose = YAML(typ="safe").load(ROOT / "compose.yaml")
    bot, proxy = compose["services"]["bot"], compose["services"]["proxy"]

    assert set(bot["environment"]) <= settings()
    assert set(proxy["environment"]) <= OWN
    volumes = [volume for one in compose["services"].values() for volume in one.get("volumes", ())]
    mounted = {volume.partition(":")[0] for volume in volumes if volume.startswith("./")}
    assert [path for path in mounted - MADE if not (ROOT / path).exists()] == []
    named = {volume.partition(":")[0] for volume in volumes if not volume.startswith("./")}
    assert named == set(compose["volumes"])


def test_the_bot_in_compose_may_write_where_it_must_and_nowhere_else() -> None:
    bot = YAML(typ="safe").load(ROOT / "compose.yaml")["services"]["bot"]
    writable = {volume.split(":")[1] for volume in bot["volumes"] if not volume.endswith(":ro")}

    assert (bot["read_only"], bot["cap_drop"]) == (True, ["ALL"])
    assert writable == {bot["environment"]["ORDSTYRER_DATA"], "/backups"}
    assert bot["environment"]["ORDSTYRER_MEETING"].startswith("/meetings/")


def test_the_image_holds_every_package_of_the_program() -> None:
    copied = {
        line.split()[1]
        for line in (ROOT / "Dockerfile").read_text().splitlines()
        if line.startswith("COPY ") and "--from" not in line
    }
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert packages | {"app.py", "requirements.txt"} <= copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    assert packages <= {line.removeprefix("!") for line in kept}


def test_the_unit_serves_with_settings_there_are() -> None:
    unit = (ROOT / "deploy" / "ordstyrer.service").read_text()
    given = {name for name in assigned(unit) if name.startswith("ORDSTYRER")}

    assert given <= settings()
    assert "ExecStart=/opt/ordstyrer/.venv/bin/python app.py serve\n" in unit


def test_backups_beside_compose_belong_to_whom_the_image_runs_as() -> None:
    (number,) = re.findall(r"useradd .*--uid (\d+)", (ROOT / "Dockerfile").read_text())

    assert f"chown {number} backups" in (ROOT / "docs" / "install.md").read_text(encoding="utf-8")


def test_the_unit_that_backs_up_uses_the_folders_of_the_one_that_serves() -> None:
    served, saved = (
        (ROOT / "deploy" / f"{name}.service").read_text()
        for name in ("ordstyrer", "ordstyrer-backup")
    )
    shared = ("User=", "WorkingDirectory=", "Environment=", "EnvironmentFile=")

    for line in served.splitlines():
        if line.startswith(shared):
            assert line in saved.splitlines()
    assert os.access(ROOT / "deploy" / "backup.sh", os.X_OK)
    assert "ExecStart=/opt/ordstyrer/deploy/backup.sh /var/backups/ordstyrer\n" in saved


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="apt install systemd")
@pytest.mark.parametrize(
    "unit", sorted(path.name for path in (ROOT / "deploy").glob("*.[st]*[er]"))
)
def test_systemd_understands_the_units(unit: str, tmp_path: Path) -> None:
    """All but whether the program is installed where they say."""
    text = (ROOT / "deploy" / unit).read_text()
    for path in ROOT.glob("deploy/ordstyrer*.service"):  # a timer names its service
        shutil.copy(path, tmp_path)
    (tmp_path / unit).write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text))

    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / unit], capture_output=True, text=True, check=False
    )

    assert [line for line in done.stderr.splitlines() if "not executable" not in line] == []


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A program that makes the folder it is told to back up into, unless `fails` is there."""
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\n[ ! -e "${0%/*}/fails" ] && [ "$1" = backup ] && mkdir "$2"\n')
    program.chmod(0o755)
    return program


def test_a_nightly_backup_lets_old_ones_go_and_only_when_there_is_a_new_one(
    stand_in: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    old, young, other = (folder / name for name in ("2020-01-01-0230", "2026-11-20", "papers"))
    for place in (old, young, other):
        place.mkdir(parents=True)
    for place in (old, other):
        os.utime(place, (0, 0))

    def night() -> int:
        given = {"ORDSTYRER": str(stand_in), "PATH": os.defpath}
        script = [ROOT / "deploy" / "backup.sh", folder]
        return subprocess.run(script, env=given, check=False).returncode

    (tmp_path / "fails").touch()
    assert night() != 0
    assert old.exists()
    (tmp_path / "fails").unlink()
    assert night() == 0
    assert [old.exists(), young.exists(), other.exists()] == [False, True, True]
    assert len([*folder.iterdir()]) == 3


def headings(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as they are made where it is shown."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


def test_every_alert_says_where_it_is_told_what_to_do() -> None:
    for rule in rules():
        page, _, heading = rule["annotations"]["what_to_do"].partition("#")
        assert (ROOT / page).is_file(), rule["alert"]
        assert not heading or heading in headings(ROOT / page), rule["alert"]


def test_the_board_stands_on_a_grid_without_gaps_in_its_numbers() -> None:
    found = panels()

    assert len({panel["id"] for panel in found}) == len(found) >= 20
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in found)
    assert all(panel["title"] and panel["description"] for panel in found if panel["targets"])


def test_prometheus_reads_the_rules_and_finds_the_bots_of_compose() -> None:
    read = YAML(typ="safe")
    compose = read.load(ROOT / "compose.yaml")["services"]
    scraped = read.load(ROOT / "deploy" / "prometheus" / "prometheus.yml")
    (job,) = scraped["scrape_configs"]
    mounted = {volume.split(":")[1] for volume in compose["prometheus"]["volumes"]}

    assert job["dns_sd_configs"][0]["names"] == ["bot"]
    assert str(job["dns_sd_configs"][0]["port"]) == compose["bot"]["environment"]["PORT"]
    assert set(scraped["rule_files"]) <= mounted
    for alert in rules():
        if "job=" in alert["expr"]:
            assert f'job="{job["job_name"]}"' in alert["expr"]


def corpus() -> str:
    """All that the program can say, in its code and in Danish."""
    code = [path for part in ("bot", "web", "dialogs") for path in (ROOT / part).rglob("*.py")]
    texts = [
        path.read_text(encoding="utf-8") for path in [*code, *ROOT.glob("dialogs/locale/*.po")]
    ]
    return re.sub(r'"\s*\n\s*f?"', "", "\n".join(texts))  # sentences over several lines


def test_what_the_page_of_remedies_quotes_is_what_the_program_says() -> None:
    page = (ROOT / "docs" / "what-to-do-when.md").read_text(encoding="utf-8")
    quoted, said = re.findall("“([^”]+)”", page), corpus()

    assert len(quoted) >= 20
    assert [text for text in quoted if text != " " and text not in said] == []


def test_the_guides_name_settings_figures_and_alerts_that_there_are() -> None:
    for name in ("install", "what-to-do-when", "upgrading", "data-protection"):
        page = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        assert set(re.findall(r"ORDSTYRER_[A-Z_]+|Microsoft(?:App)[A-Za-z]+", page)) <= settings()
        assert set(re.findall(r"\bOrdstyrer[A-Z]\w+", page)) <= {rule["alert"] for rule in rules()}
        assert set(re.findall(r"`(ordstyrer_\w+)`", page)) <= figures_asked_for()


def test_the_data_protection_sheet_says_the_times_that_are_kept() -> None:
    sheet = (ROOT / "docs" / "data-protection.md").read_text(encoding="utf-8")
    kept, backups = Retention(), (ROOT / "deploy" / "backup.sh").read_text(encoding="utf-8")

    for days in (kept.names, kept.texts, kept.statistics):
        assert f"{days} dage" in sheet
    assert f"{kept.names}, {kept.texts} og {kept.statistics} dage efter mødet" in sheet
    assert "${KEEP_DAYS:-14}" in backups
    assert "14 dage (`KEEP_DAYS`)" in sheet


def figures_asked_for() -> set[str]:
    return {name for query in expressions().values() for name in asked_in(query)}


@pytest.mark.parametrize("page", ["install", "what-to-do-when", "upgrading", "data-protection"])
def test_the_links_of_the_guides_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith("http"):
            path, _, heading = target.partition("#")
            file = (ROOT / "docs" / path) if path else ROOT / "docs" / f"{page}.md"
            assert file.is_file(), target
            assert not heading or heading in headings(file), target
