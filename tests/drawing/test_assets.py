"""Files that pages need: a closed list, under addresses that change with what is in them."""

import gzip
import json
import posixpath
import re
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from web.assets import HERE, SHEETS, STYLE, MissingAssetsError, add_assets, read_assets

PINNED = {"dkfds": "11.2.0", "@microsoft/teams-js": "2.58.0", "axe-core": "4.14.1"}


async def client() -> TestClient[web.Request, web.Application]:
    application = web.Application()
    add_assets(application, read_assets())
    found = TestClient(TestServer(application))
    await found.start_server()
    return found


async def test_every_listed_file_is_served_to_be_kept_for_ever() -> None:
    assets = read_assets()
    asker = await client()
    for path, asset in assets.files.items():
        answer = await asker.get(assets.url(path))
        assert (answer.status, await answer.read()) == (200, asset.body)
        assert answer.headers["Content-Type"] == asset.content_type
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    await asker.close()


@pytest.mark.parametrize(
    "path",
    [
        "own/../assets.py",
        "own/%2e%2e/assets.py",
        "/etc/passwd",
        "dkfds/package.json",
        "own/nothing.css",
        "own",
    ],
)
async def test_nothing_else_is_served(path: str) -> None:
    asker = await client()
    answer = await asker.get(f"{read_assets().root}/{path}")
    assert answer.status == 404
    await asker.close()


async def test_an_older_address_is_gone() -> None:
    asker = await client()
    answer = await asker.get("/assets/0123456789abcdef/own/page.js")
    assert answer.status == 404
    await asker.close()


def test_text_is_packed_beforehand_and_unpacks_to_itself() -> None:
    packed = {path: a for path, a in read_assets().files.items() if a.packed is not None}

    assert [path for path in packed if path.endswith(".woff2")] == []
    assert {gzip.decompress(a.packed or b"") == a.body for a in packed.values()} == {True}


def test_the_address_follows_the_content(tmp_path: Path) -> None:
    for file in (HERE / "static").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    before = read_assets(own=tmp_path).root
    again = read_assets(own=tmp_path).root
    (tmp_path / "page.js").write_bytes(b"// other")

    assert before == again
    assert read_assets(own=tmp_path).root != before


def test_a_missing_design_system_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingAssetsError, match="npm ci --prefix web"):
        read_assets(design_system=tmp_path)


def test_teams_script_asks_nobody_outside_which_sites_may_frame_it() -> None:
    files = read_assets().files

    assert b"validDomains.json" not in files["teams-js/MicrosoftTeams.min.js"].body
    assert json.loads(files["teams-js/hosts.json"].body) == {
        "validOrigins": ["*.cloud.microsoft", "teams.microsoft.com", "*.teams.microsoft.com"]
    }


def test_every_own_file_is_listed_or_in_the_one_sheet_for_all_pages() -> None:
    files = read_assets().files
    listed = [path.removeprefix("own/") for path in files if path.startswith("own/")]

    assert sorted(p.name for p in (HERE / "static").iterdir()) == sorted([*listed, *SHEETS])


def test_what_the_one_sheet_points_to_is_there() -> None:
    assets = read_assets()
    pointed = re.findall(r"url\(\"?([^\")]+)\"?\)", assets.files[STYLE].body.decode())
    fonts = [posixpath.normpath(f"dkfds/css/{one}") for one in pointed if one.endswith(".woff2")]

    assert len(fonts) == 4
    assert {*fonts} <= {*assets.files}


def test_the_lock_names_versions_and_no_registry() -> None:
    text = (HERE / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert "registry" not in text
    assert {name: packages[f"node_modules/{name}"]["version"] for name in PINNED} == PINNED


def test_scripts_hold_no_words_for_people() -> None:
    """Sentences come from the catalogue, through the page; scripts only place them."""
    for script in (HERE / "static").glob("*.js"):
        code = [
            line
            for line in script.read_text("utf-8").splitlines()
            if not line.lstrip().startswith(("//", "/*", "*")) and "// " not in line
        ]
        assert [line for line in code if 'textContent = "' in line and '= ""' not in line] == []
