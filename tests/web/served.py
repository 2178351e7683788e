"""A whole web side on a free port with stores in memory, and people who talk to it."""

import html
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson
from aiohttp import ClientResponse, ClientSession, CookieJar, FormData, web

from bot.base.library import Library
from bot.commands.exporting import everything_in
from bot.conversation import Conversation
from bot.hub import Hub
from bot.keys import Keys
from bot.planning import Planner
from bot.ports import Store
from bot.stores.memory import MemoryBallots, MemoryStore
from dialogs.cleaning import cleaned
from knowledge.search import Knowledge
from meeting.commands import OpenMeeting, PlanMeeting
from meeting.ids import MeetingId, PersonId
from meeting.model import Plan
from tests.given import Clock, command, demo_plan
from web.doors import SILENT, UNREAD, answer_at, open_door, runner_of
from web.health import Figures
from web.routes import add_web
from web.site import Drawer, Pace, Seen, Site

SECRET = b"a secret for tests only"
QUICK = Pace(look=0.01)


class PlainPages:
    """Draws just enough to see what it was given; every question is a part of its own."""

    def page(
        self,
        name: str,
        seen: Seen,
        *,
        error: str | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> str:
        texts = [q.text for q in seen.meeting.questions.values()] if seen.meeting else []
        told = type(seen.told.reply).__name__ if seen.told else ""
        shown = {"page": name, "error": error, "kept": dict(kept or {}), "told": told}
        sent = seen.upload or seen.deck
        if sent is not None:
            shown["token"], shown["faults"] = sent.token, list(sent.faults)
            shown["planned"] = [links.participant for _, links in getattr(sent, "planned", ())]
        if seen.record is not None:
            known = seen.record.known
            shown["others"] = {m.plan.code: m.plan.meeting in known for m in seen.record.others}
            shown["body"] = str(seen.record.body)
        if seen.series is not None:
            runs = [run for edition in seen.series.view.editions for run in edition.runs]
            shown["runs"] = {
                run.meeting.plan.code: run.meeting.plan.meeting in seen.series.opens for run in runs
            }
            shown["host"] = seen.series.host
        words = seen.words.language
        held = sorted(seen.tokens)
        return html.escape(
            orjson.dumps({**shown, "texts": texts, "language": words, "held": held}).decode(),
            quote=False,
        )

    def __init__(self) -> None:
        self.drawn = 0
        self.hidden: set[str] = set()

    def fragments(self, name: str, seen: Seen) -> Mapping[str, str]:
        self.drawn += 1
        assert seen.meeting is not None
        meeting = seen.meeting
        shown = [q for q in meeting.questions.values() if q.id not in self.hidden]
        parts = {f"q-{q.id}": f"<li>{cleaned(q.text)}</li>" for q in shown}
        on = meeting.item.number if meeting.item else 0
        clock = "-" if name == "stage" else seen.words.time(seen.now)
        alarm = " alarm" if seen.refusing and name == "host" else ""
        head = f"<p>{name} {seen.words.language} {seen.person or '-'} {on} {clock}{alarm}</p>"
        return {"head": head, **parts}


@dataclass
class Person:
    """A browser: its cookies, and the meeting's address."""

    session: ClientSession
    root: str
    code: str
    origin: str | None = field(default=None)

    def url(self, path: str) -> str:
        return (
            path if path.startswith("http") else self.root + path.replace("{m}", f"/m/{self.code}")
        )

    async def get(self, path: str, **more: object) -> ClientResponse:
        return await self.session.get(self.url(path), allow_redirects=False, **more)

    async def post(self, path: str, data: object = None, **headers: str) -> ClientResponse:
        return await self.send("POST", path, orjson.dumps({} if data is None else data), **headers)

    async def delete(self, path: str) -> ClientResponse:
        return await self.send("DELETE", path, b"")

    async def form(self, path: str, fields: Mapping[str, str], **headers: str) -> ClientResponse:
        given = {"Origin": self.origin or self.root, "Accept": "text/html", **_dashed(headers)}
        return await self.session.post(
            self.url(path), data=fields, headers=given, allow_redirects=False
        )

    async def file(self, path: str, name: str, data: bytes) -> ClientResponse:
        """Send a file as a form does."""
        form = FormData()
        kind = "application/octet-stream"
        form.add_field("file", io.BytesIO(data), filename=name, content_type=kind)
        given = {"Origin": self.origin or self.root, "Accept": "text/html"}
        return await self.session.post(
            self.url(path), data=form, headers=given, allow_redirects=False
        )

    async def send(self, method: str, path: str, body: bytes, **headers: str) -> ClientResponse:
        given = {
            "Origin": self.origin or self.root,
            "Content-Type": "application/json",
            **_dashed(headers),
        }
        given = {name: value for name, value in given.items() if value != "-"}
        return await self.session.request(
            method, self.url(path), data=body, headers=given, allow_redirects=False
        )

    async def state(self) -> dict:
        answer = await self.get("{m}/state")
        assert answer.status == 200, await answer.text()
        return await answer.json()


def _dashed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass
class Served:
    """The running server and what a test may look at or set."""

    root: str
    site: Site
    clock: Clock
    meeting: MeetingId
    code: str
    app: web.Application
    server: web.Server
    figures: Figures
    sessions: list[ClientSession] = field(default_factory=list)

    def nobody(self) -> Person:
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.sessions.append(session)
        return Person(session, self.root, self.code)

    async def participant(self, name: str = "Anna", organisation: str = "Odense") -> Person:
        person = self.nobody()
        answer = await person.post("{m}/join", {"name": name, "organisation": organisation})
        assert answer.status == 200, await answer.text()
        return person

    async def holder(self, person: PersonId) -> Person:
        """A host or speaker who came by their link."""
        came = self.nobody()
        key = self.site.keys.role_key(self.meeting, person)
        answer = await came.post("{m}/join", {"key": key})
        assert answer.status == 200, await answer.text()
        return came

    async def do(self, by: PersonId | None, deed: object) -> None:
        """Do something in the meeting that is not the test's subject."""
        await self.site.hub.send(self.meeting, command(by, deed, at=self.clock.now()))


async def of_the_bot(request: web.Request) -> web.Response:
    """Stands for the bot's endpoint, which has a gate of its own."""
    return web.json_response({"bytes": len(await request.read())})


@asynccontextmanager
async def serving(  # noqa: PLR0913 - a test says only what it is about
    store: Store | None = None,
    *,
    plan: Plan | None = None,
    ballots: MemoryBallots | None = None,
    base_url: str = "http://127.0.0.1:3978",
    pace: Pace = QUICK,
    knowledge: Knowledge | None = None,
    silent: float = SILENT,
    unread: float = UNREAD,
    draw: Drawer | None = None,
    **more: object,
) -> AsyncIterator[Served]:
    """Serve the demo meeting, open, on a free port of this machine."""
    plan, clock, store = plan or demo_plan(), Clock(), store or MemoryStore()
    hub = Hub(store, ballots or MemoryBallots())
    await hub.load()
    if not hub.meetings() and not hub.damaged:
        await hub.plan(plan.meeting, command(None, PlanMeeting(plan)))
        await hub.send(plan.meeting, command(None, OpenMeeting()))
    library = Library.of({plan.meeting: knowledge} if knowledge else {})
    keys = Keys(SECRET)
    site = Site(
        hub,
        Conversation(hub, library),
        keys,
        clock,
        base_url,
        draw or PlainPages(),
        pace=pace,
        bases=library,
        planner=Planner(hub, keys, clock),
        **{
            "timer": lambda: clock.now().timestamp(),
            "everything": everything_in(store),
            **more,
        },
    )
    app = web.Application()
    desk = add_web(app, site)
    app.router.add_post("/api/messages", of_the_bot)
    runner, door = runner_of(app, 2, silent), open_door("127.0.0.1", 0, unread)
    await runner.setup()
    await answer_at(runner, door)
    root = f"http://127.0.0.1:{door.getsockname()[1]}"
    server, figures = runner.server, desk.figures
    served = Served(root, site, clock, plan.meeting, plan.code, app, server, figures)
    try:
        yield served
    finally:
        for session in served.sessions:
            await session.close()
        await runner.cleanup()
        await hub.close()
