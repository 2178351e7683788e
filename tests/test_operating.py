"""The files for operators name settings, folders and commands that there are."""

from pathlib import Path

from pydantic import AliasChoices
from ruamel.yaml import YAML

from bot.settings import Settings

ROOT = Path(__file__).parent.parent
OWN = {"DATABASE_PASSWORD", "SITE"}


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
    mounted = [volume.partition(":")[0] for volume in proxy["volumes"] if volume.startswith("./")]
    assert [(ROOT / path).is_file() for path in mounted] == [True]


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
