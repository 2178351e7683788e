"""The server is killed at any moment: what was acknowledged is there, and there once.

While people ask, vote and answer the evaluation on the web, others ask in Teams, so that the log,
the ballots and the notes are all being written when the kill comes.
"""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from tests.machine import allowed
from tests.process.server import Nursery, kill, nursery
from tests.teams.connector import Connector, connector
from tests.teams.shapes import message, who

KILLS = 50
SOAKING_KILLS = 1000
VOTERS = 8
ANSWERERS = 3
CHATTERS = 3
LONGEST = 0.25  # seconds of burst before a kill
GONE = (aiohttp.ClientError, ConnectionError, TimeoutError)

pytestmark = pytest.mark.process


@dataclass
class Ballot:
    """What somebody wrote in the evaluation, the last of it in place of the first."""

    tried: list[str] = field(default_factory=list)
    taken: int = 0  # so many of them were acknowledged


@dataclass
class Ledger:
    """What was tried, and what the server said was safe."""

    asked: set[str] = field(default_factory=set)
    tried: Counter[str] = field(default_factory=Counter)
    voted: Counter[str] = field(default_factory=Counter)
    ballots: list[Ballot] = field(default_factory=list)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)  # activities by their question
    heard: set[str] = field(default_factory=set)  # those of them that were acknowledged
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)


class Somebody:
    """A participant who does things as fast as answers come."""

    def __init__(self, server: Nursery, ledger: Ledger) -> None:
        self.session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": server.base}
        )
        self.room = server.links().participant
        self.ledger = ledger

    async def burst(self) -> None:
        """Join and do what they do; ends when the server is gone."""
        try:
            await self._post("join", {"name": "Anna", "organisation": "Odense"})
            await self.do()
        except GONE:
            pass
        finally:
            await self.session.close()

    async def do(self) -> None:
        raise NotImplementedError

    async def _post(self, route: str, body: Mapping[str, object]) -> dict[str, str]:
        async with self.session.post(f"{self.room}/{route}", json=body) as answer:
            assert answer.status in {200, 201}, await answer.text()
            return dict(await answer.json())


class Voter(Somebody):
    """Asks a few questions and votes for others'."""

    async def do(self) -> None:
        for number in range(3):
            answer = await self._post("questions", {"text": f"Hvad {number}?", "show": "name"})
            self.ledger.asked.add(answer["id"])
        for question in random.sample(sorted(self.ledger.asked), min(200, len(self.ledger.asked))):
            self.ledger.tried[question] += 1
            await self._post(f"questions/{question}/vote", {})
            self.ledger.voted[question] += 1


class Answerer(Somebody):
    """Answers the evaluation and changes their mind."""

    async def do(self) -> None:
        ballot = Ballot()
        self.ledger.ballots.append(ballot)
        for _ in range(8):
            ballot.tried.append(f"Ord {next(self.ledger.numbers)}")
            await self._post("evaluation", {"answers": {"comment": ballot.tried[-1]}})
            ballot.taken = len(ballot.tried)


class Chatter:
    """Asks in a chat of their own with the bot, and again what was not acknowledged."""

    def __init__(self, server: Nursery, teams: Connector, ledger: Ledger) -> None:
        self.server, self.teams, self.ledger = server, teams, ledger

    async def burst(self) -> None:
        person = who("Deltager Odense", 16 + next(self.ledger.numbers))
        try:
            async with aiohttp.ClientSession() as session:
                for _ in range(5):
                    text = f"Chat {next(self.ledger.numbers)}?"
                    said = message(person, self.teams.url, f"til UDK: {text}", chat=person.own_chat)
                    self.ledger.said[text] = said
                    await self.deliver(session, text)
        except GONE:
            pass

    async def deliver(self, session: aiohttp.ClientSession, text: str) -> None:
        url = f"{self.server.base}/api/messages"
        async with session.post(url, json=self.ledger.said[text]) as answer:
            assert answer.status == 200, await answer.text()
        self.ledger.heard.add(text)

    async def deliver_again(self, session: aiohttp.ClientSession) -> None:
        """Deliver what was not acknowledged, and a few that were, as the service would."""
        unheard = self.ledger.said.keys() - self.ledger.heard
        for text in [
            *unheard,
            *random.sample(sorted(self.ledger.heard), min(3, len(self.ledger.heard))),
        ]:
            await self.deliver(session, text)


