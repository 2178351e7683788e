"""How fast the Teams edge is, against a bare bot on the same SDK.

Both have the SDK's known slownesses worked round; the echo still reads an activity with the SDK's
own reader, where the edge has one that is faster.

Run with `python -m bench.teams`; prints one JSON line for each figure. The load generator and the
connector are this process, each bot is a process of its own; both run on uvloop.
"""

import asyncio
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import uvloop
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, InvokeResponse

from bench.scratch import scratch
from bot.base.library import Library, read_base
from bot.clocks import MachineClock
from bot.collecting import collect_seldom
from bot.conversation import Conversation
from bot.files.meeting_file import read_meeting_file
from bot.hub import Hub
from bot.keys import Keys
from bot.stores.folder import open_folder
from bot.teams.adapter import admitted, make_adapter
from bot.teams.body import read_body
from bot.teams.client import Clients
from bot.teams.endpoint import ROUTE, add_teams
from bot.teams.token import NoTokens
from bot.teams.wiring import Edge, Site, Teams
from meeting.commands import AskQuestion, Command, Deed, Join, OpenMeeting, PlanMeeting
from meeting.ids import CommandId, PersonId, QuestionId
from meeting.planning import moved_to

SENDERS = 32
SECONDS = 6.0
ROUNDS = 3
CHATS = 400  # own chats of as many people: each has the platform's limits to itself
EXAMPLE = Path(__file__).parent.parent / "examples" / "programledermoede-2020-03"
QUESTIONS = tuple(QuestionId(f"q{n}") for n in range(100))
ASKED = (
    "Hvornår ved vi, hvad den nye løsning kommer til at koste for en lille kommune?",
    "Kan vi få materialet fra i dag sendt til vores egne folk?",
    "Hvordan går det med de opgaver, der skulle have været færdige i marts?",
)
CLOCK = MachineClock(lambda: datetime.now(UTC))
JSON = {"Content-Type": "application/json"}
TurnMaker = Callable[[int, str], dict[str, Any]]
_ids = itertools.count(1)


@dataclass(frozen=True)
class Measured:
    rate: float  # turns a second
    p99: float  # milliseconds


def main() -> None:
    if len(sys.argv) > 1:
        uvloop.run(serve(sys.argv[1], Path(sys.argv[2])))
    else:
        uvloop.run(measure())


async def measure() -> None:
    async with connector() as service_url:
        for name, turn in (("asking over Teams", asked), ("a vote by Action.Execute", voted)):
            rounds = [await one_round(turn, service_url) for _ in range(ROUNDS)]
            rounds.sort(key=lambda pair: pair[0].rate / pair[1].rate)
            meeting, echo = rounds[ROUNDS // 2]
            say(f"{name}, {SENDERS} senders", meeting.rate, "turns/s", echo.rate)
            say(f"{name}, p99", meeting.p99, "ms", echo.p99)


async def one_round(turn: TurnMaker, service_url: str) -> tuple[Measured, Measured]:
    meeting = await measured("meeting", turn, service_url)
    return meeting, await measured("echo", turn, service_url)


def say(name: str, value: float, unit: str, baseline: float) -> None:
    figure = {"name": name, "value": round(value, 1), "unit": unit}
    ratio = {"baseline": round(baseline, 1), "ratio": round(value / baseline, 3)}
    print(orjson.dumps(figure | ratio).decode(), flush=True)


# The load


def activity(number: int, service_url: str, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "id": f"1700000{number:09}",
        "timestamp": "2026-11-24T09:01:02.345Z",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": f"29:{number % CHATS}", "name": "Deltager", "aadObjectId": f"{number}"},
        "recipient": {"id": "28:bot", "name": "Ordstyrer"},
        "conversation": {"id": f"a:{number % CHATS}", "conversationType": "personal"},
        "entities": [{"type": "clientInfo", "platform": "Windows"}],
        "channelData": {"tenant": {"id": "t"}},
    }


def asked(number: int, service_url: str) -> dict[str, Any]:
    text = f"{ASKED[number % len(ASKED)]} ({number})"
    return activity(number, service_url, "message") | {"text": text, "textFormat": "plain"}


def voted(number: int, service_url: str) -> dict[str, Any]:
    question = QUESTIONS[number // CHATS % len(QUESTIONS)]  # so that each vote is a new one
    action = {"verb": "question.vote", "data": {"question": question}}
    more = {"name": "adaptiveCard/action", "value": {"action": action}, "replyToId": "m1"}
    return activity(number, service_url, "invoke") | more


async def measured(bot: str, turn: TurnMaker, service_url: str) -> Measured:
    """Start a bot, warm it up, and keep it busy from so many senders for a while."""
    folder = tempfile.TemporaryDirectory(dir=scratch())
    command = [sys.executable, "-m", "bench.teams", bot, folder.name]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603, ASYNC220 - ourselves
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        url = f"http://127.0.0.1:{port}{ROUTE}"
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=SENDERS)) as session:
            await busy(session, url, turn, service_url, 1.5)
            times = await busy(session, url, turn, service_url, SECONDS)
    finally:
        process.terminate()
        process.wait()
        folder.cleanup()
    p99 = sorted(times)[int(len(times) * 0.99)]
    return Measured(len(times) / SECONDS, 1000 * p99)


