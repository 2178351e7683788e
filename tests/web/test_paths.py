"""Whatever name a client sends, no file is opened that was not ours to open."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from tests.given import METTE
from tests.odd_names import odd_names
from tests.web.served import serving
from web.assets import add_assets, read_assets
from web.uploads import called

ROOT = Path(__file__).parent.parent.parent
OURS = (str(ROOT), sys.prefix, sys.base_prefix, tempfile.gettempdir(), "/usr/share/zoneinfo")
NOTHING = {"/dev/null"}  # where the child that reads a file says its errors
FEWEST = 300
WHERE = ("/m/{}", "/m/{}/state", "{m}/records.{}", "{m}/knowledge.{}", "/tab?code={}", "/{}")
_listening: list[set[str]] = []


def _heard(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and _listening and isinstance(args[0], str | bytes):
        path = args[0].decode("utf-8", "replace") if isinstance(args[0], bytes) else args[0]
        _listening[-1].add(path)


sys.addaudithook(_heard)  # stays as long as the process, and does nothing but while one listens


@contextmanager
def opened() -> Iterator[set[str]]:
    """Collect the paths of all files that this process opens meanwhile."""
    found: set[str] = set()
    _listening.append(found)
    try:
        yield found
    finally:
        _listening.remove(found)


def strange(paths: set[str]) -> set[str]:
    return {path for path in paths if not path.startswith(OURS)} - NOTHING


def _address(name: str) -> str:
    """Write a name as a client may: what is no text in an address is quoted, the rest is not."""
    return quote(name.encode("utf-8", "replace"), safe="/\\%.~;:+")


async def test_no_name_in_an_address_opens_a_file_of_others() -> None:
    names, statuses = odd_names(), set()
    async with serving() as served:
        host = await served.holder(METTE)
        with opened() as paths:
            for number, name in enumerate(names):
                address = host.url(WHERE[number % len(WHERE)].replace("{}", _address(name)))
                answer = await host.session.get(URL(address, encoded=True), allow_redirects=False)
                text = await answer.text(errors="replace")
                statuses.add(answer.status)
                assert "root:x:" not in text

    assert len(names) >= FEWEST
    assert strange(paths) == set()
    assert max(statuses) < 500


async def test_no_name_among_the_assets_opens_any_file() -> None:
    assets, app = read_assets(), web.Application()
    add_assets(app, assets)
    async with TestClient(TestServer(app)) as asker:
        with opened() as paths:
            for name in odd_names():
                answer = await asker.get(URL(f"{assets.root}/{_address(name)}", encoded=True))
                assert answer.status in {400, 404}, name

    assert strange(paths) == set()


@pytest.mark.parametrize("name", odd_names()[:40] + odd_names()[-30:])
def test_what_an_uploaded_file_is_called_holds_no_folder(name) -> None:
    found = called(name)

    assert not set(found) & set("/\\\0\n\r")
    assert 0 < len(found) <= 150
    assert found.encode()


async def test_an_uploaded_file_is_laid_down_where_no_name_reaches(served) -> None:
    host = await served.holder(METTE)
    names = [name for name in odd_names() if name.isprintable() and '"' not in name][::20]
    with opened() as paths:
        for name in names:
            answer = await host.file("{m}/knowledge/file", f"{name}.exe", b"MZ")
            assert 400 <= answer.status < 500

    assert len(names) > 10
    assert strange(paths) == set()


def test_a_file_of_others_would_be_noticed() -> None:
    with opened() as paths:
        Path("/etc/passwd").read_bytes()

    assert strange(paths) == {"/etc/passwd"}
