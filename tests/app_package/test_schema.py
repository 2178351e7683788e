"""Microsoft's own schemas find nothing wrong with the package."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator

from bot.teams.app_package.packing import packed
from tests.app_package.making import SIGNING_ON, facts, files_of

FOLDER = Path(__file__).parent
SCHEMAS = FOLDER / "node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.30"
OPERATORS = ("", "Digitaliseringsstyrelsen og alle de andre styrelser i ministeriet")

pytestmark = pytest.mark.skipif(
    not SCHEMAS.exists(), reason=f"no schemas: npm ci --prefix {FOLDER}"
)


def faults(document: Any, schema: str) -> list[str]:
    told = json.loads((SCHEMAS / schema).read_text(encoding="utf-8-sig"))
    return [
        f"{'/'.join(map(str, fault.instance_path))}: {fault.message}"
        for fault in Draft4Validator(told).iter_errors(document)
    ]


@pytest.mark.parametrize(
    ("hears_all", "more", "operator"), [*product((True, False), ({}, SIGNING_ON), OPERATORS)]
)
def test_every_variant_keeps_to_microsofts_schemas(
    hears_all: bool, more: dict[str, str], operator: str
) -> None:
    made = facts(hears_all=hears_all, ORDSTYRER_OPERATOR=operator, **more)

    files = files_of(packed(made))

    manifest, english = (json.loads(files[name]) for name in ("manifest.json", "en.json"))
    assert faults(manifest, "MicrosoftTeams.schema.json") == []
    assert faults(english, "MicrosoftTeams.Localization.schema.json") == []


def test_the_schema_would_tell_of_a_field_that_it_does_not_know() -> None:
    manifest = json.loads(files_of(packed(facts()))["manifest.json"])

    assert faults(manifest | {"id": "ordstyrer", "unknown": 1}, "MicrosoftTeams.schema.json")