async def busy(
    session: aiohttp.ClientSession, url: str, turn: TurnMaker, service_url: str, seconds: float
) -> list[float]:
    """Give the time of each turn; any answer but success ends the measurement."""
    until = time.perf_counter() + seconds
    times: list[float] = []

    async def sender() -> None:
        while (began := time.perf_counter()) < until:
            body = orjson.dumps(turn(next(_ids), service_url))
            async with session.post(url, data=body, headers=JSON) as answer:
                await answer.read()
                assert answer.status == 200, answer.status
            times.append(time.perf_counter() - began)

    await asyncio.gather(*(sender() for _ in range(SENDERS)))
    return times


@asynccontextmanager
async def connector() -> AsyncIterator[str]:
    """Be a service that takes everything that is sent to it."""

    async def take(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=b'{"id":"m"}', content_type="application/json")

    app = web.Application()
    activities = "/v3/conversations/{conversation}/activities"
    app.router.add_post(activities, take)
    app.router.add_route("*", activities + "/{activity}", take)
    port, runner = await listening(app)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def listening(app: web.Application) -> tuple[int, web.AppRunner]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner.addresses[0][1], runner


# The bots


async def serve(bot: str, folder: Path) -> None:
    app = await (echo_bot() if bot == "echo" else meeting_bot(folder))
    port, _ = await listening(app)
    collect_seldom()
    print(port, flush=True)
    await asyncio.Event().wait()


async def echo_bot() -> web.Application:
    """Answer each message with its text and each press with a small card; nothing is kept."""
    session = aiohttp.ClientSession()
    clients = Clients(session, NoTokens(), CLOCK)
    adapter = make_adapter(clients)

    async def on_turn(context: TurnContext) -> None:
        if context.activity.type == "message":
            await context.send_activity(context.activity.text)
        else:
            card = {"type": "AdaptiveCard", "version": "1.5", "body": []}
            body = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive"}
            response = InvokeResponse(status=200, body=body | {"value": card})
            await context.send_activity(Activity(type="invokeResponse", value=response))

    async def messages(request: web.Request) -> web.Response:
        body = Activity().deserialize(read_body(await request.read()))
        response = await adapter.process_activity(admitted(clients, {}), body, on_turn)
        if response is None:
            return web.Response()
        return web.Response(body=orjson.dumps(response.body), content_type="application/json")

    app = web.Application()
    app.router.add_post(ROUTE, messages)
    return app


async def meeting_bot(folder: Path) -> web.Application:
    """Serve the demo meeting with the embedded store, with questions to vote for."""
    data, clock = open_folder(folder / "data"), CLOCK
    keys = Keys(b"only for measuring, nothing else")
    plan = moved_to(read_meeting_file(EXAMPLE / "meeting.yaml").plans(keys)[0], datetime.now(UTC))
    hub = Hub(data.store, data.ballots)
    asker = PersonId("asker")
    await hub.plan(plan.meeting, Command(CommandId("1"), clock.now(), None, PlanMeeting(plan)))
    questions = [AskQuestion(question, "Hvem?") for question in QUESTIONS]
    deeds: list[Deed] = [OpenMeeting(), Join("Deltager", None), *questions]
    for deed in deeds:
        by = None if isinstance(deed, OpenMeeting) else asker
        await hub.send(plan.meeting, Command(CommandId(repr(deed)), clock.now(), by, deed))
    talks = Conversation(hub, Library.of({plan.meeting: read_base(EXAMPLE / "faq.jsonl")}))
    site = Site(hub, talks, data.store, data.notes, data.lease, keys, clock)
    app = web.Application()
    add_teams(app, Teams(site, Edge("http://127.0.0.1", home=plan.meeting, by_name=True)))
    return app


if __name__ == "__main__":
    main()
