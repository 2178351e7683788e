"""A rehearsal from its first link until nothing is left of it, beside a real meeting."""

import asyncio
import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.commands.rehearsal_folder import PREFIX
from bot.stores.folder import open_folder
from bot.stores.lock import FolderLock
from tests.commands.told import played
from tests.process.forks import ROOT
from tests.process.server import SECRET, free_port
from tests.process.test_wrong_starts import DEV, Starter

pytestmark = pytest.mark.process

HOST = "Mette Vinther Poulsen"
BANNER = "Øvelse: deltagerne er simulerede, og alt slettes bagefter"
TITLE = "Øvelse: Programledermøde marts 2020"
PAGE = {"Accept": "text/html"}
WITHIN = 30.0  # seconds that anything may take


@dataclass
class Place:
    """A real data folder with a meeting in it, and the system's place for what is temporary."""

    data: Path
    temporary: Path

    @property
    def left(self) -> list[str]:
        return sorted(path.name for path in self.temporary.iterdir())

    def digest(self) -> Mapping[str, tuple[str, int]]:
        return {
            str(path.relative_to(self.data)): (
                hashlib.sha256(path.read_bytes()).hexdigest(),
                path.stat().st_mtime_ns,
            )
            for path in sorted(self.data.rglob("*"))
            if path.is_file()
        }


@dataclass
class Rehearsal:
    process: "subprocess.Popen[str]"
    links: dict

    @property
    def room(self) -> str:
        return self.links["participant"]

    def line(self) -> dict:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def place(tmp_path) -> Iterator[Place]:
    """A server holds the folder all the while."""
    folder = open_folder(tmp_path / "data")
    (tmp_path / "temporary").mkdir()
    try:
        asyncio.run(played(folder))
        yield Place(tmp_path / "data", tmp_path / "temporary")
    finally:
        asyncio.run(folder.close())


@contextmanager
def started(place: Place, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    own = {
        "TMPDIR": str(place.temporary),
        "ORDSTYRER_DATA": str(place.data),
        "ORDSTYRER_DEV": "1",
        "ORDSTYRER_SECRET": SECRET,
        "MicrosoftAppId": "11111111-0000-0000-0000-000000000009",
    }
    process = subprocess.Popen(
        [sys.executable, "app.py", "rehearse", *arguments],
        cwd=ROOT,
        env=own,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=WITHIN)


@contextmanager
def rehearsal(place: Place) -> Iterator[Rehearsal]:
    """The stored meeting, sixty people, ten meeting minutes a second."""
    arguments = ("MARTS2AD", "--people", "60", "--speed", "600", "--seed", "3", "--port", "0")
    with started(place, *arguments, "--json") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, process.stderr and process.stderr.read()
        yield Rehearsal(process, json.loads(first))


@asynccontextmanager
async def chairing(found: Rehearsal) -> AsyncIterator[aiohttp.ClientSession]:
    """Come as the host, by the link."""
    jar = aiohttp.CookieJar(unsafe=True)
    origin = found.room.rpartition("/m/")[0]
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": origin}) as session:
        key = found.links["hosts"][HOST].partition("#key=")[2]
        async with session.post(f"{found.room}/join", json={"key": key}) as answer:
            assert answer.status == 200
        yield session


async def say(session: aiohttp.ClientSession, found: Rehearsal, text: str) -> None:
    async with session.post(f"{found.room}/messages", json={"text": text}) as answer:
        assert answer.status == 200, await answer.text()


async def until_asked(session: aiohttp.ClientSession, found: Rehearsal, number: int) -> dict:
    """Read the live stream until so many questions stand, and give the state then.

    As the summary counts them: not those that still may be answered by the knowledge base.
    """
    async with session.get(f"{found.room}/events", params={"as": "host"}) as stream:
        async for line in stream.content:
            if line.startswith(b"data:"):
                async with session.get(f"{found.room}/state") as answer:
                    state = await answer.json()
                states = [question["state"] for question in state["questions"]]
                if sum(one not in {"suggested", "withdrawn"} for one in states) >= number:
                    return state
    raise AssertionError("the stream has ended")


async def read(session: aiohttp.ClientSession, address: str, status: int = 200) -> str:
    async with session.get(address, params={"lang": "da"}, headers=PAGE) as answer:
        assert answer.status == status, address
        return await answer.text()


async def held(found: Rehearsal) -> None:
    """Chair the rehearsal as a host would, looking at each of its pages."""
    origin = found.room.rpartition("/m/")[0]
    async with aiohttp.ClientSession() as stranger:
        for address in (origin, found.room, found.links["stage"], f"{found.room}/host"):
            assert BANNER in await read(stranger, address), address
        assert BANNER in await read(stranger, f"{origin}/m/MARTS2AD", 404)
        async with stranger.post(f"{origin}/api/messages", json={}) as teams:
            assert teams.status == 404
    async with chairing(found) as session:
        await say(session, found, "start")
        await say(session, found, "næste")
        state = await asyncio.wait_for(until_asked(session, found, 3), WITHIN)
        assert state["title"] == TITLE
        assert {question["organisation"] for question in state["questions"]} - {None} != set()
        for page in ("host", "record", "people", "knowledge", "deck"):
            assert BANNER in await read(session, f"{found.room}/{page}"), page
        assert "Øvelse med simulerede deltagere" in await read(
            session, f"{found.room}/records.html"
        )
        assert f"{found.room}/deck" not in await read(session, f"{found.room}/host")
        await say(session, found, "luk")


def test_a_rehearsal_runs_until_it_is_ended_and_leaves_nothing(place):
    before = place.digest()

    with rehearsal(place) as found:
        assert found.links["title"] == TITLE
        assert "MARTS2AD" not in found.room
        assert len(place.left) == 1
        assert place.left[0].startswith(PREFIX)
        asyncio.run(held(found))
        summary = found.line()["summary"]
        found.process.send_signal(signal.SIGTERM)
        out, err = found.process.communicate(timeout=WITHIN)

    assert (found.process.returncode, out, err) == (0, "", "")
    assert summary["people"] > 0
    assert summary["questions"] >= 3
    assert [item["planned"] for item in summary["items"]] == [5, 20, 15, 15, 15, 5, 12, 3]
    assert place.left == []
    assert place.digest() == before


def test_the_start_of_a_server_deletes_what_a_killed_one_has_left(place):
    FolderLock(place.temporary / f"{PREFIX}killed").release()
    starter = Starter(place.data.parent, free_port())
    started = starter.start(
        **DEV, ORDSTYRER_DATA=str(place.data.parent / "other"), TMPDIR=str(place.temporary)
    )

    assert (started.code, started.err) == (None, "")
    assert place.left == []


def test_what_a_killed_rehearsal_leaves_goes_with_the_next(place):
    with rehearsal(place) as killed:
        killed.process.kill()
        killed.process.wait(WITHIN)
        left = place.left
        assert len(left) == 1

        with rehearsal(place) as ended:
            assert place.left != left
            assert len(place.left) == 1
            ended.process.send_signal(signal.SIGHUP)
            out, _ = ended.process.communicate(timeout=WITHIN)

    assert ended.process.returncode == 0
    assert "summary" in json.loads(out)
    assert place.left == []
