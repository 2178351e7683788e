"""One person over five channels and a thousand tries is one response, the last one."""

import asyncio
import itertools
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bench.teams import activity, connector
from bot.keys import Keys
from tests.given import METTE, demo_plan
from tests.process.server import SECRET
from tests.process.test_anonymous import ready, serving, session

TRIES, CHANNELS = 1_000, 5
NAME = "Mette Vinther Poulsen"

pytestmark = pytest.mark.process


class Mette:
    """A host, whom both her links' key and Teams know to be the same person."""

    def __init__(self, base: str, service: str, browsers: list[aiohttp.ClientSession]) -> None:
        self.base, self.service, self.browsers = base, service, browsers
        self.page = f"{base}/m/{demo_plan().code}"
        self._numbers = itertools.count(1)

    async def join(self) -> None:
        key = Keys(SECRET.encode()).role_key(demo_plan().meeting, METTE)
        for browser in self.browsers:
            assert (await browser.post(f"{self.page}/join", json={"key": key})).status == 200
        act = {"verb": "evaluation.open"}
        assert (await self.browsers[0].post(f"{self.page}/actions", json=act)).status == 200

    async def answer(self, channel: int, useful: int) -> None:
        answers = {"useful": str(useful), "got_answer": "yes"}
        path = f"{self.page}/evaluation"
        match channel:
            case 0 | 1:  # two browsers, each with its own cookie
                sent = await self.browsers[channel].post(path, json={"answers": answers})
            case 2:  # a form, as without scripts
                browser = self.browsers[0]
                sent = await browser.post(path, data=answers, allow_redirects=False)
            case _:  # the card, in the own chat and in the meeting's
                sent = await self._press(answers, own=channel == 3)
        assert sent.status in {200, 303}, (channel, await sent.text())

    async def _press(self, answers: dict[str, str], *, own: bool) -> aiohttp.ClientResponse:
        said: dict[str, Any] = activity(next(self._numbers), self.service, "invoke")
        action = {"verb": "evaluation.submit", "data": answers}
        chat = {"id": "a:mette", "conversationType": "personal"}
        meeting = {"id": "19:m@thread.v2", "conversationType": "groupChat", "isGroup": True}
        said |= {"name": "adaptiveCard/action", "value": {"action": action}, "replyToId": "m1"}
        said |= {"from": {"id": "29:mette", "name": NAME, "aadObjectId": "mette"}}
        said |= {"conversation": chat if own else meeting}
        return await self.browsers[0].post(f"{self.base}/api/messages", json=said)

    async def evaluation(self) -> dict[str, Any]:
        state = await (await self.browsers[0].get(f"{self.page}/state")).json()
        return dict(state["evaluation"])


async def tried(base: str) -> dict[str, Any]:
    await ready(base)
    async with connector() as service, session(base) as one, session(base) as other:
        mette = Mette(base, service, [one, other])
        await mette.join()
        for first in range(0, TRIES - 1, 50):
            tries = range(first, min(first + 50, TRIES - 1))
            await asyncio.gather(*(mette.answer(n % CHANNELS, 1 + n % 4) for n in tries))
        await mette.answer((TRIES - 1) % CHANNELS, 5)
        return await mette.evaluation()


def test_one_person_over_five_channels_and_a_thousand_tries_is_one_response(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as base:
        found = asyncio.run(tried(base))

    assert found["responses"] == 1
    assert found["results"]["useful"] == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}
    assert found["results"]["got_answer"] == {"yes": 1, "partly": 0, "no": 0}
