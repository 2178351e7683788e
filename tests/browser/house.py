"""A whole site of ours on a free port, with stores in memory."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from socket import create_server

from aiohttp import web
from typing_extensions import override

from bot.base.learning import Learner
from bot.base.library import Library
from bot.carrying import Carrier
from bot.commands.exporting import everything_in
from bot.conversation import Conversation
from bot.hub import Hub
from bot.links import Links, links
from bot.planning import Planner
from bot.ports import StoreFullError
from bot.stores.memory import MemoryBallots, MemoryStore
from meeting.commands import CastBallot, Command, Deed, Join, OpenMeeting, PlanMeeting
from meeting.events import Change
from meeting.ids import Answers, CommandId, MeetingId, PersonId
from meeting.model import Meeting, Plan
from meeting.planning import moved_to
from meeting.reopening import REOPENS_WITHIN
from tests.browser.teams_host import Tokens
from tests.given import KEYS, START, Clock, demo_file, demo_knowledge, demo_plan
from web.assets import add_assets, read_assets
from web.pages import Pages
from web.routes import add_web
from web.site import Site


class Disk(MemoryStore):
    """A store that a test can fill up."""

    trouble: str | None = None

    @override
    async def append(
        self, meeting: MeetingId, expected: int | None, changes: Sequence[Change]
    ) -> int:
        if self.trouble:
            raise StoreFullError(self.trouble)
        return await super().append(meeting, expected, changes)


class House:
    """The demo meeting, open, and what a test does behind the pages' back."""

    def __init__(self, port: int) -> None:
        self._numbers = count(1)
        self.url = f"http://127.0.0.1:{port}"
        self.clock = Clock()
        self.plan = demo_plan()
        self.later = moved_to(demo_file().plans(KEYS)[1], START + timedelta(days=1))
        self.disk = Disk()
        self.tokens = Tokens()
        self.hub = Hub(self.disk, MemoryBallots())

    @property
    def meeting(self) -> Meeting:
        return self.hub.state(self.plan.meeting)

    @property
    def room(self) -> str:
        return f"{self.url}/m/{self.plan.code}"

    @property
    def links(self) -> Links:
        return links(self.plan, KEYS, self.url)

    async def planned(self) -> None:
        await self.hub.plan(self.plan.meeting, self.command(None, PlanMeeting(self.plan)))

    async def open(self) -> None:
        await self.do(None, OpenMeeting())

    def room_of(self, plan: Plan) -> str:
        return f"{self.url}/m/{plan.code}"

    async def open_later(self) -> None:
        """Plan and open the programme's second run as well."""
        meeting = self.later.meeting
        await self.hub.plan(meeting, self.command(None, PlanMeeting(self.later)))
        await self.hub.send(meeting, self.command(None, OpenMeeting()))

    async def play(self, plan: Plan, *deeds: tuple[PersonId | None, Deed]) -> None:
        """Have another meeting, planned and opened, with these deeds."""
        await self.hub.plan(plan.meeting, self.command(None, PlanMeeting(plan)))
        for by, deed in ((None, OpenMeeting()), *deeds):
            await self.hub.send(plan.meeting, self.command(by, deed))

    async def carry(self) -> None:
        """Do what the clock would between the runs."""
        later = Clock(self.clock.now() + REOPENS_WITHIN + timedelta(minutes=2))
        await Carrier(self.hub, KEYS, later).look()

    async def do_later(self, by: PersonId | None, deed: Deed) -> Meeting:
        """Do something in the second run."""
        return (await self.hub.send(self.later.meeting, self.command(by, deed))).meeting

    async def do(self, by: PersonId | None, deed: Deed) -> Meeting:
        """Send a deed as this person and wait until it is stored."""
        return (await self.hub.send(self.plan.meeting, self.command(by, deed))).meeting

    async def join(self, name: str, organisation: str) -> PersonId:
        person = PersonId(f"p-{name.casefold().replace(' ', '-')}")
        await self.do(person, Join(name, organisation))
        return person

    async def rate(self, by: PersonId, answers: Answers) -> None:
        ballot = await self.hub.ballot_key(self.plan.meeting, by)
        roll = await self.hub.roll_key(self.plan.meeting, by)
        await self.do(by, CastBallot(ballot, answers, roll))

    def application(self) -> web.Application:
        library = Library()
        library.hold(demo_knowledge(), (self.plan.meeting, self.later.meeting))
        self.learner = Learner(self.hub, library, KEYS, self.clock)
        assets = read_assets()
        site = Site(
            hub=self.hub,
            conversation=Conversation(self.hub, library),
            keys=KEYS,
            clock=self.clock,
            base_url=self.url,
            draw=Pages(assets),
            titles=library.titles,
            bases=library,
            planner=Planner(self.hub, KEYS, self.clock),
            trouble=lambda: self.disk.trouble,
            everything=everything_in(self.disk),
            tab=self.tokens,
        )
        application = web.Application()
        add_web(application, site)
        add_assets(application, assets)
        return application

    def command(self, by: PersonId | None, deed: Deed) -> Command:
        return Command(CommandId(f"house-{next(self._numbers)}"), self.clock.now(), by, deed)


@asynccontextmanager
async def opened(*, early: bool = False) -> AsyncIterator[House]:
    """Run a house until the block ends; an early one has planned its meeting and no more."""
    with create_server(("127.0.0.1", 0)) as door:
        house = House(door.getsockname()[1])
        await house.planned()
        if not early:
            await house.open()
        runner = web.AppRunner(house.application(), shutdown_timeout=0.2, access_log=None)
        await runner.setup()
        try:
            await web.SockSite(runner, door).start()
            yield house
        finally:
            await runner.cleanup()
            await house.hub.close()
