"""The bot's own token: one a process, fetched without blocking, renewed before it ends."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import aiohttp

log = logging.getLogger(__name__)

SCOPE = "https://api.botframework.com"
LOGIN = "https://login.microsoftonline.com"
# The address inside every Azure machine that hands out managed identities' tokens.
MACHINE = "http://169.254.169.254/metadata/identity/oauth2/token"
WITHIN = aiohttp.ClientTimeout(total=5)
EARLY = 300.0  # seconds before the end at which a new one is fetched
PAUSE = 5.0  # seconds between tries while the token service fails


class TokenError(Exception):
    """No token can be had; the reason names no secret."""


@dataclass(frozen=True, slots=True)
class Fetched:
    token: str
    seconds: float


@dataclass(frozen=True, slots=True)
class IdentityService:
    """Who hands out a managed identity's tokens: the machine, or with `secret` App Service."""

    url: str = MACHINE
    secret: str | None = field(default=None, repr=False)

    @property
    def version(self) -> str:
        return "2018-02-01" if self.secret is None else "2019-08-01"

    @property
    def headers(self) -> Mapping[str, str]:
        if self.secret is None:
            return {"Metadata": "true"}
        return {"X-IDENTITY-HEADER": self.secret}


ON_THE_MACHINE = IdentityService()
Fetch = Callable[[], Awaitable[Fetched]]


class Tokens(Protocol):
    async def token(self) -> str | None: ...

    def renew(self) -> None:
        """Have the next call fetch a new one: the service did not like this one."""
        ...


class NoTokens:
    """Development: Teams look-alikes on this machine want none."""

    async def token(self) -> str | None:
        return None

    def renew(self) -> None:
        pass


class AppTokens:
    """Keeps one token; it is renewed beside those who send, who use the old one while it lasts."""

    def __init__(self, fetch: Fetch, monotonic: Callable[[], float]) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._token: str | None = None
        self._fetched_at = self._renew_at = self._good_until = float("-inf")
        self._disliked = False
        self._fetching: asyncio.Task[None] | None = None

    async def token(self) -> str | None:
        """Give a token that lasts. Raises TokenError when there is none."""
        now = self._monotonic()
        if now >= self._good_until or self._disliked:
            await asyncio.shield(self._renewal())  # one for all who wait
        elif now >= self._renew_at:
            _ = self._renewal()  # beside the caller
        if self._monotonic() >= self._good_until:
            raise TokenError("no token")
        return self._token

    def renew(self) -> None:
        """Have the next one fetched, unless this one has only just come: it is not the token."""
        self._disliked = self._monotonic() - self._fetched_at >= PAUSE

    def _renewal(self) -> asyncio.Task[None]:
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._replace(), name="token")
        return self._fetching

    async def _replace(self) -> None:
        asked_at = self._monotonic()
        try:
            fetched = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, LookupError, TypeError, ValueError) as error:
            log.warning("token not renewed", extra={"reason": type(error).__name__})
            self._renew_at = self._monotonic() + PAUSE
        except RuntimeError:
            return  # the session was closed meanwhile
        else:
            self._token, self._fetched_at = fetched.token, asked_at
            self._good_until = asked_at + fetched.seconds
            self._renew_at = asked_at + max(fetched.seconds - EARLY, fetched.seconds / 2)
        self._disliked = False


def client_secret(
    session: aiohttp.ClientSession, tenant: str, app: str, secret: str, *, login: str = LOGIN
) -> Fetch:
    """Fetch by the registration's secret, at the own tenant."""

    async def fetch() -> Fetched:
        form = {
            "grant_type": "client_credentials",
            "client_id": app,
            "client_secret": secret,
            "scope": f"{SCOPE}/.default",
        }
        url = f"{login}/{tenant}/oauth2/v2.0/token"
        async with session.post(url, data=form, timeout=WITHIN, allow_redirects=False) as answer:
            found = await _read(answer)
            return Fetched(found["access_token"], _length(float(found["expires_in"])))

    return fetch


def managed_identity(
    session: aiohttp.ClientSession, app: str, service: IdentityService, now: Callable[[], datetime]
) -> Fetch:
    """Fetch by the machine's user-assigned identity: there is no secret to keep."""

    async def fetch() -> Fetched:
        query = {"api-version": service.version, "resource": SCOPE, "client_id": app}
        async with session.get(
            service.url,
            params=query,
            headers=service.headers,
            timeout=WITHIN,
            allow_redirects=False,
        ) as answer:
            found = await _read(answer)
            return Fetched(found["access_token"], _length(_lasts(found, now)))

    return fetch


async def _read(answer: aiohttp.ClientResponse) -> Mapping[str, Any]:
    answer.raise_for_status()
    found: Mapping[str, Any] = await answer.json(content_type=None)
    if not isinstance(found["access_token"], str) or not found["access_token"]:
        raise ValueError("no token in the answer")
    return found


def _lasts(found: Mapping[str, Any], now: Callable[[], datetime]) -> float:
    """Read for how many seconds; App Service says only when it ends."""
    if "expires_in" in found:
        return float(found["expires_in"])
    return float(found["expires_on"]) - now().timestamp()


def _length(seconds: float) -> float:
    if not 0 < seconds < math.inf:
        raise ValueError("the token has ended")
    return seconds
