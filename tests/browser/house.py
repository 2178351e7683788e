"""A whole site of ours on a free port, in a thread of its own, with stores in memory."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from itertools import count
from typing import TypeVar

from aiohttp import web

from bot.conversation import Conversation
from bot.hub import Hub
from bot.library import Library
from bot.links import Links, links
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting.commands import Command, Deed, Join, OpenMeeting, PlanMeeting
from meeting.model import CommandId, Meeting, PersonId
from tests.given import KEYS, Clock, demo_knowledge, demo_plan
from web.assets import add_assets, read_assets
from web.pages import Pages
from web.routes import add_web
from web.site import Site

Result = TypeVar("Result")


class House:
    """The demo meeting, open, and what a test does behind the pages' back."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._numbers = count(1)
        self.clock = Clock()
        self.plan = demo_plan()
        self.hub = Hub(MemoryStore(), MemoryBallots())
        self.runner: web.AppRunner | None = None
        self.url = ""

    async def open(self) -> None:
        sent = self._command(None, PlanMeeting(self.plan))
        await self.hub.plan(self.plan.meeting, sent)
        await self.hub.send(self.plan.meeting, self._command(None, OpenMeeting()))
        application = web.Application()
        self.runner = web.AppRunner(application, shutdown_timeout=1, access_log=None)
        library = Library()
        library.hold(demo_knowledge(), (self.plan.meeting,))
        # The port is known only once it is taken, and the site needs it for its links.
        server = await asyncio.get_running_loop().create_server(web.Server(_nobody), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        self.url = f"http://127.0.0.1:{port}"
        assets = read_assets()
        site = Site(
            hub=self.hub,
            conversation=Conversation(self.hub, library),
            keys=KEYS,
            clock=self.clock,
            base_url=self.url,
            draw=Pages(assets),
            titles=library.titles,
        )
        add_web(application, site)
        add_assets(application, assets)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", port).start()

    async def close(self) -> None:
        if self.runner is not None:
            await self.runner.cleanup()
        await self.hub.close()

    @property
    def meeting(self) -> Meeting:
        return self.hub.state(self.plan.meeting)

    @property
    def room(self) -> str:
        return f"{self.url}/m/{self.plan.code}"

    @property
    def links(self) -> Links:
        return links(self.plan, KEYS, self.url)

    def do(self, by: PersonId | None, deed: Deed) -> Meeting:
        """Send a deed as this person and wait until it is stored."""
        sent = self._command(by, deed)
        return self.wait(self.hub.send(self.plan.meeting, sent)).meeting

    def join(self, id_: str, name: str, organisation: str) -> PersonId:
        person = PersonId(id_)
        self.do(person, Join(name, organisation))
        return person

    def wait(self, work: Coroutine[object, object, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def _command(self, by: PersonId | None, deed: Deed) -> Command:
        return Command(CommandId(f"house-{next(self._numbers)}"), self.clock.now(), by, deed)


async def _nobody(_: web.BaseRequest) -> web.Response:
    return web.Response(status=404)


@contextmanager
def opened() -> Iterator[House]:
    """Run a house until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="house", daemon=True)
    thread.start()
    house = House(loop)
    house.wait(house.open())
    try:
        yield house
    finally:
        house.wait(house.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
