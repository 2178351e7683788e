"""The connector client, against real servers on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from botbuilder.schema import Activity

from bot.teams.client import Clients
from bot.teams.failures import ConnectorError, Lost, LostError
from bot.teams.token import NoTokens
from tests.given import Clock
from tests.teams.connector import Connector, Scripted, connector

CHAT = "19:chat"
DAY = "Tue, 24 Nov 2026"
AT_NINE = {"Date": f"{DAY} 09:00:00 GMT"}  # by the server's clock, whatever ours says


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
        (Scripted(429, headers=AT_NINE | {"Retry-After": f"{DAY} 09:00:09 GMT"}), (429, None, 9.0)),
        (Scripted(429, headers=AT_NINE | {"Retry-After": f"{DAY} 08:00:00 GMT"}), (429, None, 0.0)),
        (Scripted(429, headers={"Retry-After": "-7"}), (429, None, 0.0)),
        (Scripted(429, headers={"Retry-After": "NaN"}), (429, None, None)),
        (Scripted(429, headers={"Retry-After": "inf"}), (429, None, None)),
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
