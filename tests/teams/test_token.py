"""The bot's own token, against real token services on this machine."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.teams.token import (
    PAUSE,
    AppTokens,
    IdentityService,
    TokenError,
    client_secret,
    managed_identity,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WITHIN = 5.0  # seconds for something that happens beside the caller
IN_AN_HOUR = int(NOW.timestamp()) + 3600


class TokenService:
    """Hands out numbered tokens; hangs, fails or answers something else when told to."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.broken = False
        self.answer: Any = None
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def by_secret(self, request: web.Request) -> web.Response:
        form = await request.post()
        return await self._answer({key: str(value) for key, value in form.items()})

    async def by_machine(self, request: web.Request) -> web.Response:
        return await self._answer({**request.query, "metadata": request.headers["Metadata"]})

    async def by_app_service(self, request: web.Request) -> web.Response:
        return await self._answer({**request.query, "key": request.headers["X-IDENTITY-HEADER"]})

    async def _answer(self, asked: dict[str, str]) -> web.Response:
        self.asked.append(asked)
        await self.goes_on.wait()
        if self.broken:
            return web.Response(status=500, text="<html>")
        if self.answer is not None:
            return web.json_response(self.answer)
        token = {"access_token": f"t{len(self.asked)}"}
        ends = {"expires_on": str(IN_AN_HOUR)} if "key" in asked else {"expires_in": "3600"}
        return web.json_response(token | ends)


class Watch:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def tokens(kind: str = "secret") -> AsyncIterator[tuple[AppTokens, TokenService, Watch]]:
    service, watch = TokenService(), Watch()
    app = web.Application()
    app.router.add_post("/tenant/oauth2/v2.0/token", service.by_secret)
    app.router.add_get("/machine", service.by_machine)
    app.router.add_get("/msi/token", service.by_app_service)
    server = TestServer(app)
    await server.start_server()
    base = f"http://127.0.0.1:{server.port}"
    try:
        async with aiohttp.ClientSession() as session:
            fetches = {
                "secret": client_secret(session, "tenant", "app", "hunter2", login=base),
                "machine": managed_identity(
                    session, "app", IdentityService(f"{base}/machine"), lambda: NOW
                ),
                "App Service": managed_identity(
                    session, "app", IdentityService(f"{base}/msi/token", "hunter2"), lambda: NOW
                ),
            }
            yield AppTokens(fetches[kind], watch), service, watch
    finally:
        service.goes_on.set()
        await server.close()


async def until(own: AppTokens, token: str) -> None:
    """Wait until a renewal beside the callers has brought this token."""
    async with asyncio.timeout(WITHIN):
        while await own.token() != token:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def asked(service: TokenService, times: int) -> None:
    async with asyncio.timeout(WITHIN):
        while len(service.asked) < times:  # noqa: ASYNC110 - so small a fake tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "secret",
            {
                "grant_type": "client_credentials",
                "client_id": "app",
                "client_secret": "hunter2",
                "scope": "https://api.botframework.com/.default",
            },
        ),
        (
            "machine",
            {
                "api-version": "2018-02-01",
                "resource": "https://api.botframework.com",
                "client_id": "app",
                "metadata": "true",
            },
        ),
        (
            "App Service",
            {
                "api-version": "2019-08-01",
                "resource": "https://api.botframework.com",
                "client_id": "app",
                "key": "hunter2",
            },
        ),
    ],
)
async def test_each_way_asks_as_documented_and_once_for_all_who_wait(
    kind: str, expected: dict[str, str]
) -> None:
    async with tokens(kind) as (own, service, _):
        found = await asyncio.gather(*(own.token() for _ in range(20)))

        assert set(found) == {"t1"}
        assert service.asked == [expected]


@pytest.mark.parametrize("kind", ["secret", "machine", "App Service"])
async def test_token_is_renewed_five_minutes_before_it_ends(kind: str) -> None:
    async with tokens(kind) as (own, service, watch):
        assert await own.token() == "t1"
        watch.now = 3299.0
        assert await own.token() == "t1"
        assert len(service.asked) == 1
        watch.now = 3300.0

        await until(own, "t2")


