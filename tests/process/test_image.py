"""The image serves from what its Dockerfile copies, with no right to change any of it."""

import asyncio
import os
import re
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.boards import asked_in, expressions, told_in
from tests.process.forks import ROOT
from tests.process.image import Image, image_of
from tests.process.server import free_port

pytestmark = pytest.mark.process

SETTINGS = {
    "ORDSTYRER_SECRET": "s3cret-s3cret-s3cret",
    "ORDSTYRER_PUBLIC_URL": "https://moede.example.dk",
    "ORDSTYRER_HOST": "127.0.0.1",  # the image says 0.0.0.0, which a test should not
    "MicrosoftAppId": "11111111-0000-0000-0000-000000000009",
    "MicrosoftAppTenantId": "11111111-0000-0000-0000-000000000001",
    "MicrosoftAppPassword": "hunter2-hunter2",
}
WITHIN = 60.0  # seconds to come up: nothing is compiled beforehand


@pytest.fixture
def image(tmp_path: Path) -> Image:
    return image_of((ROOT / "Dockerfile").read_text(encoding="utf-8"), tmp_path)


@asynccontextmanager
async def serving(image: Image, data: Path, port: int) -> AsyncIterator[subprocess.Popen[bytes]]:
    meeting = image.folder / "examples" / "programledermoede-2020-03" / "meeting.yaml"
    own = {"PORT": str(port), "ORDSTYRER_DATA": str(data), "ORDSTYRER_MEETING": str(meeting)}
    with (data.parent / "printed").open("wb") as printed:
        server = subprocess.Popen(  # noqa: ASYNC220 - nothing else goes on yet
            image.started(image.command),
            cwd=image.folder,
            env=image.environment | SETTINGS | own,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        try:
            yield server
        finally:
            server.kill()
            server.wait(WITHIN)


async def up(session: aiohttp.ClientSession, server: subprocess.Popen[bytes], base: str) -> None:
    for _ in range(int(WITHIN * 20)):
        assert server.poll() is None, "it has ended"
        try:
            async with session.get(f"{base}/healthz"):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)
    raise TimeoutError("the image did not come up")


async def test_the_image_serves_in_production_from_what_it_holds(
    image: Image, tmp_path: Path
) -> None:
    """And tells every figure that the board and the alerts ask for, and prints no key."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    before = sorted(image.folder.rglob("*"))
    async with (
        aiohttp.ClientSession() as session,
        serving(image, tmp_path / "data", port) as server,
    ):
        await up(session, server, base)
        page = await (await session.get(f"{base}/m/MARTS2AD")).text()
        sheet = re.search(r'href="(/assets/[^"]+\.css)"', page)
        figures = await (await session.get(f"{base}/metrics")).text()
        health = [word.replace("3978", str(port)) for word in image.health]
        asked = await asyncio.create_subprocess_exec(
            *image.started(health), env=image.environment, cwd=image.folder
        )
        assert await asked.wait() == 0
        assert sheet is not None
        assert (await session.get(f"{base}{sheet[1]}")).status == 200
        server.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(server.wait, 10) == 0

    printed = (tmp_path / "printed").read_text(encoding="utf-8")
    page_of = {f"{SETTINGS['ORDSTYRER_PUBLIC_URL']}/m/{code}" for code in ("MARTS2AD", "MARTS2BD")}
    assert {line.partition(": ")[2] for line in printed.splitlines()} == {
        *page_of,
        *(f"{page}/stage" for page in page_of),
    }
    assert "ordstyrer_store_ok 1.0" in figures
    known = told_in(figures)
    unknown = {place: asked_in(query) - known for place, query in expressions().items()}
    assert {place: names for place, names in unknown.items() if names} == {}
    assert len(unknown) >= 30
    assert not os.access(image.folder, os.W_OK) or os.geteuid() == 0
    assert sorted(image.folder.rglob("*")) == before
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"lock", "meetings"}
