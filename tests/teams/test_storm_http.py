"""Storms and stalls over real HTTP, through the real client: short, for the time is real too."""

import asyncio
import itertools
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from bot.teams.client import MOST_OPEN, Clients
from bot.teams.outbox.outbox import Outbox
from bot.teams.outbox.sending import Content, ConversationId, Living, Sent
from bot.teams.outbox.showing import Outside
from bot.teams.room import Room
from bot.teams.sender import ConnectorSender
from bot.teams.token import NoTokens
from tests.given import Clock
from tests.machine import allowed
from tests.teams.connector import GOOD, Connector, Scripted, answer_well, connector
from tests.teams.platform import CONVERSATION, Ids, Scene

CHAT = ConversationId("19:chat")
KINDS = (Living.AGENDA, Living.QUESTIONS)


@dataclass
class Everywhere:
    """Every conversation is known, and all are at one connector."""

    url: str

    def get(self, conversation: ConversationId) -> Room:
        return Room(conversation, False, self.url, {"bot": {"id": "28:bot"}})


@asynccontextmanager
async def sending(to: Connector, scene: Scene, *, open_at_most: int) -> AsyncIterator[Outbox]:
    tcp = aiohttp.TCPConnector(limit=open_at_most)
    async with aiohttp.ClientSession(connector=tcp) as session:
        clients = Clients(session, NoTokens(), Clock())
        sender = ConnectorSender(clients, Everywhere(to.url), NoTokens())  # type: ignore[arg-type]
        outbox = Outbox(Outside(sender, scene, Ids()), whole=True)
        yield outbox
        await outbox.close()


def weather(chance: random.Random) -> Scripted:
    faults = (
        (0.30, Scripted(429, headers={"Retry-After": "1"})),
        (0.10, Scripted(412, "PreconditionFailed")),
        (0.03, Scripted(502, html=True)),
        (0.02, Scripted(503, headers={"Retry-After": "1"})),
        (0.02, Scripted(504, taken=True)),
        (0.01, Scripted(504, taken=True, hang=6.0)),
        (0.02, Scripted(504, reset=True)),
        (0.02, Scripted(504, reset=True, taken=True)),
    )
    chances = [share for share, _ in faults]
    return chance.choices([one for _, one in faults] + [GOOD], [*chances, 1 - sum(chances)])[0]


async def test_short_storm_over_http_breaks_nothing() -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance, scene = random.Random(seed), Scene()
    chats = [CHAT, *(ConversationId(f"a:{n}") for n in range(30))]
    told: dict[str, asyncio.Future[Sent]] = {}
    async with connector() as server, sending(server, scene, open_at_most=MOST_OPEN) as outbox:
        for kind in KINDS:
            scene.change(CHAT, kind)
            outbox.redraw(CHAT, kind)
        await server.until(lambda: len(server.cards(CHAT)) == 2)
        server.weather = lambda _: weather(chance)
        ends = time.monotonic() + 4.0
        for number in itertools.takewhile(lambda _: time.monotonic() < ends, itertools.count()):
            chat = chats[number % len(chats)]
            told[f"{chat} {number:04}"] = outbox.tell(
                chat, Content(text=f"{chat} {number:04}"), 0.2
            )
            scene.change(CHAT, kind := chance.choice(KINDS))
            outbox.redraw(CHAT, kind)
            await asyncio.sleep(0.02)
        server.weather = answer_well
        await asyncio.wait(told.values(), timeout=10)
        await server.until(lambda: right(server, scene), within=10)

    print(f"seed {seed}: {len(server.requests)} requests, {len(told)} messages")
    posted = [
        line
        for one in server.requests
        if one.method == "POST" and one.taken
        for line in one.text.split("\n\n")
        if line
    ]
    assert len(posted) == len(set(posted))
    assert {text for text, one in told.items() if one.result() is Sent.SENT} <= set(posted)
    assert {one.result() for one in told.values()} == {Sent.SENT, Sent.UNCLEAR}
    assert_no_window_is_broken(server)
    assert_nobody_is_early(server)


def right(server: Connector, scene: Scene) -> bool:
    """Tell whether both cards show what they should."""
    shown = {card["kind"]: card["version"] for card in server.cards(CHAT)}
    return shown == {kind.value: len(scene.changed[CHAT, kind]) for kind in KINDS}


def assert_no_window_is_broken(server: Connector) -> None:
    came: dict[str, list[float]] = defaultdict(list)
    for one in server.requests:
        came[one.conversation].append(one.came)
    came["all"] = [one.came for one in server.requests]
    for name, times in came.items():
        for most, length in ((50, 1.0),) if name == "all" else CONVERSATION:
            ordered = sorted(times)
            spans = [late - soon for soon, late in zip(ordered, ordered[most:], strict=False)]
            assert min(spans, default=length) >= length, (name, most, length)


def assert_nobody_is_early(server: Connector) -> None:
    until: dict[str, float] = {}
    for one in sorted(server.requests, key=lambda one: one.at):
        assert one.came >= until.get(one.conversation, 0.0)
        if one.status in {429, 503}:
            until[one.conversation] = one.at + 1.0


async def waits(outbox: Outbox, seconds: float) -> list[float]:
    """How long each message of some lively conversations waits."""
    found: list[float] = []

    async def tell(conversation: ConversationId) -> None:
        began = time.monotonic()
        assert await outbox.tell(conversation, Content(text="x")) is Sent.SENT
        found.append(time.monotonic() - began)

    async with asyncio.TaskGroup() as group:
        for number in range(int(seconds / 0.12)):
            group.create_task(tell(ConversationId(f"a:lively-{number % 40}")))
            await asyncio.sleep(0.12)
    return sorted(found)


async def test_conversations_that_hang_hold_no_other_up() -> None:
    """150 chats of a tenant whose service takes everything and answers nothing."""
    async with connector() as server, sending(server, Scene(), open_at_most=MOST_OPEN) as outbox:
        before = await waits(outbox, 2.0)
        server.weather = lambda chat: Scripted(504, hang=6.0) if "hangs" in chat else GOOD
        for number in range(3 * 150):
            _ = outbox.tell(ConversationId(f"a:hangs-{number % 150}"), Content(card={"n": number}))
        await asyncio.sleep(4.2)  # until all of them hang
        during = await waits(outbox, 4.0)

    p99 = [one[int(len(one) * 0.99)] for one in (before, during)]
    print(f"p99 {p99[0]:.3f} s, with 150 that hang {p99[1]:.3f} s")
    assert p99[1] <= p99[0] + allowed(0.3)