@dataclass(frozen=True)
class Host:
    """Who sees everything."""

    server: Nursery

    async def state(self, *first: str) -> dict[str, Any]:
        """Say something, or nothing, and look."""
        page, key = self.server.links().hosts["Mette Vinther Poulsen"].split("#key=")
        room = page.removesuffix("/host")
        jar = aiohttp.CookieJar(unsafe=True)
        origin = {"Origin": self.server.base}
        async with aiohttp.ClientSession(cookie_jar=jar, headers=origin) as session:
            await self._post(session, f"{room}/join", {"key": key})
            for text in first:
                await self._post(session, f"{room}/messages", {"text": text})
            async with session.get(f"{room}/state") as answer:
                return dict(await answer.json())

    async def _post(self, session: aiohttp.ClientSession, url: str, body: dict[str, str]) -> None:
        async with session.post(url, json=body) as answer:
            assert answer.status == 200, await answer.text()


def check(state: dict[str, Any], ledger: Ledger) -> None:
    check_questions(state["questions"], ledger)
    check_ballots(state["evaluation"], ledger)


def check_questions(seen: list[dict[str, Any]], ledger: Ledger) -> None:
    ids = Counter(question["id"] for question in seen)
    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert ledger.asked - set(ids) == set()
    assert [question["number"] for question in seen] == list(range(1, len(seen) + 1))
    for question in seen:
        low, high = ledger.voted[question["id"]], ledger.tried[question["id"]]
        assert low <= question["votes"] <= high
    texts = Counter(question["text"] for question in seen if question["text"] in ledger.said)
    assert [text for text, times in texts.items() if times > 1] == []
    assert ledger.heard - set(texts) == set()


def check_ballots(evaluation: dict[str, Any], ledger: Ledger) -> None:
    comments = (evaluation["results"] or {}).get("comment", {})
    for ballot in ledger.ballots:
        there = [text for text in ballot.tried if comments.get(text)]
        assert len(there) <= 1
        assert sum(comments.get(text, 0) for text in ballot.tried) == len(there)
        if ballot.taken:
            assert there[0] in ballot.tried[ballot.taken - 1 :]
    assert comments.keys() <= {text for ballot in ledger.ballots for text in ballot.tried}


async def test_what_was_acknowledged_survives_fifty_kills_and_is_there_once(tmp_path, soaking):
    kills = SOAKING_KILLS if soaking else KILLS
    random.seed(20200330)
    ledger = Ledger()
    async with aiohttp.ClientSession() as session, connector() as teams:
        with nursery(tmp_path / "data") as server:
            host, chatter = Host(server), Chatter(server, teams, ledger)
            for number in range(kills):
                process = server.start()
                await server.ready(session)
                check(await host.state(*([] if number else ["evaluering"])), ledger)
                await chatter.deliver_again(session)
                people = [
                    *(Voter(server, ledger) for _ in range(VOTERS)),
                    *(Answerer(server, ledger) for _ in range(ANSWERERS)),
                    *(Chatter(server, teams, ledger) for _ in range(CHATTERS)),
                ]
                bursts = [asyncio.create_task(person.burst()) for person in people]
                await asyncio.sleep(allowed(random.random() * LONGEST))
                kill(process)
                await asyncio.gather(*bursts)
                teams.requests.clear()
                teams.messages.clear()
            process = server.start()
            await server.ready(session)
            await chatter.deliver_again(session)
            check(await host.state(), ledger)
            kill(process)

    assert len(ledger.asked) > kills
    assert sum(ledger.voted.values()) > kills
    assert sum(ballot.taken for ballot in ledger.ballots) > kills
    assert ledger.heard == ledger.said.keys()
    assert len(ledger.heard) > kills
