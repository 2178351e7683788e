"""Microsoft's part in signing in: keys of our own making, who serves them, and good tokens."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.teams.gate import ISSUER

APP = "aaaaaaaa-1111-2222-3333-444444444444"
HOST = "teams.invalid"  # a name that nothing answers to
SERVICE = f"https://{HOST}/emea/"
TENANT = "11111111-0000-0000-0000-000000000001"
TOKEN = "the-bots-own-token"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
# Keys that sign as well as the first one, but not for Teams.
UNENDORSED: dict[str, Any] = {
    "k-web": ["webchat"],
    "k-empty": [],
    "k-none": None,
    "k-text": "msteams",
    "k-alike": ["MSTEAMS", "msteams2", " msteams"],
}


def published(key: rsa.RSAPrivateKey, kid: Any, endorsements: Any) -> dict[str, Any]:
    found: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return found | {"kid": kid, "use": "sig", "endorsements": endorsements}


class KeyServer:
    """Microsoft's sign-in addresses: counts the fetches; fails or hangs when told to."""

    def __init__(self) -> None:
        self.keys: list[Any] = [published(KEY, "k1", ["msteams", "webchat"])]
        self.keys += [published(KEY, kid, given) for kid, given in UNENDORSED.items()]
        self.fetches = 0
        self.broken = False
        self.goes_on, self.hands_out = asyncio.Event(), asyncio.Event()
        self.goes_on.set()
        self.hands_out.set()
        self.tokens = 0
        self.url = ""

    async def configuration(self, _: web.Request) -> web.Response:
        self.fetches += 1
        await self.goes_on.wait()
        if self.broken:
            return web.Response(status=500, text="<html>")
        return web.json_response({"jwks_uri": f"{self.url}/keys", "issuer": ISSUER})

    async def answer(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def token(self, _: web.Request) -> web.Response:
        self.tokens += 1
        await self.hands_out.wait()
        return web.json_response({"access_token": TOKEN, "expires_in": 3600})


@asynccontextmanager
async def key_server() -> AsyncIterator[KeyServer]:
    made = KeyServer()
    app = web.Application()
    app.router.add_get("/configuration", made.configuration)
    app.router.add_get("/keys", made.answer)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", made.token)
    running = TestServer(app)
    await running.start_server()
    made.url = f"http://127.0.0.1:{running.port}"
    try:
        yield made
    finally:
        made.goes_on.set()
        made.hands_out.set()
        await running.close()


class Watch:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def body(**changed: Any) -> dict[str, Any]:
    """Give what the gate looks at; None leaves a field out."""
    whole = {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "conversation": {"id": "a:1"},
        "from": {"id": "29:1"},
        "channelData": {"tenant": {"id": TENANT}},
    }
    return {k: v for k, v in (whole | changed).items() if v is not None}


def claims(**changed: Any) -> dict[str, Any]:
    """Give what Microsoft claims; None leaves a claim out."""
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now - 60, "serviceurl": SERVICE}
    return {k: v for k, v in (whole | changed).items() if v is not None}


def token(
    changed: dict[str, Any] | None = None,
    *,
    key: Any = KEY,
    alg: str = "RS256",
    kid: str | None = "k1",
) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**(changed or {})), key, algorithm=alg, headers=headers)
