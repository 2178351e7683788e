"""Everybody in the meeting that a benchmark plays: they join, ask and vote over HTTP."""

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.browsers import Line, Room

EACH = 15  # questions of one person, so that nobody's bucket is emptied
TEXT = "Hvornår sender I de nye satser ud til kommunerne, og hvem skal have dem? ({n})"


@dataclass
class People:
    """`version` is the newest that is known here; `asked` is when which question was sent."""

    room: Room
    cookies: list[bytes] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    version: int = 0
    asked: dict[int, float] = field(default_factory=dict)

    async def gather(self, some: Sequence[Line], people: int, questions: int) -> None:
        """Have so many join, and some of them ask."""
        await asyncio.gather(*(self._join(line, people // len(some) + 1) for line in some))
        for n in range(questions):
            await self.ask(some[0], self.cookies[n // EACH])

    async def _join(self, line: Line, number: int) -> None:
        for n in range(number):
            data = {"name": f"Deltager {n}", "organisation": f"Kommune {n % 98}"}
            answer = await line.ask(self.room.post("/join", data))
            assert answer.status == 200, answer
            self.cookies.append(answer.cookie)

    async def ask(self, line: Line, cookie: bytes) -> None:
        began = time.perf_counter()
        data = {"text": TEXT.format(n=len(self.questions)), "show": "name"}
        answer = await line.ask(self.room.post("/questions", data, cookie))
        assert answer.status == 201, answer
        told = answer.json()
        self.questions.append(str(told["id"]))
        self.version = int(str(told["version"]))
        self.asked[self.version] = began

    def votes(self) -> Iterator[bytes]:
        """Give requests, each a vote that has not been cast, for one question after the other."""
        questions = tuple(self.questions)
        for turn, cookie in enumerate(itertools.cycle(self.cookies)):
            if turn == len(questions) * len(self.cookies):
                return
            question = questions[(turn * 7 + turn // len(self.cookies)) % len(questions)]
            yield self.room.post(f"/questions/{question}/vote", None, cookie)


async def vote(line: Line, request: bytes) -> None:
    answer = await line.ask(request)
    assert answer.status == 200, answer
