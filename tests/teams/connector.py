"""A Bot Framework connector as a real server: records what the bot sends, answers as scripted."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.teams.calls import Calls

WITHIN = 15.0
# What Teams says of whoever has blocked or removed the bot, as its documentation shows it.
WRITES_BLOCKED = {
    "errorCode": 209,
    "message": '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from '
    'message writes.",\r\n  "errorCode": null,\r\n  "errorSubCode": null\r\n}',
}
C = TypeVar("C", bound="Connector")


@dataclass(frozen=True)
class Sent:
    """One request that arrived: POST makes a message, PUT changes one."""

    method: str
    conversation: str
    activity: str
    body: dict[str, Any]
    status: int
    at: float
    token: str | None
    came: float = 0.0  # `at` is when it was answered
    taken: bool = True

    @property
    def text(self) -> str:
        return self.body.get("text") or ""

    @property
    def card(self) -> dict[str, Any] | None:
        for attachment in self.body.get("attachments") or ():
            if attachment["contentType"] == "application/vnd.microsoft.card.adaptive":
                return dict(attachment["content"])
        return None


@dataclass(frozen=True)
class Scripted:
    """An answer to give instead of success; `taken` says that the message was accepted anyway.

    `reset` breaks the connection off instead of answering.
    """

    status: int
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    taken: bool = False
    hang: float = 0.0
    html: bool = False
    reset: bool = False
    body: dict[str, Any] | None = None  # where Teams says it in another shape


GOOD = Scripted(200)


def answer_well(_: str) -> Scripted:
    return GOOD


class Connector:
    def __init__(self) -> None:
        self.requests: list[Sent] = []
        self.script: deque[Scripted] = deque()  # for the next requests, whatever they are
        self.weather: Callable[[str], Scripted] = answer_well  # where nothing is scripted
        self.messages: dict[str, dict[str, Any]] = {}  # what a client would show, by id
        self.members: dict[str, list[dict[str, Any]]] = {}  # who is in a conversation
        self.largest_page = 500
        self.calls = Calls(self.notify)
        self._numbers = 0
        self._news = asyncio.Condition()
        self.url = ""

    def of(self, conversation: str) -> list[Sent]:
        """What went well in a conversation."""
        return [s for s in self.requests if s.conversation == conversation and s.status < 300]

    def shown(self, conversation: str) -> list[dict[str, Any]]:
        """The chat as a client shows it now: each message in its newest form."""
        made = [s for s in self.of(conversation) if s.method == "POST"]
        return [self.messages[s.activity] for s in made]

    def cards(self, conversation: str) -> list[dict[str, Any]]:
        found = (m.get("attachments") for m in self.shown(conversation))
        return [a[0]["content"] for a in found if a]

    def texts(self, conversation: str) -> str:
        return "\n".join(m.get("text") or "" for m in self.shown(conversation))

    async def notify(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def until(self, seen: Callable[[], Any], within: float = WITHIN) -> Any:
        """Wait until something is there, and give it."""
        async with self._news:
            try:
                async with asyncio.timeout(within):
                    while not (found := seen()):
                        await self._news.wait()
            except TimeoutError:
                raise AssertionError(f"not seen; requests: {self._brief()}") from None
            return found

    def _brief(self) -> list[tuple[str, str, int, str]]:
        return [(s.method, s.conversation, s.status, s.text[:80]) for s in self.requests]

    async def _create(self, request: web.Request) -> web.Response:
        self._numbers += 1
        return await self._take(request, f"m{self._numbers}")

    async def _update(self, request: web.Request) -> web.Response:
        return await self._take(request, request.match_info["activity"])

    async def _take(self, request: web.Request, activity: str) -> web.Response:
        came, conversation = time.monotonic(), request.match_info["conversation"]
        body = await request.json()
        scripted = self.script.popleft() if self.script else self.weather(conversation)
        if scripted.hang:
            await asyncio.sleep(scripted.hang)
        taken = scripted.status < 300 or scripted.taken
        if taken:
            self.messages[activity] = body
        sent = Sent(
            request.method,
            conversation,
            activity,
            body,
            scripted.status,
            time.monotonic(),
            request.headers.get("Authorization"),
            came,
            taken,
        )
        self.requests.append(sent)
        await self.notify()
        if scripted.reset and request.transport is not None:
            request.transport.abort()
        return _answer(scripted, activity)

    def application(self) -> web.Application:
        app = web.Application()
        activities = "/v3/conversations/{conversation}/activities"
        app.router.add_post(activities, self._create)
        app.router.add_put(activities + "/{activity}", self._update)
        app.router.add_get("/v3/conversations/{conversation}/pagedmembers", self._members)
        self.calls.add_to(app)
        return app

    async def _members(self, request: web.Request) -> web.Response:
        """Give the roster as Teams does: a page, and a token where there is more."""
        everybody = self.members.get(request.match_info["conversation"], [])
        size = min(int(request.query.get("pageSize", "500")), self.largest_page)
        begin = int(request.query.get("continuationToken") or 0)
        page = {"members": everybody[begin : begin + size]}
        if begin + size < len(everybody):
            page["continuationToken"] = str(begin + size)
        return web.json_response(page)


def _answer(scripted: Scripted, activity: str) -> web.Response:
    if scripted.html:
        page = "<html>Bad gateway</html>"
        return web.Response(status=scripted.status, text=page, content_type="text/html")
    if scripted.status == 204:
        return web.Response(status=204)
    if scripted.status < 300:
        return web.json_response({"id": activity}, status=scripted.status)
    if scripted.body is not None:
        return web.json_response(scripted.body, status=scripted.status, headers=scripted.headers)
    error = {"error": {"code": scripted.code, "message": "scripted"}} if scripted.code else None
    if error is None:
        return web.Response(status=scripted.status, headers=scripted.headers)
    return web.json_response(error, status=scripted.status, headers=scripted.headers)


def connector() -> AbstractAsyncContextManager[Connector]:
    return serving(Connector())


@asynccontextmanager
async def serving(made: C) -> AsyncIterator[C]:
    """Serve a connector of any kind until the block ends."""
    server = TestServer(made.application())
    await server.start_server()
    made.url = f"http://127.0.0.1:{server.port}"
    try:
        yield made
    finally:
        await server.close()
