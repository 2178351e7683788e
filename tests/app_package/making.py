"""Packages made from settings that somebody may have, and what is in them."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

from bot.settings import Settings
from bot.teams.app_package.facts import AppFacts, facts_of
from bot.teams.app_package.packing import packed

BOT = "11111111-2222-3333-4444-555555555555"
SIGN_ON = "22222222-2222-3333-4444-555555555555"
RESOURCE = f"api://moede.example.dk/{SIGN_ON}"
RIGHT = {"ORDSTYRER_PUBLIC_URL": "https://moede.example.dk", "MicrosoftAppId": BOT}
SIGNING_ON = {"ORDSTYRER_SSO_APP_ID": SIGN_ON, "ORDSTYRER_SSO_RESOURCE": RESOURCE}
OWN = (*RIGHT, *SIGNING_ON, "ORDSTYRER_OPERATOR", "ORDSTYRER_SSO_TENANTS")


def facts(*, hears_all: bool = True, **set_: str) -> AppFacts:
    """Give the facts of these settings, whatever the environment says."""
    values = {name: value or None for name, value in (RIGHT | set_).items()}  # empty is not set
    made = facts_of(Settings(_env_file=None, **{**dict.fromkeys(OWN), **values}))
    return replace(made, hears_all=hears_all)


def files_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(package: bytes) -> dict[str, Any]:
    return json.loads(files_of(package)["manifest.json"])


def manifest(*, hears_all: bool = True, **set_: str) -> dict[str, Any]:
    return manifest_of(packed(facts(hears_all=hears_all, **set_)))