async def test_nobody_waits_for_a_renewal_while_the_old_token_lasts() -> None:
    async with tokens() as (own, service, watch):
        assert await own.token() == "t1"
        service.goes_on.clear()
        watch.now = 3301.0
        began = time.monotonic()
        found = [await own.token() for _ in range(1000)]

        assert set(found) == {"t1"}
        assert time.monotonic() - began < 1
        await asked(service, 2)
        service.goes_on.set()
        await until(own, "t2")
        assert len(service.asked) == 2


async def test_failed_renewal_is_tried_again_after_a_pause() -> None:
    async with tokens() as (own, service, watch):
        assert await own.token() == "t1"
        watch.now, service.broken = 3301.0, True
        assert await own.token() == "t1"
        await asked(service, 2)
        await asyncio.sleep(0.05)
        assert [await own.token() for _ in range(10)] == ["t1"] * 10
        assert len(service.asked) == 2
        watch.now, service.broken = 3301.0 + PAUSE, False

        await until(own, "t3")


async def test_token_that_has_ended_is_used_no_more() -> None:
    async with tokens() as (own, service, watch):
        assert await own.token() == "t1"
        watch.now, service.broken = 3600.0, True
        with pytest.raises(TokenError):
            await own.token()
        service.broken = False

        assert await own.token() == "t3"


async def test_all_who_wait_for_a_hanging_service_wait_for_one_and_the_same_request() -> None:
    async with tokens() as (own, service, _):
        service.goes_on.clear()
        waiting = [asyncio.create_task(own.token()) for _ in range(50)]
        await asked(service, 1)
        waiting[0].cancel()
        service.goes_on.set()
        found = await asyncio.gather(*waiting, return_exceptions=True)

        assert isinstance(found[0], asyncio.CancelledError)
        assert set(found[1:]) == {"t1"}
        assert len(service.asked) == 1


async def test_token_that_the_service_dislikes_is_replaced_once_however_often_it_is_said() -> None:
    async with tokens() as (own, service, watch):
        assert await own.token() == "t1"
        watch.now = 100.0
        for _ in range(10):
            own.renew()
            assert await own.token() == "t2"

        assert len(service.asked) == 2


async def test_disliked_token_is_all_there_is_while_no_other_can_be_had() -> None:
    async with tokens() as (own, service, watch):
        assert await own.token() == "t1"
        watch.now, service.broken = 100.0, True
        own.renew()

        assert await own.token() == "t1"
        assert len(service.asked) == 2


@pytest.mark.parametrize("kind", ["secret", "machine", "App Service"])
@pytest.mark.parametrize(
    "answer",
    [
        [],
        "token",
        3,
        {},
        {"access_token": "t"},
        {"expires_in": 3600, "expires_on": IN_AN_HOUR},
        {"access_token": "", "expires_in": 3600, "expires_on": IN_AN_HOUR},
        {"access_token": None, "expires_in": 3600, "expires_on": IN_AN_HOUR},
        {"access_token": 3, "expires_in": 3600, "expires_on": IN_AN_HOUR},
        {"access_token": "t", "expires_in": "soon"},
        {"access_token": "t", "expires_in": 0},
        {"access_token": "t", "expires_in": -1},
        {"access_token": "t", "expires_in": "NaN"},
        {"access_token": "t", "expires_in": "Infinity"},
        {"access_token": "t", "expires_in": None},
        {"access_token": "t", "expires_on": "tomorrow"},
        {"access_token": "t", "expires_on": str(IN_AN_HOUR - 7200)},
    ],
)
async def test_answer_without_a_token_that_lasts_is_no_token(kind: str, answer: Any) -> None:
    async with tokens(kind) as (own, service, _):
        service.answer = answer
        with pytest.raises(TokenError) as raised:
            await own.token()

        assert "hunter2" not in str(raised.value)


async def test_failure_tells_no_secret_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    for kind in ("secret", "App Service"):
        async with tokens(kind) as (own, service, _):
            service.broken = True
            with pytest.raises(TokenError):
                await own.token()

    assert [one.getMessage() for one in caplog.records] == ["token not renewed"] * 2
    assert "hunter2" not in "".join(str(vars(one)) for one in caplog.records)


def test_secrets_are_not_shown_when_values_are_printed() -> None:
    assert "hunter2" not in repr(IdentityService("http://127.0.0.1/", "hunter2"))
