"""Entra ID as a browser and we meet it: its page, codes that are good once, keys, signed tokens."""

import asyncio
import base64
import hashlib
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.teams.signers import KEY, OTHER, published

APP = "aaaaaaaa-1111-2222-3333-444444444444"
SECRET = "the-apps-own-secret"
HOME = "11111111-0000-0000-0000-000000000001"
STRANGERS = "11111111-0000-0000-0000-000000000003"
KEYS = {HOME: KEY, STRANGERS: OTHER}


@dataclass
class Identity:
    """What it was asked, and whose account the browser has; `changed` falsifies the ID token.

    `ill` is the status that its token address answers with instead.
    """

    redirect: str = ""
    url: str = ""
    oid: str = ""
    tenant: str = HOME
    changed: dict[str, Any] = field(default_factory=dict)
    signed_by: Any = None
    refuses: str = ""
    ill: int = 0
    secret: str = SECRET
    begun: dict[str, dict[str, str]] = field(default_factory=dict)  # by code
    traded: list[dict[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))  # with a code
    codes: Any = field(default_factory=lambda: itertools.count(1))

    async def authorize(self, request: web.Request) -> web.Response:
        """Have somebody sign in, and send them back as they were asked to be."""
        asked = dict(request.query)
        right = {
            "client_id": APP,
            "response_type": "code",
            "redirect_uri": self.redirect,
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "response_mode": "query",
        }
        if right.items() - asked.items() or request.match_info["tenant"] != HOME:
            return web.Response(status=400, text="AADSTS50011: the redirect URI does not match")
        code = f"code-{next(self.codes)}"
        self.begun[code] = asked
        back = f"error={self.refuses}" if self.refuses else f"code={code}"
        where = f"{asked['redirect_uri']}?{back}&state={asked['state']}"
        return web.Response(status=302, headers={"Location": where})

    async def token(self, request: web.Request) -> web.Response:
        self.came.release()
        await self.answering.wait()
        if self.ill:
            return web.Response(status=self.ill, text="<html>")
        said = {name: str(value) for name, value in (await request.post()).items()}
        self.traded.append(said)
        if (said.get("client_id"), said.get("client_secret")) != (APP, self.secret):
            return web.json_response({"error": "invalid_client"}, status=401)
        asked = self.begun.pop(said.get("code", ""), None)  # a code is good once
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = asked is not None and (
            (said["redirect_uri"], challenge) == (asked["redirect_uri"], asked["code_challenge"])
        )
        self.answers.append(200 if right else 400)
        if not right or asked is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"token_type": "Bearer", "id_token": self.id_token(asked)})

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        whole = {
            "iss": f"https://login.microsoftonline.com/{self.tenant}/v2.0",
            "aud": APP,
            "exp": now + 3600,
            "nbf": now,
            "iat": now,
            "tid": self.tenant,
            "oid": self.oid,
            "sub": "pairwise",
            "name": "Mette",
            "nonce": asked["nonce"],
            "ver": "2.0",
        }
        said = {k: v for k, v in (whole | self.changed).items() if v is not None}
        key = self.signed_by or KEYS[self.tenant]
        return jwt.encode(said, key, algorithm="RS256", headers={"kid": "k1"})

    async def configuration(self, request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": f"{self.url}/{request.match_info['tenant']}/keys"})

    async def keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [published(KEYS[request.match_info["tenant"]], "k1", 0)]})


@asynccontextmanager
async def identity() -> AsyncIterator[Identity]:
    made, app = Identity(), web.Application()
    app.router.add_get("/{tenant}/oauth2/v2.0/authorize", made.authorize)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", made.token)
    app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", made.configuration)
    app.router.add_get("/{tenant}/keys", made.keys)
    async with TestServer(app) as server:
        made.url = f"http://127.0.0.1:{server.port}"
        made.answering.set()
        yield made
