"""Who gets in: the gate in front of the SDK, with keys of our own making."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.teams.gate import ISSUER, DevGate, TokenGate, TurnedAwayError
from bot.teams.signing import PAUSE, SigningKeys

APP = "aaaaaaaa-1111-2222-3333-444444444444"
SERVICE = "https://smba.trafficmanager.net/emea/"
TENANT = "11111111-0000-0000-0000-000000000001"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
SKILL = "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0"


def published(key: rsa.RSAPrivateKey, kid: str, endorsements: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return found | {"kid": kid, "use": "sig", "endorsements": endorsements}


class KeyServer:
    """Microsoft's key addresses; counts the fetches."""

    def __init__(self) -> None:
        self.keys = [published(KEY, "k1", ["msteams", "webchat"])]
        self.keys.append(published(KEY, "k-web", ["webchat"]))
        self.fetches = 0
        self.broken = False
        self.url = ""

    async def configuration(self, _: web.Request) -> web.Response:
        self.fetches += 1
        if self.broken:
            return web.Response(status=500, text="<html>")
        return web.json_response({"jwks_uri": f"{self.url}/keys", "issuer": ISSUER})

    async def answer(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})


class Watch:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def gate(**more: Any) -> AsyncIterator[tuple[TokenGate, KeyServer, Watch]]:
    server, watch = KeyServer(), Watch()
    app = web.Application()
    app.router.add_get("/configuration", server.configuration)
    app.router.add_get("/keys", server.answer)
    running = TestServer(app)
    await running.start_server()
    server.url = f"http://127.0.0.1:{running.port}"
    try:
        async with aiohttp.ClientSession() as session:
            keys = SigningKeys(session, watch, f"{server.url}/configuration")
            yield TokenGate(APP, keys, **more), server, watch
    finally:
        await running.close()


def body(**changed: Any) -> dict[str, Any]:
    base = {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "conversation": {"id": "a:1"},
        "from": {"id": "29:1"},
        "channelData": {"tenant": {"id": TENANT}},
    }
    return {k: v for k, v in (base | changed).items() if v is not None}


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    base = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now - 60, "serviceurl": SERVICE}
    return {k: v for k, v in (base | changed).items() if v is not None}


def token(
    changed: dict[str, Any] | None = None,
    *,
    key: Any = KEY,
    alg: str = "RS256",
    kid: str | None = "k1",
) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**(changed or {})), key, algorithm=alg, headers=headers)


def cut(text: str) -> list[str]:
    """A good token with something wrong in its letters."""
    head, middle, tail = text.split(".")
    return [
        f"{head}.{middle}.",
        f"{head}.{middle}",
        f"{head}..{tail}",
        f".{middle}.{tail}",
        f"{head}.{middle}.{tail[:-4]}AAAA",
        f"{head}.{middle[:-2]}AA.{tail}",
        f"{head}.{middle}.{tail}.{tail}",
        text + "x" * 20_000,
        text[::-1],
    ]


NOW = int(time.time())
GOOD = token()
FORGED = [
    token({"iss": None}),
    token({"iss": EMULATOR}),
    token({"iss": SKILL}),
    token({"iss": ISSUER + "/"}),
    token({"iss": ""}),
    token({"aud": None}),
    token({"aud": "bbbbbbbb-1111-2222-3333-444444444444"}),
    token({"aud": ISSUER}),
    token({"aud": APP.upper()}),
    token({"aud": ["x", "y"]}),
    token({"exp": None}),
    token({"exp": NOW - 301}),
    token({"exp": NOW - 10**6}),
    token({"exp": "soon"}),
    token({"nbf": NOW + 10**6}),  # far off: the suite may take minutes
    token({"nbf": "later"}),
    token({"iat": NOW + 10**6}),
    token({"serviceurl": None}),
    token({"serviceurl": "https://evil.example/"}),
    token({"serviceurl": SERVICE.rstrip("/")}),
    token({"serviceurl": [SERVICE]}),
    token({"iss": EMULATOR, "appid": APP, "ver": "1.0"}),
    token({"iss": SKILL, "azp": APP, "ver": "2.0"}),
    token(kid=None),
    token(kid="k2"),
    token(kid=""),
    token(kid="../k1"),
    token(kid="k-web"),
    token(key=OTHER),
    token(key="secret" * 20, alg="HS256"),
    token(key="secret" * 20, alg="HS512"),
    token(key=KEY, alg="RS384"),
    token(key=KEY, alg="PS256"),
    token(key=None, alg="none"),
    jwt.encode({}, KEY, algorithm="RS256", headers={"kid": "k1"}),
    *cut(GOOD),
]
HEADERS = [
    None,
    "",
    "Bearer",
    "Bearer ",
    "Bearer null",
    "Bearer a.b.c",
    f"Basic {GOOD}",
    f"Token {GOOD}",
    GOOD,
    f"Bearer  {GOOD}",
    f"Bearer {GOOD} {GOOD}",
    f"Bearer {GOOD},",
    "Bearer ééé",
    "Bearer \u0000",
]


