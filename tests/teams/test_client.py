"""The connector client and the bot's own token, against real servers on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from botbuilder.schema import Activity

from bot.teams.client import Clients
from bot.teams.failures import ConnectorError, Lost, LostError
from bot.teams.token import (
    AppTokens,
    Fetched,
    NoTokens,
    TokenError,
    client_secret,
    managed_identity,
)
from tests.given import Clock
from tests.teams.connector import Connector, Scripted, connector

CHAT = "19:chat"


@asynccontextmanager
async def clients() -> AsyncIterator[tuple[Clients, Connector]]:
    async with connector() as server, aiohttp.ClientSession() as session:
        yield Clients(session, NoTokens(), Clock()), server


async def send(made: Clients, url: str, method: str = "POST") -> Any:
    path = f"/v3/conversations/{CHAT}/activities" + ("" if method == "POST" else "/m1")
    return await made.send(method, url + path, {"type": "message", "text": "x"})


async def test_one_client_for_each_service() -> None:
    async with clients() as (made, server):
        assert made.of(server.url) is made.of(server.url)
        assert await made.create(server.url, "audience") is made.of(server.url)


async def test_message_arrives() -> None:
    async with clients() as (made, server):
        assert await send(made, server.url) == {"id": "m1"}

        assert [(s.method, s.conversation, s.text) for s in server.requests] == [
            ("POST", CHAT, "x")
        ]


async def test_sdks_own_calls_go_the_same_way() -> None:
    async with clients() as (made, server):
        activities = made.of(server.url).conversations
        answer = await activities.send_to_conversation("../../evil", Activity(type="message"))
        server.script.append(Scripted(204))
        await activities.update_activity(CHAT, "a/../b", Activity(type="message"))
        server.script.append(Scripted(429, headers={"Retry-After": "7"}))
        with pytest.raises(ConnectorError) as raised:
            await activities.send_to_conversation(CHAT, Activity(type="message"))

        assert (answer.id, raised.value.retry_after) == ("m1", 7.0)
        assert [(s.conversation, s.activity) for s in server.requests[:2]] == [
            ("../../evil", "m1"),
            (CHAT, "a/../b"),
        ]


@pytest.mark.parametrize(
    ("scripted", "expected"),
    [
        (Scripted(429, headers={"Retry-After": "7"}), (429, None, 7.0)),
        (Scripted(429, headers={"Retry-After": "Tue, 24 Nov 2026 09:00:09 GMT"}), (429, None, 9.0)),
        (Scripted(429, headers={"Retry-After": "soon"}), (429, None, None)),
        (Scripted(404, "ConversationNotFound"), (404, "ConversationNotFound", None)),
        (Scripted(502, html=True), (502, None, None)),
        (Scripted(412), (412, None, None)),
        (Scripted(307, headers={"Location": "http://127.0.0.1:1/"}), (307, None, None)),
    ],
)
async def test_every_failure_keeps_its_status(
    scripted: Scripted, expected: tuple[int, str | None, float | None]
) -> None:
    async with clients() as (made, server):
        server.script.append(scripted)
        with pytest.raises(ConnectorError) as raised:
            await send(made, server.url)

        assert (raised.value.status, raised.value.code, raised.value.retry_after) == expected
        assert len(server.requests) == 1


async def test_empty_success_is_a_success() -> None:
    async with clients() as (made, server):
        server.script.append(Scripted(204))

        assert await send(made, server.url, "PUT") is None


async def test_connection_that_never_opened_is_told_from_one_that_was_lost() -> None:
    async with clients() as (made, _):
        with pytest.raises(LostError) as raised:
            await send(made, f"http://127.0.0.1:{unused_port()}")
        assert raised.value.how is Lost.NEVER_OPENED

        hangs_up = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        port = hangs_up.sockets[0].getsockname()[1]
        with pytest.raises(LostError) as raised:
            await send(made, f"http://127.0.0.1:{port}")
        assert raised.value.how is Lost.UNCLEAR
        hangs_up.close()
        await hangs_up.wait_closed()


class TokenService:
    """Hands out numbered tokens."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.broken = False

    async def by_secret(self, request: web.Request) -> web.Response:
        form = await request.post()
        return self._answer({key: str(value) for key, value in form.items()})

    async def by_identity(self, request: web.Request) -> web.Response:
        return self._answer(dict(request.query) | {"metadata": request.headers["Metadata"]})

    def _answer(self, asked: dict[str, str]) -> web.Response:
        self.asked.append(asked)
        if self.broken:
            return web.Response(status=500, text="<html>")
        return web.json_response({"access_token": f"t{len(self.asked)}", "expires_in": "3600"})


@asynccontextmanager
async def tokens(kind: str) -> AsyncIterator[tuple[AppTokens, TokenService, list[float]]]:
    service, now = TokenService(), [0.0]
    app = web.Application()
    app.router.add_post("/tenant/oauth2/v2.0/token", service.by_secret)
    app.router.add_get("/identity", service.by_identity)
    server = TestServer(app)
    await server.start_server()
    base = f"http://127.0.0.1:{server.port}"
    try:
        async with aiohttp.ClientSession() as session:
            fetch = (
                client_secret(session, "tenant", "app", "secret", login=base)
                if kind == "secret"
                else managed_identity(session, "app", service=f"{base}/identity")
            )
            yield AppTokens(fetch, lambda: now[0]), service, now
    finally:
        await server.close()


async def test_token_by_secret_is_fetched_once_for_all_who_wait() -> None:
    async with tokens("secret") as (own, service, _):
        found = await asyncio.gather(*(own.token() for _ in range(20)))

        assert set(found) == {"t1"}
        assert service.asked == [
            {
                "grant_type": "client_credentials",
                "client_id": "app",
                "client_secret": "secret",
                "scope": "https://api.botframework.com/.default",
            }
        ]


async def test_token_by_managed_identity_needs_no_secret() -> None:
    async with tokens("identity") as (own, service, _):
        assert await own.token() == "t1"
        assert service.asked[0]["resource"] == "https://api.botframework.com"
        assert (service.asked[0]["metadata"], service.asked[0]["client_id"]) == ("true", "app")


async def test_token_is_renewed_five_minutes_early_and_kept_while_that_fails() -> None:
    async with tokens("secret") as (own, service, now):
        assert await own.token() == "t1"
        now[0] = 3299.0
        assert await own.token() == "t1"
        now[0], service.broken = 3301.0, True
        assert await own.token() == "t1"
        now[0] = 3500.0
        service.broken = False
        assert await own.token() == "t3"


async def test_no_token_at_all_is_an_error_without_the_secret() -> None:
    async with tokens("secret") as (own, service, _):
        service.broken = True
        with pytest.raises(TokenError) as raised:
            await own.token()

        assert "secret" not in str(raised.value)


async def test_renewing_fetches_a_new_one() -> None:
    async with tokens("secret") as (own, _, _):
        assert await own.token() == "t1"
        own.renew()
        assert await own.token() == "t2"


async def test_hanging_token_service_is_waited_for_by_nobody_for_long() -> None:
    async def hangs() -> Fetched:
        raise TimeoutError

    own = AppTokens(hangs, lambda: 0.0)
    with pytest.raises(TokenError):
        await own.token()
