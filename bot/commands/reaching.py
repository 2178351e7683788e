"""`ready --reach`: whether people reach the server, and the server Microsoft, as it is set up.

Each thing is tried once, with a time limit. Nothing is sent to anybody but the question for a
token, which is what the server itself asks when it starts to send.
"""

import asyncio
import json
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.commands.readying import Check
from bot.settings import AppType, Settings
from bot.teams.signing import CONFIGURATION
from bot.teams.token import LOGIN, MACHINE, SCOPE

WITHIN = aiohttp.ClientTimeout(total=10)
HTTPS = 443
SOON = timedelta(days=14)  # a certificate that ends so soon should have been renewed
NAMED = {  # what Entra ID's own numbers mean for who set it up
    7000215: "MicrosoftAppPassword is not the secret's value; copy the value, not its id",
    7000222: "the secret in MicrosoftAppPassword has expired; make a new one",
    700016: "there is no app MicrosoftAppId in the tenant MicrosoftAppTenantId",
    7000229: "the app has no service principal in its tenant: az ad sp create --id MicrosoftAppId",
    90002: "there is no tenant MicrosoftAppTenantId",
    900023: "there is no tenant MicrosoftAppTenantId",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where Microsoft is."""

    login: str = LOGIN
    keys: str = CONFIGURATION
    machine: str = MACHINE
    trusted: ssl.SSLContext | None = None  # who vouches for certificates; None: as usual here


MICROSOFT = Places()


async def reach(settings: Settings, now: datetime, places: Places = MICROSOFT) -> list[Check]:
    """Try everything at once, and tell it in the order in which it is set up."""
    connector = aiohttp.TCPConnector(ssl=places.trusted or True)
    async with aiohttp.ClientSession(timeout=WITHIN, connector=connector) as session:
        tries = [_public(session, settings.base_url, now, places.trusted)]
        if not settings.dev:
            tries += [_keys(session, places.keys), _token(session, settings, places)]
        return list(await asyncio.gather(*tries))


async def _public(
    session: aiohttp.ClientSession, base: str, now: datetime, trusted: ssl.SSLContext | None
) -> Check:
    try:
        async with session.get(f"{base}/healthz", allow_redirects=False) as answer:
            alive = answer.status == HTTPStatus.OK and (await _json(answer)).get("alive") is True
            status = answer.status
        ends = await _certificate(base, trusted)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return Check(False, f"{base} is not reached from here: {_why(error)}")
    if not alive:
        return Check(False, f"{base} is answered by something else ({status}); look at the proxy")
    if ends is None:
        return Check(True, f"{base} answers")
    good = ends - now > SOON
    return Check(good, f"{base} answers; its certificate lasts until {ends:%Y-%m-%d}")


async def _certificate(base: str, trusted: ssl.SSLContext | None) -> datetime | None:
    """Give when the certificate ends; None where there is none."""
    url = urlsplit(base)
    if url.scheme != "https":
        return None
    context = trusted or ssl.create_default_context()
    async with asyncio.timeout(WITHIN.total):
        _, writer = await asyncio.open_connection(url.hostname, url.port or HTTPS, ssl=context)
    found = writer.get_extra_info("peercert")
    writer.close()
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(found["notAfter"]), UTC)


async def _keys(session: aiohttp.ClientSession, url: str) -> Check:
    what = "Microsoft's signing keys, without which nothing from Teams is taken"
    try:
        async with session.get(url) as answer:
            there = answer.status == HTTPStatus.OK and "jwks_uri" in await _json(answer)
    except (aiohttp.ClientError, TimeoutError) as error:
        return Check(False, f"{what}, are not reached: {_why(error)}")
    return Check(there, f"{what}, {'are reached' if there else 'are not there'}")


async def _token(session: aiohttp.ClientSession, settings: Settings, places: Places) -> Check:
    if settings.app_type is AppType.MANAGED_IDENTITY:
        return await _asked(session.get(**_of_the_identity(settings, places)))
    password = settings.app_password.get_secret_value() if settings.app_password else ""
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.app_id or "",
        "client_secret": password,
        "scope": f"{SCOPE}/.default",
    }
    url = f"{places.login}/{settings.app_tenant}/oauth2/v2.0/token"
    return await _asked(session.post(url, data=form, allow_redirects=False))


def _of_the_identity(settings: Settings, places: Places) -> dict[str, Any]:
    header = settings.identity_header
    query = {"resource": SCOPE, "client_id": settings.app_id or ""}
    if settings.identity_endpoint and header:
        return {
            "url": settings.identity_endpoint,
            "params": query | {"api-version": "2019-08-01"},
            "headers": {"X-IDENTITY-HEADER": header.get_secret_value()},
        }
    return {
        "url": places.machine,
        "params": query | {"api-version": "2018-02-01"},
        "headers": {"Metadata": "true"},
    }


async def _asked(request: Any) -> Check:  # noqa: ANN401 - aiohttp's own kind of request
    try:
        async with request as answer:
            found = await _json(answer)
    except (aiohttp.ClientError, TimeoutError) as error:
        return Check(False, f"Microsoft gives no token: {_why(error)}")
    if answer.status == HTTPStatus.OK and found.get("access_token"):
        return Check(True, "Microsoft gives the bot a token, so it may send to Teams")
    return Check(False, f"Microsoft gives no token: {'; '.join(_reasons(found, answer.status))}")


def _reasons(found: Mapping[str, Any], status: int) -> Iterator[str]:
    codes = found.get("error_codes")
    known = [NAMED[code] for code in codes if code in NAMED] if isinstance(codes, list) else []
    yield from known or [f"{found.get('error') or 'no reason told'} ({status})"]


async def _json(answer: aiohttp.ClientResponse) -> Mapping[str, Any]:
    try:
        found = json.loads(await answer.read())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _why(error: Exception) -> str:
    """Say what stands in the way, without addresses that may hold a secret."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "its name is not known (DNS)"
        case aiohttp.ClientConnectorCertificateError():
            return f"its certificate is not valid ({error.certificate_error})"
        case aiohttp.ClientConnectorSSLError():
            return "it speaks no TLS"
        case TimeoutError():
            return "no answer in 10 seconds; a firewall may be in between"
        case aiohttp.ClientConnectorError():
            return f"no connection ({error.os_error.strerror or 'refused'})"
        case _:
            return type(error).__name__