async def status(own: TokenGate, header: str | None, posted: dict[str, Any]) -> int:
    try:
        await own.admit(header, posted)
    except TurnedAwayError as away:
        return away.status
    return 200


async def test_good_token_gets_in() -> None:
    async with gate() as (own, _, _):
        found = await own.admit(f"Bearer {GOOD}", body())

        assert found["aud"] == APP


@pytest.mark.parametrize("number", range(len(FORGED)))
async def test_forged_or_twisted_token_stays_out(number: int) -> None:
    async with gate() as (own, _, _):
        assert await status(own, f"Bearer {GOOD}", body()) == 200
        assert await status(own, f"Bearer {FORGED[number]}", body()) in {401, 403}


@pytest.mark.parametrize("header", HEADERS)
async def test_missing_or_unreadable_token_is_401(header: str | None) -> None:
    async with gate() as (own, _, _):
        assert await status(own, header, body()) == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"channelId": None},
        {"channelId": "emulator"},
        {"channelId": "directline"},
        {"channelId": 3},
        {"serviceUrl": None},
        {"serviceUrl": 3},
        {"serviceUrl": ""},
        {"serviceUrl": "https://evil.example/"},
        {"serviceUrl": "http://smba.trafficmanager.net/emea/"},
        {"serviceUrl": "https://smba.trafficmanager.net@evil.example/"},
        {"serviceUrl": "https://smba.trafficmanager.net.evil.example/"},
        {"serviceUrl": "https://127.0.0.1/"},
        {"serviceUrl": "https://[::1]/"},
        {"serviceUrl": "https://[::1/"},
        {"serviceUrl": "https://smba.trafficmanager.net:8443/emea/"},
        {"serviceUrl": "https://smba.trafficmanager.net:99999/emea/"},
        {"serviceUrl": "https://evilbotframework.com/"},
        {"serviceUrl": "https://user:pass@smba.trafficmanager.net/emea/"},
        {"serviceUrl": "//smba.trafficmanager.net/emea/"},
        {"serviceUrl": "https:\\\\smba.trafficmanager.net\\"},
        {"serviceUrl": "https://smbа.trafficmanager.net/emea/"},
    ],
)
async def test_good_token_for_another_channel_or_service_is_403(changed: dict[str, Any]) -> None:
    async with gate() as (own, _, _):
        url = changed.get("serviceUrl")
        forged = token({"serviceurl": url} if isinstance(url, str) else {})

        assert await status(own, f"Bearer {forged}", body(**changed)) == 403


async def test_tenant_that_is_not_on_the_list_is_403() -> None:
    async with gate(tenants=frozenset({TENANT})) as (own, _, _):
        other = {"tenant": {"id": "22222222-0000-0000-0000-000000000001"}}

        assert await status(own, f"Bearer {GOOD}", body()) == 200
        assert await status(own, f"Bearer {GOOD}", body(channelData=other)) == 403
        assert await status(own, f"Bearer {GOOD}", body(channelData=None)) == 403


async def test_new_key_is_taken_at_the_first_request_and_bad_ones_fetch_seldom() -> None:
    async with gate() as (own, server, watch):
        assert await status(own, f"Bearer {GOOD}", body()) == 200
        watch.now += PAUSE
        server.keys.append(published(OTHER, "k2", ["msteams"]))
        assert await status(own, f"Bearer {token(key=OTHER, kid='k2')}", body()) == 200
        for number in range(100):
            bad = token(kid=f"bad{number}")
            assert await status(own, f"Bearer {bad}", body()) == 403

        assert server.fetches == 2


async def test_old_keys_stay_when_the_key_server_fails() -> None:
    async with gate() as (own, server, watch):
        assert await status(own, f"Bearer {GOOD}", body()) == 200
        server.broken = True
        watch.now += 30 * 3600
        good = token()
        assert await status(own, f"Bearer {good}", body()) == 200
        assert await status(own, f"Bearer {token(kid='new')}", body()) == 403

        assert server.fetches == 2


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"serviceUrl": "http://127.0.0.1:56150/_connector"}, 200),
        ({"serviceUrl": "http://localhost:56150/_connector"}, 200),
        ({"serviceUrl": "http://[::1]:56150/"}, 200),
        ({"serviceUrl": "http://127.0.0.1:1/", "channelId": "emulator"}, 200),
        ({"serviceUrl": SERVICE}, 403),
        ({"serviceUrl": "http://127.0.0.1.evil.example/"}, 403),
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
