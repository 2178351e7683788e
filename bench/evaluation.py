"""Two thousand people evaluate within half a minute, half on the page and half on a Teams card.

`python -m bench.evaluation` prints one JSON object a line. What is stored must be what was sent:
anything else ends it. The baseline is the same over a store that keeps nothing.
"""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
import orjson
import uvloop

from bench.browsers import Line, Room, lines
from bench.people import People
from bench.saying import say
from bench.serving import Server, server
from bench.teams import activity, connector
from bot.teams.endpoint import ROUTE
from web.doors import allow_many

PEOPLE, SECONDS, LINES = 2_000, 30.0, 64
TWICE = 10  # each so many-th sends the same once more, as an impatient thumb does
SEED = 5
FIRST_IN_TEAMS = 1_000_000  # activity numbers of their own
KINDS: Mapping[str, Sequence[str]] = {
    "useful": ("1", "2", "3", "4", "5"),
    "recommend": tuple(map(str, range(11))),
    "got_answer": ("yes", "partly", "no"),
}


@dataclass
class Poll:
    """Everybody's answers and how long each took to be on disk."""

    server: Server
    service: str
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    @property
    def room(self) -> Room:
        return Room.of(self.server.links.participant)

    async def opened(self, line: Line) -> bytes:
        """Let a host open it; gives the host's cookie."""
        key = urlsplit(next(iter(self.server.links.hosts.values()))).fragment.removeprefix("key=")
        cookie = (await line.ask(self.room.post("/join", {"key": key}))).cookie
        answer = await line.ask(self.room.post("/actions", {"verb": "evaluation.open"}, cookie))
        assert answer.status == 200, answer
        return cookie

    async def web(self, line: Line, cookie: bytes, answers: Mapping[str, str]) -> None:
        answer = await line.ask(self.room.post("/evaluation", {"answers": answers}, cookie))
        assert answer.status == 200, answer

    async def teams(
        self, session: aiohttp.ClientSession, person: int, answers: Mapping[str, str]
    ) -> None:
        number = next(_numbers)
        said = activity(number, self.service, "invoke")
        action = {"verb": "evaluation.submit", "data": dict(answers)}
        who = {"id": f"29:e{person}", "name": "Deltager", "aadObjectId": f"e{person}"}
        where = {"id": f"a:e{person}", "conversationType": "personal"}
        more = {"name": "adaptiveCard/action", "value": {"action": action}, "replyToId": "m1"}
        body = orjson.dumps(said | more | {"from": who, "conversation": where})
        url = f"http://127.0.0.1:{self.server.port}{ROUTE}"
        async with session.post(url, data=body, headers=JSON) as answer:
            assert answer.status == 200, answer.status
            await answer.read()


JSON = {"Content-Type": "application/json"}
_numbers = itertools.count(FIRST_IN_TEAMS)


def main() -> None:
    allow_many()
    rounds = {}
    for store in ("memory", "tinydb"):
        with server(store) as running:
            rounds[store] = uvloop.run(measure(running))
    (kept, most), (free, _) = rounds["tinydb"], rounds["memory"]
    say(f"{PEOPLE} evaluate in {SECONDS:.0f} s, web and Teams, p99", kept, "ms", free)
    say(f"{PEOPLE} evaluate in {SECONDS:.0f} s, the slowest", most, "ms", most)


async def measure(running: Server) -> tuple[float, float]:
    """Give the slowest hundredth and the slowest of all, milliseconds until on disk."""
    async with connector() as service, aiohttp.ClientSession() as session:
        poll = Poll(running, service)
        people = People(poll.room)
        free = await lines(poll.room, LINES)
        await people.gather(free[:16], PEOPLE // 2, 0)
        host = await poll.opened(free[0])
        await everybody(poll, session, people.cookies[: PEOPLE // 2], free)
        await compared(poll, free[0], host)
    times = sorted(poll.times)
    return 1000 * times[len(times) * 99 // 100], 1000 * times[-1]


async def everybody(
    poll: Poll, session: aiohttp.ClientSession, cookies: Sequence[bytes], free: list[Line]
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - made-up answers, the same each time

    async def one(number: int, due: float, answers: Mapping[str, str]) -> None:
        if number % 2:
            await poll.teams(session, number, answers)
        else:
            line = free.pop()
            await poll.web(line, cookies[number // 2], answers)
            free.append(line)
        poll.times.append(time.perf_counter() - due)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(PEOPLE):
            answers = {id_: chance.choice(values) for id_, values in KINDS.items()}
            poll.sent.update(answers.items())
            due = began + number * SECONDS / PEOPLE
            await asyncio.sleep(max(0, due - time.perf_counter()))
            for _ in range(1 + (number % TWICE == 0)):
                tasks.create_task(one(number, due, answers))


async def compared(poll: Poll, line: Line, host: bytes) -> None:
    """See that the results are what was sent: nothing lost, nothing twice."""
    state = orjson.loads((await line.ask(poll.room.get("/state", host))).body)
    found = state["evaluation"]
    counted = {
        (id_, value): count
        for id_ in KINDS
        for value, count in found["results"][id_].items()
        if count
    }
    assert found["responses"] == PEOPLE, found["responses"]
    assert counted == dict(poll.sent), (counted, poll.sent)


if __name__ == "__main__":
    main()
