"""The server is killed at any moment: what was acknowledged is there, and there once."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

import aiohttp
import pytest

from tests.process.server import Nursery, kill, nursery

KILLS = 50
SOAKING_KILLS = 1000
PEOPLE = 12
LONGEST = 0.25  # seconds of burst before a kill

pytestmark = pytest.mark.process


@dataclass
class Ledger:
    """What was tried, and what the server said was safe."""

    asked: set[str] = field(default_factory=set)
    tried: Counter[str] = field(default_factory=Counter)
    voted: Counter[str] = field(default_factory=Counter)


class Somebody:
    """A participant who asks and votes as fast as answers come."""

    def __init__(self, server: Nursery, ledger: Ledger) -> None:
        self.session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": server.base}
        )
        self.room = server.links().participant
        self.ledger = ledger

    async def burst(self) -> None:
        """Join, ask a few questions, vote for everything known; ends when the server is gone."""
        try:
            await self._post("join", {"name": "Anna", "organisation": "Odense"})
            for number in range(3):
                text = f"Spørgsmål {number}?"
                answer = await self._post("questions", {"text": text, "show": "name"})
                self.ledger.asked.add(answer["id"])
            for question in sorted(self.ledger.asked, key=lambda _: random.random())[:200]:
                self.ledger.tried[question] += 1
                await self._post(f"questions/{question}/vote", {})
                self.ledger.voted[question] += 1
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            pass
        finally:
            await self.session.close()

    async def _post(self, route: str, body: dict[str, str]) -> dict[str, str]:
        async with self.session.post(f"{self.room}/{route}", json=body) as answer:
            assert answer.status in {200, 201}, await answer.text()
            return dict(await answer.json())


async def as_the_host_sees_it(server: Nursery) -> list[dict[str, object]]:
    link = server.links().hosts["Mette Vinther Poulsen"]
    page, key = link.split("#key=")
    room = page.removesuffix("/host")
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": server.base}) as host:
        async with host.post(f"{room}/join", json={"key": key}) as answer:
            assert answer.status == 200, await answer.text()
        async with host.get(f"{room}/state") as answer:
            return list((await answer.json())["questions"])


def check(seen: list[dict[str, object]], ledger: Ledger) -> None:
    ids = Counter(question["id"] for question in seen)
    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert ledger.asked - set(ids) == set()
    assert [question["number"] for question in seen] == list(range(1, len(seen) + 1))
    for question in seen:
        low, high = ledger.voted[str(question["id"])], ledger.tried[str(question["id"])]
        assert low <= int(str(question["votes"])) <= high


async def test_what_was_acknowledged_survives_fifty_kills_and_is_there_once(tmp_path, soaking):
    kills = SOAKING_KILLS if soaking else KILLS
    random.seed(20200330)
    ledger = Ledger()
    with nursery(tmp_path / "data") as server:
        async with aiohttp.ClientSession() as session:
            for _ in range(kills):
                process = server.start()
                await server.ready(session)
                check(await as_the_host_sees_it(server), ledger)
                people = [Somebody(server, ledger) for _ in range(PEOPLE)]
                bursts = [asyncio.create_task(person.burst()) for person in people]
                await asyncio.sleep(random.random() * LONGEST)
                kill(process)
                await asyncio.gather(*bursts)
            process = server.start()
            await server.ready(session)
            check(await as_the_host_sees_it(server), ledger)
            kill(process)

    assert len(ledger.asked) > kills
    assert sum(ledger.voted.values()) > kills
