"""Anonymous askers: planted identities, looked for in everything that the program leaves."""

import asyncio
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.stores.codec import to_json
from bot.stores.tinydb_store import TinyDbStore
from tests.given import demo_plan
from tests.process.forks import forks
from tests.process.server import SECRET, free_port

ASKERS, SOAKING_ASKERS = 200, 1_000
WAITS = 20.0  # seconds for the server

pytestmark = pytest.mark.process


@dataclass
class Asker:
    """Somebody with marks that would betray them wherever one was kept."""

    number: int
    person: str = ""
    question: str = ""

    @property
    def name(self) -> str:
        return f"Zoroaster Mærkbar{self.number:03d}"

    @property
    def marks(self) -> tuple[str, ...]:
        """What only the requests of asking carry: it must be kept nowhere at all."""
        n = f"{self.number:03d}"
        return f"hemmelig{n}hemmelighed", f"enhed-{n}-kendetegn", f"nøgle-{n}-gentagelse"


def environment(data: Path, port: int) -> dict[str, str]:
    own = {"ORDSTYRER_DATA": str(data), "PORT": str(port), "ORDSTYRER_DEV": "1"}
    return {"PATH": "/usr/bin:/bin", **own, "ORDSTYRER_SECRET": SECRET}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The program as people run it, everything that it prints kept in a file."""
    port = free_port()
    own = environment(folder / "data", port)
    server = forks().start(["serve"], own, out=folder / "printed.log")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.signal(signal.SIGTERM)
        server.wait(WAITS)


async def ready(base: str) -> None:
    async with session(base) as browser:
        for _ in range(int(WAITS * 20)):
            try:
                await browser.get(f"{base}/healthz")
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
            else:
                return
    raise TimeoutError("the server did not come up")


def session(base: str, asker: Asker | None = None) -> aiohttp.ClientSession:
    headers = {"Origin": base}
    if asker is not None:
        headers |= {"User-Agent": asker.marks[1], "X-Forwarded-For": asker.marks[1]}
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=headers)


async def ask(page: str, base: str, asker: Asker) -> None:
    """Join under a name, ask anonymously, change it and say what the answer was worth."""
    secret, _, once = asker.marks
    async with session(base, asker) as browser:
        joined = await browser.post(f"{page}/join", json={"name": asker.name})
        cookie = next(iter(joined.cookies.values())).value
        asker.person = cookie.partition(".")[0]
        body = {"text": f"Hvem ved det, nr. {asker.number}?", "show": "anonymous", "token": secret}
        sent = await browser.post(f"{page}/questions", json=body, headers={"Idempotency-Key": once})
        assert sent.status == 201, await sent.text()
        asker.question = (await sent.json())["id"]
        text = f"Hvem ved det egentlig, nr. {asker.number}?"
        edit = {"verb": "question.edit", "question": asker.question, "text": text}
        changed = await browser.post(f"{page}/actions", json={**edit, "token": secret})
        assert changed.status == 200, await changed.text()
        own = await (await browser.get(page, headers={"Ordstyrer-Held": secret})).text()
        assert f"own-{asker.question}" in own


async def frames(page: str, base: str) -> str:
    """Everything that a new participant and the big screen get, page, state and first event."""
    found = []
    async with session(base) as browser:
        await browser.post(f"{page}/join", json={"name": "Kigger"})
        found.append(await (await browser.get(page)).text())
        found.append(await (await browser.get(f"{page}/state")).text())
        for kind in ("participant", "stage"):
            async with browser.get(f"{page}/events?as={kind}") as stream:
                lines = [await stream.content.readline() for _ in range(2)]
                found.append(b"".join(lines).decode())
    return "\n".join(found)


async def everybody(base: str, askers: list[Asker]) -> str:
    """Let them all ask, some at once, and give what others then see."""
    page = f"{base}/m/{demo_plan().code}"
    await ready(base)
    for first in range(0, len(askers), 20):
        await asyncio.gather(*(ask(page, base, one) for one in askers[first : first + 20]))
    return await frames(page, base)


async def log(data: Path) -> list[dict[str, Any]]:
    store = TinyDbStore(data / "meetings")
    changes = [to_json(change) for change in await store.read(demo_plan().meeting)]
    await store.close()
    return changes


def test_anonymous_askers_are_found_nowhere(tmp_path: Path, soaking: bool) -> None:
    askers = [Asker(number) for number in range(SOAKING_ASKERS if soaking else ASKERS)]
    with serving(tmp_path) as base:
        seen = asyncio.run(everybody(base, askers))
    out = tmp_path / "export.json"
    export = ["export", demo_plan().code, "--format", "json", "--out", out]
    own = environment(tmp_path / "data", 1)
    assert forks().start(export, own).wait(WAITS) == 0

    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    whole = b"\n".join(written)
    assert all(asker.question.encode() in whole for asker in askers)
    for asker in askers:
        assert [mark for mark in asker.marks if mark.encode() in whole or mark in seen] == []
        assert asker.person not in seen
        assert asker.name not in seen
    questions = json.loads(out.read_bytes())["questions"]
    assert len(questions) == len(askers)
    assert not any(asker.name in json.dumps(questions) for asker in askers)
    nobody_is_tied_to_a_question(asyncio.run(log(tmp_path / "data")), askers)


def nobody_is_tied_to_a_question(changes: list[dict[str, Any]], askers: list[Asker]) -> None:
    """In the log no change of a question names anybody, or keeps the second it came in."""
    people = {asker.person for asker in askers}
    asked = [c for c in changes if any(name.startswith("Question") for name, _ in c["events"])]
    assert len(asked) == 2 * len(askers)
    for change in asked:
        assert change["by"] is None
        assert str(change["at"]).endswith(":00+00:00")
        assert not any(person in json.dumps(change) for person in people)
