"""A machine is lost during an evaluation, and the meeting goes on on another: `make drill`.

Real servers and three machines as far as one can be three: each has its own folder,
port and process. The first is killed and its folder deleted; the second has the operator's secret,
the third keeps everything in PostgreSQL and has another secret.
"""

import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.commands.backup import back_up
from bot.commands.exporting import Format, exported
from bot.commands.meetings import find
from bot.commands.progress import Progress
from bot.commands.restoring import restore
from bot.settings import Settings
from tests.given import Clock
from tests.postgres import schema, server
from tests.process.server import Nursery, nursery

OTHER_SECRET = "another secret for tests, and long enough"
ANSWERS = {"useful": 4, "comment": "Godt møde"}


@dataclass
class Drill:
    """What has been done so far, step by step with its seconds."""

    session: aiohttp.ClientSession
    tell: Callable[[str], None]
    cookies: dict[str, str] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    def did(self, what: str) -> None:
        now = time.monotonic()
        self.tell(f"{now - self.begun:5.1f} s  {what}")
        self.begun = now

    async def asks(self, machine: Nursery, who: str, place: str, body: object = None) -> Any:
        """Get, or post where there is a body; give status and JSON."""
        url = f"{machine.links().participant}/{place}"
        headers = {"Origin": machine.base, "Cookie": self.cookies.get(who, "")}
        method = "GET" if body is None else "POST"
        async with self.session.request(method, url, json=body, headers=headers) as answer:
            if place == "join":
                self.cookies[who] = answer.headers["Set-Cookie"].partition(";")[0]
            return answer.status, await answer.json()

    async def up(self, machine: Nursery) -> None:
        machine.start()
        await machine.ready(self.session)

    async def state(self, machine: Nursery, who: str) -> dict[str, Any]:
        """Give what somebody sees, without what the clock alone changes."""
        status, seen = await self.asks(machine, who, "state")
        assert status == 200, seen
        return {name: seen[name] for name in ("version", "phase", "questions", "evaluation")}


def settings_of(machine: Nursery) -> Settings:
    return Settings.model_validate(
        {
            "ORDSTYRER_DATA": str(machine.data),
            "ORDSTYRER_STORE": machine.store,
            "ORDSTYRER_SECRET": machine.secret,
        }
    )


async def put_back(machine: Nursery, saved: Path) -> None:
    await restore(settings_of(machine), saved, Progress(), Clock())


async def export(machine: Nursery) -> dict[str, Any]:
    code = machine.links().participant.rpartition("/")[2]
    found = await find(settings_of(machine), code)
    return dict(json.loads(exported(found, Format.JSON)))


def key_of_a_host(machine: Nursery) -> str:
    return next(iter(machine.links().hosts.values())).partition("#key=")[2]


async def play(drill: Drill, machine: Nursery) -> None:
    await drill.up(machine)
    await drill.asks(machine, "host", "join", {"key": key_of_a_host(machine)})
    for who in ("Anna", "Bo"):
        await drill.asks(machine, who, "join", {"name": who, "organisation": "Odense"})
        body = {"text": f"Hvad betyder det for {who}?", "show": "anonymous"}
        assert (await drill.asks(machine, who, "questions", body))[0] == 201
    for word in ("start", "evaluering"):
        assert (await drill.asks(machine, "host", "messages", {"text": word}))[0] == 200
    assert (await drill.asks(machine, "Anna", "evaluation", {"answers": ANSWERS}))[0] == 200


async def drill(work: Path, database: str, tell: Callable[[str], None]) -> None:
    """Play it. Raises AssertionError where something is not as it was."""
    jar = aiohttp.DummyCookieJar()
    with nursery(work / "first") as machine:
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            done = Drill(session, tell)
            await play(done, machine)
            done.did("a meeting in its evaluation, served from a folder")
            seen = {who: await done.state(machine, who) for who in ("host", "Anna")}
            await back_up(settings_of(machine), work / "backup", (), Progress())
            before = await export(machine)
            bytes_, changes = size(work / "backup"), before["version"]
            done.did(f"backup while it serves: {bytes_} bytes, {changes} changes")
            machine.move(work / "second")
            shutil.rmtree(work / "first")
            done.did("the machine is gone: killed, its folder deleted")
            await second(done, machine, work / "backup", before, seen)
            machine.move(work / "third", database, OTHER_SECRET)
            await third(done, machine, work / "backup", before)


async def second(
    done: Drill, machine: Nursery, saved: Path, before: object, seen: dict[str, Any]
) -> None:
    """The same secret on another machine: everybody goes on, with the cookies that they have."""
    await put_back(machine, saved)
    assert await export(machine) == before
    done.did("restored on another machine: the same export")
    await done.up(machine)
    assert {who: await done.state(machine, who) for who in seen} == seen
    done.did("served there with the same secret: cookies go on, everybody sees the same")


async def third(done: Drill, machine: Nursery, saved: Path, before: object) -> None:
    """Another store and another secret: the meeting is the same, its links are new."""
    await put_back(machine, saved)
    assert await export(machine) == before
    done.did("restored into PostgreSQL: the same export")
    await done.up(machine)
    assert (await done.asks(machine, "Anna", "state"))[0] == 401
    key = {"key": key_of_a_host(machine)}
    assert (await done.asks(machine, "host", "join", key))[0] == 200
    assert (await done.asks(machine, "host", "messages", {"text": "luk"}))[0] == 200
    evaluation = (await done.state(machine, "host"))["evaluation"]
    assert (evaluation["responses"], evaluation["results"]["useful"]["4"]) == (1, 1)
    done.did("served there with another secret: old cookies refused, the new host link closes")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        async with schema(postgres.address) as database:
            await drill(Path(folder), database, print)


if __name__ == "__main__":
    asyncio.run(main())
