"""1,000 texts and 20 secrets go through a whole meeting and its faults; no output holds any."""

import asyncio
import itertools
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.keys import Keys
from bot.links import Links, links
from tests.given import demo_file
from tests.process.forks import ROOT
from tests.process.server import free_port
from tests.teams.connector import Scripted, connector
from tests.teams.shapes import bot_added, message, press, who

SECRET = "Abrakadabra-the-operators-secret"
ROOMS = 25  # people, each with a set of texts
WAITS = 30.0  # seconds

pytestmark = pytest.mark.process


@dataclass
class Planted:
    """Numbered marks, each used once, to look for afterwards."""

    texts: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=lambda: [SECRET])
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def text(self) -> str:
        self.texts.append(f"Zoroaster{next(self._numbers):04d}")
        return self.texts[-1]

    def secret(self) -> str:
        self.secrets.append(f"hunter-{next(self._numbers):04d}-hunter")
        return self.secrets[-1]


@dataclass
class Served:
    base: str
    links: Links
    errors: Path

    @property
    def page(self) -> str:
        return self.links.participant


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Served]:
    """The program as people run it, logging as much as it can, its log in a file."""
    port, errors = free_port(), folder / "errors.log"
    base = f"http://127.0.0.1:{port}"
    own = {"ORDSTYRER_DATA": str(folder / "data"), "PORT": str(port), "ORDSTYRER_DEV": "1"}
    keys = Keys(SECRET.encode())
    with errors.open("wb") as log:
        server = subprocess.Popen(  # noqa: ASYNC220 - nothing else goes on yet
            [sys.executable, "app.py", "serve"],
            cwd=ROOT,
            env={
                "PATH": "/usr/bin:/bin",
                **own,
                "ORDSTYRER_SECRET": SECRET,
                "ORDSTYRER_LOG": "info",
            },
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            await up(base)
            yield Served(base, links(demo_file().plans(keys)[0], keys, base), errors)
        finally:
            server.send_signal(signal.SIGTERM)
            await asyncio.to_thread(server.wait, WAITS)


async def up(base: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(int(WAITS * 20)):
            try:
                await session.get(f"{base}/healthz")
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
            else:
                return
    raise TimeoutError("the server did not come up")


def browser(served: Served) -> aiohttp.ClientSession:
    jar = aiohttp.CookieJar(unsafe=True)
    return aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": served.base})


async def takes_part(served: Served, planted: Planted) -> None:
    """Join, ask, wish, chat and evaluate, rightly and wrongly, in 40 texts."""
    async with browser(served) as session:

        async def post(place: str, body: Any, **more: Any) -> int:
            async with session.post(f"{served.page}/{place}", json=body, **more) as answer:
                await answer.read()
                return answer.status

        joined = {"name": planted.text(), "organisation": planted.text()}
        assert await post("join", joined) == 200
        for show in ("name", "organisation", "anonymous") * 4:
            body = {"text": f"Hvornår kommer {planted.text()}?", "show": show}
            assert await post("questions", body) == 201
        for words in ("emne: {}", "til UDK: {}?", "{}", "spørg {}", "hr. {} 010203-1234"):
            await post("messages", {"text": words.format(planted.text())})
        answers = {"comment": planted.text(), "topic": planted.text(), "useful": planted.text()}
        for name, answer in answers.items():
            await post("evaluation", {"answers": {name: answer}})
        for verb in ("question.edit", "question.answer", "poll.answer", "entry.save", "nothing"):
            data = {"question": planted.text(), "text": planted.text(), "answer": planted.text()}
            await post("actions", {"verb": verb, **data})
        await post("join", {"key": planted.text()})
        await post(f"questions/{planted.text()}/vote", {})
        await session.post(f"{served.page}/messages", data=f"{{{planted.text()}")


async def chats(served: Served, url: str, planted: Planted) -> None:
    """Write in Teams, whose connector fails in every way meanwhile."""
    anna = who("Deltager Odense", 40)
    async with aiohttp.ClientSession() as session:
        said = [
            bot_added(anna, url),
            *[message(anna, url, f"til UDK: {planted.text()}?") for _ in range(20)],
            *[message(anna, url, planted.text(), chat=anna.own_chat) for _ in range(20)],
            *[press(anna, url, "question.ask", {"text": planted.text()}) for _ in range(10)],
            press(anna, url, planted.text(), {"question": planted.text()}),
            message(anna, url, "x") | {"channelData": planted.text()},
            message(anna, url, "x") | {"serviceUrl": f"https://{planted.text()}.example"},
        ]
        for activity in said:
            headers = {"Authorization": f"Bearer {planted.secret()}"} if said[0] is activity else {}
            async with session.post(
                f"{served.base}/api/messages", json=activity, headers=headers
            ) as answer:
                await answer.read()


async def knocks(served: Served, planted: Planted) -> None:
    """Come with secrets that are wrong, in every place that takes one."""
    async with browser(served) as session:
        for place in ("tab/sign-in", "api/messages", f"m/{planted.text()}/join"):
            for _ in range(6):
                secret = planted.secret()
                headers = {"Cookie": f"ordstyrer-x={secret}", "Authorization": f"Bearer {secret}"}
                body = {"token": secret, "key": secret, "code": secret}
                url = f"{served.base}/{place}?told={planted.text()}"
                async with session.post(url, json=body, headers=headers) as answer:
                    await answer.read()


async def hosts(served: Served, planted: Planted) -> None:
    async with browser(served) as session:
        (key, *_) = [url.partition("#key=")[2] for url in served.links.hosts.values()]
        planted.secrets.append(key)
        await session.post(f"{served.page}/join", json={"key": key})
        for words in ("start", "evaluering", f"afstemning: {planted.text()} / ja / nej", "luk"):
            async with session.post(f"{served.page}/messages", json={"text": words}) as answer:
                assert answer.status < 500


async def told(served: Served) -> str:
    """What anybody gets to read of how the server is."""
    async with aiohttp.ClientSession() as session:
        places = ("healthz", "readyz", "metrics", "openapi.json")
        return "".join([await (await session.get(f"{served.base}/{p}")).text() for p in places])


async def test_no_output_holds_a_text_a_name_or_a_secret(tmp_path: Path) -> None:
    planted = Planted()
    async with connector() as teams, serving(tmp_path) as served:
        teams.weather = lambda chat: Scripted(500 if "19:" in chat else 403, "Forbidden")
        await asyncio.gather(
            *(takes_part(served, planted) for _ in range(ROOMS)),
            chats(served, teams.url, planted),
            knocks(served, planted),
        )
        await hosts(served, planted)
        seen = await told(served)

    lines = served.errors.read_text(encoding="utf-8")
    whole = lines + seen
    assert (len(planted.texts) >= 1000, len(planted.secrets) >= 20) == (True, True)
    assert [text for text in planted.texts if text in whole] == []
    assert [secret for secret in planted.secrets if secret in whole] == []
    said = {json.loads(line)["what"] for line in lines.splitlines()}
    assert {"turned away", "not sent to Teams"} <= said, said
