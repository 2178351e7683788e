"""Hostile files sent to a real server: each is refused in a sentence, and nothing of it stays."""

import html
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.documents import made
from tests.documents.hostile import hostile_bases, hostile_files, worst_files
from tests.process.server import nursery

pytestmark = pytest.mark.process

MOST = 10 * 1024  # kB that the server may grow
SENTENCE = re.compile(r'(?:role="alert"><p>|<p class="font-lead">)([^<]+)')


@dataclass
class Host:
    """Somebody with a host's link, and the process that answers."""

    session: aiohttp.ClientSession
    room: str
    origin: str
    process: int

    async def send(self, page: str, name: str, data: bytes) -> tuple[int, str]:
        """Send a file as the page's form does; give the status and the sentence."""
        form = aiohttp.FormData()
        form.add_field("file", io.BytesIO(data), filename=name)
        headers = {"Origin": self.origin, "Accept": "text/html"}
        address = f"{self.room}/{page}/file"
        async with self.session.post(address, data=form, headers=headers) as answer:
            found = SENTENCE.search(await answer.text())
            return answer.status, html.unescape(found[1]) if found else ""

    async def get(self, path: str) -> bytes:
        async with self.session.get(f"{self.room}/{path}") as answer:
            assert answer.status == 200
            return await answer.read()

    def memory(self, what: str = "VmRSS") -> int:
        """kB of the process: VmRSS now, VmHWM the most since `forget_most`."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        return int(re.search(rf"{what}:\s+(\d+)", status)[1])

    def forget_most(self) -> None:
        with suppress(OSError):  # a kernel without it counts from the start: only stricter
            Path(f"/proc/{self.process}/clear_refs").write_text("5", encoding="ascii")


@asynccontextmanager
async def hosted(data: Path) -> AsyncIterator[Host]:
    """Serve the demo in a process of its own, with a host who has come by the personal link."""
    jar = aiohttp.CookieJar(unsafe=True)
    with nursery(data) as server:
        process = server.start()
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            await server.ready(session)
            page, key = server.links().hosts["Mette Vinther Poulsen"].split("#key=")
            host = Host(session, page.removesuffix("/host"), server.base, process)
            headers = {"Origin": host.origin}
            async with session.post(
                f"{host.room}/join", json={"key": key}, headers=headers
            ) as answer:
                assert answer.status == 200
            yield host


async def warmed_up(host: Host, decks: list[tuple[str, bytes]]) -> None:
    """Do all once that is done later, with files that are as they should be."""
    for _ in range(2):  # what is done for the first time may be kept for the second
        for name, data in [("deck.txt", made.DECK.read_bytes()), *decks]:
            assert await host.send("deck", name, data) == (200, "")
        for kind in ("jsonl", "csv", "xlsx"):
            base = await host.get(f"knowledge.{kind}")
            assert await host.send("knowledge", f"faq.{kind}", base) == (200, "")
        await host.send("deck", "makro.pptm", b"PK")
        await host.send("knowledge", "faq.exe", b"MZ")


@pytest.fixture
def decks(tmp_path, soaking) -> dict[str, Path]:
    """Good decks in every format, for `make soak` alone: all that is hostile is made of them."""
    return made.in_every_format(tmp_path) if soaking else {}


async def test_a_servers_memory_does_not_grow_by_what_is_sent_to_it(tmp_path, decks, capsys):
    whole = [(path.name, path.read_bytes()) for path in decks.values()]
    sent = [("deck", *one) for one in worst_files().items()]
    sent += [("deck", *one) for one in (hostile_files(decks) if decks else {}).items()]
    sent += [("knowledge", *one) for one in hostile_bases().items()]
    odd = []
    async with hosted(tmp_path / "data") as host:
        await warmed_up(host, whole)
        base, state = await host.get("knowledge.jsonl"), await host.get("state")
        host.forget_most()
        before = host.memory()
        for page, name, data in sent:
            status, sentence = await host.send(page, name, data)
            if not (400 <= status < 500 and sentence.startswith(name)):
                odd.append((page, name, status, sentence))
        grown, most = host.memory() - before, host.memory("VmHWM") - before

        assert odd == []
        assert await host.get("knowledge.jsonl") == base
        assert unmoved(await host.get("state")) == unmoved(state)
    with capsys.disabled() if decks else nullcontext():
        print(f"\n{len(sent)} files: {before} kB, {grown:+} kB after, {most:+} kB at most")
    assert max(grown, most) < MOST


def unmoved(state: bytes) -> bytes:
    """A state without the moment at which it was asked for."""
    return re.sub(rb'"now":"[^"]+"', b"", state)
