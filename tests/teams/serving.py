"""The Teams edge on a real port, with the demo meeting and a fake connector."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.base.library import Library
from bot.conversation import Conversation
from bot.erasing.eraser import Eraser
from bot.erasing.erasures import Erasures
from bot.erasing.order import Kept
from bot.hub import Hub
from bot.ports import Lease, Notes, Store
from bot.stores.lease import OwnLease
from bot.stores.memory import MemoryBallots, MemoryNotes, MemoryStore
from bot.teams.endpoint import ROUTE, add_teams
from bot.teams.forgetting import TeamsNotes
from bot.teams.wiring import Edge, Site, Teams
from meeting.commands import Command, OpenMeeting, PlanMeeting
from meeting.ids import CommandId
from meeting.model import Meeting, Plan
from tests.given import KEYS, Clock, demo_knowledge, demo_plan
from tests.teams import shapes
from tests.teams.connector import Connector, connector
from tests.teams.shapes import CHAT, Who

PAGE = "https://meeting.example"


@dataclass
class Disk:
    """What outlives a restart."""

    store: Store
    notes: Notes
    ballots: Any
    lease: Lease


def memory() -> Disk:
    return Disk(MemoryStore(), MemoryNotes(), MemoryBallots(), OwnLease())


@dataclass
class Served:
    """The edge as it runs, and a person's hand on it."""

    connector: Connector
    hub: Hub
    teams: Teams
    session: aiohttp.ClientSession
    url: str
    clock: Clock
    disk: Disk

    @property
    def meeting(self) -> Meeting:
        return self.hub.state(demo_plan().meeting)

    async def post(self, body: Any, **more: Any) -> tuple[int, Any]:
        async with self.session.post(self.url, json=body, **more) as answer:
            text = await answer.text()
            return answer.status, await answer.json() if text else None

    async def say(self, sender: Who, text: str, *, chat: str = CHAT, mention: bool = True) -> int:
        said = shapes.message(sender, self.connector.url, text, chat=chat, mention=mention)
        return (await self.post(said))[0]

    async def press(
        self, sender: Who, verb: str, data: Any = None, *, chat: str = CHAT, card: str = "m0"
    ) -> tuple[int, Any]:
        pressed = shapes.press(sender, self.connector.url, verb, data, chat=chat, card=card)
        return await self.post(pressed)


def edge() -> Edge:
    return Edge(PAGE, home=demo_plan().meeting, by_name=True)


@asynccontextmanager
async def served(
    disk: Disk | None = None,
    *,
    edge: Edge | None = None,
    to: Connector | None = None,
    plans: tuple[Plan, ...] | None = None,
) -> AsyncIterator[Served]:
    async with (
        connector() as own,
        _running(disk or memory(), edge or _edge(), to or own, plans) as running,
    ):
        yield running


_edge = edge


@asynccontextmanager
async def _running(
    disk: Disk, edge: Edge, to: Connector, plans: tuple[Plan, ...] | None
) -> AsyncIterator[Served]:
    clock = Clock()
    hub = Hub(disk.store, disk.ballots)
    await hub.load()
    if not hub.meetings():
        for plan in (demo_plan(),) if plans is None else plans:
            await plan_meeting(hub, clock, plan)
    known = {meeting.plan.meeting: demo_knowledge() for meeting in hub.meetings()}
    forgetting = TeamsNotes(disk.notes)
    kept = Kept(hub, disk.store, disk.notes, (forgetting,))
    eraser = Eraser(Erasures(kept, KEYS, clock))
    talks = Conversation(hub, Library.of(known), eraser)
    site = Site(hub, talks, disk.store, disk.notes, disk.lease, KEYS, clock, forgetting)
    teams = Teams(site, edge)
    app = web.Application()
    add_teams(app, teams)
    server = TestServer(app)
    await server.start_server()
    following = asyncio.create_task(hub.follow())
    try:
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{server.port}{ROUTE}"
            yield Served(to, hub, teams, session, url, clock, disk)
    finally:
        following.cancel()
        await server.close()
        await hub.close()


async def plan_meeting(hub: Hub, clock: Clock, plan: Plan) -> None:
    """Plan a meeting and open it."""
    made = Command(CommandId("plan"), clock.now(), None, PlanMeeting(plan))
    await hub.plan(plan.meeting, made)
    await hub.send(plan.meeting, Command(CommandId("open"), clock.now(), None, OpenMeeting()))
