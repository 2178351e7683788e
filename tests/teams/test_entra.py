"""Tokens of the tab: only what Entra ID signed, for us, for a person of a tenant that is named."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import serialization

from bot.ports import NotSignedInError, SignedIn
from bot.teams.entra import LEEWAY, EntraTokens, SingleSignOn
from bot.teams.signing import PAUSE
from tests.teams.signers import KEY, OTHER, Watch, published

APP = "aaaaaaaa-1111-2222-3333-444444444444"
RESOURCE = f"api://moede.example.dk/{APP}"
HOME = "11111111-0000-0000-0000-000000000001"
GUESTS = "11111111-0000-0000-0000-000000000002"
STRANGERS = "11111111-0000-0000-0000-000000000003"
PERSON = "22222222-0000-0000-0000-00000000000a"
WITHIN = LEEWAY - 20  # seconds that clocks may differ
BEYOND = LEEWAY + 20


class Tenants:
    """Entra ID's public side: each tenant's configuration and keys; counts the fetches."""

    def __init__(self) -> None:
        self.keys: dict[str, list[Any]] = {
            HOME: [published(KEY, "k1", None)],
            GUESTS: [published(OTHER, "guests", None)],
            STRANGERS: [published(OTHER, "strangers", None)],
        }
        self.fetches = 0
        self.url = ""

    async def configuration(self, request: web.Request) -> web.Response:
        self.fetches += 1
        return web.json_response({"jwks_uri": f"{self.url}/{request.match_info['tenant']}/keys"})

    async def published(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys[request.match_info["tenant"]]})


@asynccontextmanager
async def entra() -> AsyncIterator[tuple[EntraTokens, Tenants, Watch]]:
    tenants, watch, app = Tenants(), Watch(), web.Application()
    app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", tenants.configuration)
    app.router.add_get("/{tenant}/keys", tenants.published)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        tenants.url = f"http://127.0.0.1:{server.port}"
        known = SingleSignOn(APP, RESOURCE, frozenset({HOME, GUESTS}), tenants.url)
        yield EntraTokens.of(known, session, watch), tenants, watch


def claims(**changed: Any) -> dict[str, Any]:
    """Give what a token of version 2 claims; None leaves a claim out."""
    now = int(time.time())
    whole = {
        "iss": f"https://login.microsoftonline.com/{HOME}/v2.0",
        "aud": APP,
        "exp": now + 3600,
        "nbf": now,
        "iat": now,
        "tid": HOME,
        "oid": PERSON,
        "scp": "access_as_user",
        "name": "Anna Holm",
        "ver": "2.0",
    }
    return {k: v for k, v in (whole | changed).items() if v is not None}


def token(*, key: Any = KEY, kid: str | None = "k1", alg: str = "RS256", **changed: Any) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**changed), key, algorithm=alg, headers=headers)


def first_version(tenant: str = HOME) -> dict[str, Any]:
    return {"iss": f"https://sts.windows.net/{tenant}/", "aud": RESOURCE, "ver": "1.0"}


def ago(seconds: int) -> int:
    return int(time.time()) - seconds


@pytest.mark.parametrize(
    "changed",
    [
        dict,
        first_version,
        lambda: {"aud": RESOURCE},
        lambda: {"scp": "openid access_as_user profile"},
        lambda: {"oid": PERSON.upper()},
        lambda: {"exp": ago(WITHIN)},
        lambda: {"nbf": ago(-WITHIN)},
    ],
)
async def test_a_token_of_either_version_says_who_it_is(
    changed: Callable[[], dict[str, Any]],
) -> None:
    async with entra() as (own, _, _watch):
        assert await own.whose(token(**changed())) == SignedIn(PERSON, "Anna Holm")


async def test_another_named_tenants_people_are_known_by_its_own_keys() -> None:
    async with entra() as (own, _, _watch):
        theirs = {"tid": GUESTS, "iss": f"https://login.microsoftonline.com/{GUESTS}/v2.0"}

        assert await own.whose(token(key=OTHER, kid="guests", **theirs)) == SignedIn(
            PERSON, "Anna Holm"
        )
        with pytest.raises(NotSignedInError):  # signed by the home tenant for the other
            await own.whose(token(kid="k1", **theirs))


async def test_a_name_is_not_needed() -> None:
    async with entra() as (own, _, _watch):
        assert await own.whose(token(name=None)) == SignedIn(PERSON, None)
        assert await own.whose(token(name=["Anna"])) == SignedIn(PERSON, None)


async def test_the_same_token_again_is_the_same_person() -> None:
    """Whoever opens the tab twice sends it twice: it only says who they are."""
    async with entra() as (own, tenants, _watch):
        sent = token()

        assert {(await own.whose(sent)).entra for _ in range(20)} == {PERSON}
        assert tenants.fetches == 1


def signed_with_the_public_key() -> str:
    """Give the old trick: the public key taken for a shared secret."""
    public = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "typ": "JWT", "kid": "k1"}, claims())
    )
    signed = hmac.new(public, head + b"." + body, hashlib.sha256).digest()
    return b".".join([head, body, base64.urlsafe_b64encode(signed).rstrip(b"=")]).decode()


def deep() -> str:
    return base64.urlsafe_b64encode(b"[" * 9000).decode()


FORGED = {
    "another app's": lambda: token(aud="bbbbbbbb-1111-2222-3333-444444444444"),
    "another app's address": lambda: token(aud="api://evil.example/" + APP),
    "several audiences": lambda: token(aud=[APP, "another"]),
    "no audience": lambda: token(aud=None),
    "another issuer": lambda: token(iss="https://evil.example/v2.0"),
    "the bot framework's": lambda: token(iss="https://api.botframework.com"),
    "another named tenant's issuer": lambda: token(iss=f"https://sts.windows.net/{GUESTS}/"),
    "an issuer that goes on": lambda: token(iss=claims()["iss"] + ".evil.example"),
    "the issuer for everybody": lambda: token(iss="https://login.microsoftonline.com/common/v2.0"),
    "no issuer": lambda: token(iss=None),
    "another tenant": lambda: token(
        key=OTHER,
        kid="strangers",
        tid=STRANGERS,
        iss=f"https://login.microsoftonline.com/{STRANGERS}/v2.0",
    ),
    "no tenant": lambda: token(tid=None),
    "a tenant that is none": lambda: token(tid="../common"),
    "expired": lambda: token(exp=ago(BEYOND)),
    "for ever": lambda: token(exp=None),
    "until infinity": lambda: token(exp=float("inf")),
    "not yet valid": lambda: token(nbf=ago(-BEYOND)),
    "valid since ever": lambda: token(nbf=None),
    "unsigned": lambda: jwt.encode(claims(), None, algorithm="none", headers={"kid": "k1"}),
    "signed with the public key": signed_with_the_public_key,
    "signed by another": lambda: token(key=OTHER),
    "signed otherwise": lambda: token(alg="PS256"),
    "an unknown key": lambda: token(kid="k9"),
    "no key": lambda: token(kid=None),
    "nobody": lambda: token(oid=None),
    "nobody's id": lambda: token(oid="anna@odense.dk"),
    "no scope": lambda: token(scp=None),
    "another scope": lambda: token(scp="access_as_users User.Read"),
    "an app's own role": lambda: token(scp=None, roles=["access_as_user"], idtyp="app"),
    "cut off": lambda: token()[:-9],
    "changed": lambda: token().replace(".ey", ".ez", 1),
    "nothing": lambda: "",
    "no token": lambda: "let me in",
    "three parts": lambda: "a.b.c",
    "not text": lambda: "é.ü.\udcff",
    "far too deep": lambda: f"{deep()}.e30.x",
    "a person far too deep": lambda: f"{token().partition('.')[0]}.{deep()}.x",
    "a number too long": lambda: token(oid=int("9" * 4000)),
    "a list": lambda: base64.urlsafe_b64encode(b"[]").decode() + "..",
}


@pytest.mark.parametrize("kind", FORGED)
async def test_what_was_not_signed_for_us_names_nobody(kind: str) -> None:
    async with entra() as (own, _, _watch):
        with pytest.raises(NotSignedInError):
            await own.whose(FORGED[kind]())

        assert await own.whose(token()) == SignedIn(PERSON, "Anna Holm")


async def test_a_new_key_is_taken_at_its_first_token_and_a_withdrawn_one_is_not() -> None:
    async with entra() as (own, tenants, _watch):
        assert await own.whose(token())
        tenants.keys[HOME] = [published(OTHER, "k2", None)]

        assert await own.whose(token(key=OTHER, kid="k2")) == SignedIn(PERSON, "Anna Holm")
        with pytest.raises(NotSignedInError):
            await own.whose(token())


async def test_made_up_keys_and_tenants_do_not_flood_entra() -> None:
    async with entra() as (own, tenants, watch):
        for number in range(200):
            watch.now += 1.0
            for made_up in ({"kid": f"made-up-{number}"}, {"tid": f"{number:08}{HOME[8:]}"}):
                with pytest.raises(NotSignedInError):
                    await own.whose(token(**made_up))

        assert tenants.fetches <= 2 + 200 / PAUSE
