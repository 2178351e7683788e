"""Who gets in: the gate in front of the SDK, with keys of our own making."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.teams.gate import DevGate, TokenGate, TurnedAwayError
from bot.teams.signing import SigningKeys
from tests.teams.signers import APP, TENANT, Watch, body, key_server, token

SERVICE = "https://smba.trafficmanager.net/emea/"


@asynccontextmanager
async def gate(**more: Any) -> AsyncIterator[TokenGate]:
    async with key_server() as server, aiohttp.ClientSession() as session:
        keys = SigningKeys(session, Watch(), f"{server.url}/configuration")
        yield TokenGate(APP, keys, **more)


async def status(own: TokenGate, changed: dict[str, Any], **claimed: Any) -> int:
    """Post with a good token for just this service."""
    posted = body(**{"serviceUrl": SERVICE} | changed)
    signed = token({"serviceurl": posted.get("serviceUrl")} | claimed)
    try:
        await own.admit(f"Bearer {signed}", posted)
    except TurnedAwayError as away:
        return away.status
    return 200


async def test_good_token_gets_in_with_its_claims() -> None:
    async with gate() as own:
        good = token({"serviceurl": SERVICE})
        found = await own.admit(f"Bearer {good}", body(serviceUrl=SERVICE))

        assert (found["aud"], found["serviceurl"]) == (APP, SERVICE)


async def test_scheme_is_read_in_either_case() -> None:
    async with gate() as own:
        good = token({"serviceurl": SERVICE})
        found = await own.admit(f"bearer {good}", body(serviceUrl=SERVICE))

        assert found["aud"] == APP


async def test_token_without_start_or_issue_time_gets_in() -> None:
    async with gate() as own:
        assert await status(own, {}, nbf=None, iat=None) == 200


@pytest.mark.parametrize("channel", [None, "emulator", "directline", "MSTEAMS", "msteams ", 3])
async def test_other_channel_is_403(channel: Any) -> None:
    async with gate() as own:
        assert await status(own, {"channelId": channel}) == 403


async def test_tenant_that_is_not_on_the_list_is_403() -> None:
    async with gate(tenants=frozenset({TENANT})) as own:
        other = {"tenant": {"id": "22222222-0000-0000-0000-000000000001"}}

        assert await status(own, {}) == 200
        assert await status(own, {"channelData": other}) == 403
        assert await status(own, {"channelData": None}) == 403


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"serviceUrl": "http://127.0.0.1:56150/_connector"}, 200),
        ({"serviceUrl": "http://localhost:56150/_connector"}, 200),
        ({"serviceUrl": "http://[::1]:56150/"}, 200),
        ({"serviceUrl": "http://127.0.0.1:1/", "channelId": "emulator"}, 200),
        ({"serviceUrl": SERVICE}, 403),
        ({"serviceUrl": "http://127.0.0.1.evil.example/"}, 403),
        ({"serviceUrl": "http://2130706433/"}, 403),
        ({"serviceUrl": "http://0x7f.1/"}, 403),
        ({"serviceUrl": "http://0.0.0.0/"}, 403),
        ({"serviceUrl": "http://127.0.0.1:99999/"}, 403),
        ({"serviceUrl": "http://user@127.0.0.1/"}, 403),
        ({"serviceUrl": "http://127.0.0.1/#/"}, 403),
        ({"serviceUrl": "http://127.0.0.1@evil.example/"}, 403),
        ({"serviceUrl": "ftp://127.0.0.1/"}, 403),
        ({"serviceUrl": None}, 403),
        ({"serviceUrl": "http://127.0.0.1:1/", "channelId": "webchat"}, 403),
    ],
)
async def test_development_stays_on_this_machine(changed: dict[str, Any], expected: int) -> None:
    found = 200
    try:
        await DevGate().admit(None, body(**changed))
    except TurnedAwayError as away:
        found = away.status

    assert found == expected
