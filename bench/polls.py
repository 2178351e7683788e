"""A full hall answers a poll in half a minute, on the page and in Teams mixed, onto the disk.

`python -m bench.polls` prints one JSON object a line, and fails if an answer is lost or doubled.
The load is this process; the server, whole and on uvloop, is another one.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping
from typing import cast

import uvloop

from bench.browsers import Answer, Line, Room, lines
from bench.saying import say
from bench.serving import Server, server
from bench.teams import activity, connector

PEOPLE = 2_000
WITHIN = 30.0  # seconds in which they all answer
BAR = 300.0  # milliseconds
LINES = 300
LINE = "Skal vi mødes fysisk? / ja / nej / ved ikke"
Asked = list[tuple[str, bytes]]


def main() -> None:
    with server("tinydb") as running:
        times = uvloop.run(answered(running))
    for channel, found in times.items():
        for part, value in (
            ("p50", found[len(found) // 2]),
            ("p99", found[len(found) * 99 // 100]),
        ):
            name = (
                f"{PEOPLE} answers to a poll in {WITHIN:.0f} s, half of them by {channel}, {part}"
            )
            say(name, value, "ms", BAR)


async def answered(running: Server) -> Mapping[str, list[float]]:
    """Give the milliseconds of each answer from when it was due, sorted, by channel."""
    room = Room.of(running.links.participant)
    async with connector() as service_url:
        free = await lines(room, LINES)
        host = await _host(free[0], room, running)
        told = await free[0].ask(room.post("/actions", {"verb": "poll.ask", "text": LINE}, host))
        poll = await _poll(free[0], room, host)
        assert told.status == 200, told
        asked, wanted = await _asked(free[0], room, str(poll["id"]), service_url)
        times = await _when_due(free, asked)
        await free[0].ask(room.post("/actions", {"verb": "poll.close"}, host))
        counted = await _poll(free[0], room, host)
    assert counted["results"] == wanted, (counted["results"], wanted)
    assert counted["responses"] == PEOPLE, counted["responses"]
    return times


async def _host(line: Line, room: Room, running: Server) -> bytes:
    """Come in by a host's own link."""
    link = next(iter(running.links.hosts.values()))
    answer = await line.ask(room.post("/join", {"key": link.partition("#key=")[2]}))
    return answer.cookie


async def _poll(line: Line, room: Room, host: bytes) -> Mapping[str, object]:
    answer = await line.ask(room.get("/state", host))
    polls = cast("list[Mapping[str, object]]", answer.json()["polls"])
    return polls[0]


async def _asked(
    line: Line, room: Room, poll: str, service_url: str
) -> tuple[Asked, Mapping[str, int]]:
    """Make everybody's answer in a mixed order, and the result that they must have."""
    teams, found, wanted = Room(room.host, room.port, "/api/messages"), Asked(), Counter[str]()
    for number in range(PEOPLE):
        value = str(1 + number // 2 % 3 * (number % 5 > 0))
        wanted[value] += 1
        if number % 2:
            answer = await line.ask(room.post("/join", {"name": f"Deltager {number}"}))
            body = {"answer": value}
            found.append(("page", room.post(f"/polls/{poll}/answer", body, answer.cookie)))
        else:
            action = {"verb": "poll.answer", "data": {"poll": poll, "answer": value}}
            more = {"name": "adaptiveCard/action", "value": {"action": action}, "replyToId": "m1"}
            who = {"from": {"id": f"29:{number}", "name": "Deltager", "aadObjectId": f"{number}"}}
            pressed = activity(number, service_url, "invoke") | who | more
            found.append(("Teams", teams.post("", pressed)))
    random.Random(PEOPLE).shuffle(found)  # noqa: S311 - the same order each time
    return found, {value: wanted[value] for value in ("1", "2", "3")}


async def _when_due(free: list[Line], asked: Asked) -> Mapping[str, list[float]]:
    """Send each when it is due, answered or not."""
    times: dict[str, list[float]] = {channel: [] for channel, _ in asked}

    async def one(channel: str, request: bytes, due: float) -> None:
        line = free.pop()
        _check(await line.ask(request))
        times[channel].append(1000 * (time.perf_counter() - due))
        free.append(line)

    began = time.perf_counter() + 0.1
    async with asyncio.TaskGroup() as tasks:
        for n, (channel, request) in enumerate(asked):
            due = began + n * WITHIN / len(asked)
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            tasks.create_task(one(channel, request, due))
    return {channel: sorted(found) for channel, found in times.items()}


def _check(answer: Answer) -> None:
    assert answer.status == 200, answer


if __name__ == "__main__":
    main()
