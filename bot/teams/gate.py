"""Who may post to the bot: the Bot Framework with a good token; in development, this machine."""

import ipaddress
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

import jwt

from bot.teams.signing import SigningKey

ISSUER = "https://api.botframework.com"
LEEWAY = 300  # seconds
SERVICE_HOSTS = frozenset({"smba.trafficmanager.net"})
SERVICE_DOMAIN = ".botframework.com"
# Names as they are: what one reader of a URL takes for a host, another may read otherwise.
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+|localhost|[0-9a-f:]+")
UNWANTED = frozenset("@\\?# ;%")
CHANNEL = "msteams"
TIMES = ("exp", "nbf", "iat")
UNAUTHORISED, FORBIDDEN = 401, 403


class TurnedAwayError(Exception):
    """401 without a readable token, 403 for anything else; the reason is for the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Gate(Protocol):
    async def admit(self, header: str | None, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the token's claims. Raises TurnedAwayError."""
        ...


class KeySource(Protocol):
    async def find(self, kid: str) -> SigningKey | None: ...


class DevGate:
    """No token, but everything stays on this machine."""

    async def admit(
        self,
        header: str | None,  # noqa: ARG002 - there is no token in development
        body: Mapping[str, Any],
    ) -> Mapping[str, Any]:
        channel = body.get("channelId")
        if not isinstance(channel, str) or channel not in {CHANNEL, "emulator"}:
            raise TurnedAwayError(FORBIDDEN, "channel")
        url = _service(body)
        if url.scheme not in {"http", "https"} or not _loopback(url.hostname or ""):
            raise TurnedAwayError(FORBIDDEN, "service URL")
        return {}


@dataclass(frozen=True, slots=True)
class TokenGate:
    """Own checks in front of the SDK, whose own let emulator tokens through and answer 500.

    An empty `tenants` lets every tenant in: a meeting has guests.
    """

    app_id: str
    keys: KeySource
    hosts: frozenset[str] = SERVICE_HOSTS
    tenants: frozenset[str] = frozenset()

    async def admit(self, header: str | None, body: Mapping[str, Any]) -> Mapping[str, Any]:
        claims = await self._claims(header)
        if not all(map(is_time, (claims[name] for name in TIMES if name in claims))):
            raise TurnedAwayError(FORBIDDEN, "time")
        if body.get("channelId") != CHANNEL:
            raise TurnedAwayError(FORBIDDEN, "channel")
        self._check_service(body, claims)
        if self.tenants and _tenant(body) not in self.tenants:
            raise TurnedAwayError(FORBIDDEN, "tenant")
        return claims

    async def _claims(self, header: str | None) -> Mapping[str, Any]:
        scheme, _, token = (header or "").partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise TurnedAwayError(UNAUTHORISED, "no token")
        try:
            key = await self._key(token)
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self.app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
        except jwt.InvalidTokenError as error:
            unreadable = type(error) is jwt.DecodeError
            status = UNAUTHORISED if unreadable else FORBIDDEN
            raise TurnedAwayError(status, type(error).__name__) from None
        return claims

    async def _key(self, token: str) -> jwt.PyJWK:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid") if header.get("alg") == "RS256" else None
        found = await self.keys.find(kid) if isinstance(kid, str) else None
        if found is None:
            raise TurnedAwayError(FORBIDDEN, "key")
        if CHANNEL not in found.endorsements:
            raise TurnedAwayError(FORBIDDEN, "endorsement")
        return found.key

    def _check_service(self, body: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
        url = _service(body)
        host = url.hostname or ""
        known = host in self.hosts or host.endswith(SERVICE_DOMAIN)
        if url.scheme != "https" or not known or url.port not in {None, 443}:
            raise TurnedAwayError(FORBIDDEN, "service URL")
        if claims.get("serviceurl") != body["serviceUrl"]:
            raise TurnedAwayError(FORBIDDEN, "service URL of the token")


def _service(body: Mapping[str, Any]) -> SplitResult:
    """Read the service URL: nothing in it but scheme, host, port and path."""
    url = body.get("serviceUrl")
    if not isinstance(url, str) or not url.isascii() or not url.isprintable():
        raise TurnedAwayError(FORBIDDEN, "service URL")
    try:
        found = urlsplit(url)
        plain = HOST.fullmatch(found.hostname or "") and found.port != 0 and _host_alone(found)
    except ValueError:
        plain = None
    if not plain or not UNWANTED.isdisjoint(url):
        raise TurnedAwayError(FORBIDDEN, "service URL")
    return found


def _host_alone(url: SplitResult) -> bool:
    """Tell whether nothing stands around the host: what is before a bracket is passed over."""
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    return re.fullmatch(rf"{re.escape(host or '')}(:\d*)?", url.netloc.lower()) is not None


def is_time(value: object) -> bool:
    """Tell a number of seconds from what a reader of tokens makes one of."""
    return type(value) is int or (isinstance(value, float) and math.isfinite(value))


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _tenant(body: Mapping[str, Any]) -> str | None:
    """Read the tenant where Teams puts it."""
    tenant = (body.get("channelData") or {}).get("tenant")
    found = tenant.get("id") if isinstance(tenant, dict) else None
    fallback = body["conversation"].get("tenantId")
    return found if isinstance(found, str) else fallback
