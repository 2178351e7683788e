"""The bot's own token: one a process, fetched without blocking, renewed before it ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import aiohttp

log = logging.getLogger(__name__)

SCOPE = "https://api.botframework.com"
LOGIN = "https://login.microsoftonline.com"
# The address inside every Azure machine that hands out managed identities' tokens.
IDENTITY_SERVICE = "http://169.254.169.254/metadata/identity/oauth2/token"
WITHIN = aiohttp.ClientTimeout(total=5)
EARLY = 300.0  # seconds before the end at which a new one is fetched
PAUSE = 5.0  # seconds between tries while the token service fails


class TokenError(Exception):
    """No token can be had; the reason names no secret."""


@dataclass(frozen=True, slots=True)
class Fetched:
    token: str
    seconds: float


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
    """Keeps one token; while fetching fails the old one is used for as long as it lasts."""

    def __init__(self, fetch: Fetch, monotonic: Callable[[], float]) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._token: str | None = None
        self._fresh_until = 0.0
        self._good_until = 0.0

    async def token(self) -> str | None:
        """Give a token that lasts. Raises TokenError when there is none."""
        if self._monotonic() >= self._fresh_until:
            async with self._lock:
                if self._monotonic() >= self._fresh_until:
                    await self._replace()
        return self._token

    def renew(self) -> None:
        self._fresh_until = 0.0

    async def _replace(self) -> None:
        now = self._monotonic()
        try:
            fetched = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, KeyError, TypeError, ValueError) as error:
            if now >= self._good_until:
                raise TokenError(f"no token: {type(error).__name__}") from None
            log.warning("token not renewed", extra={"reason": type(error).__name__})
            self._fresh_until = now + PAUSE
            return
        self._token = fetched.token
        self._good_until = now + fetched.seconds
        self._fresh_until = now + max(fetched.seconds - EARLY, fetched.seconds / 2)


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
            return await _read(answer)

    return fetch


def managed_identity(
    session: aiohttp.ClientSession, app: str, *, service: str = IDENTITY_SERVICE
) -> Fetch:
    """Fetch by the machine's user-assigned identity: there is no secret to keep."""

    async def fetch() -> Fetched:
        query = {"api-version": "2018-02-01", "resource": SCOPE, "client_id": app}
        async with session.get(
            service,
            params=query,
            headers={"Metadata": "true"},
            timeout=WITHIN,
            allow_redirects=False,
        ) as answer:
            return await _read(answer)

    return fetch


async def _read(answer: aiohttp.ClientResponse) -> Fetched:
    answer.raise_for_status()
    found = await answer.json(content_type=None)
    token = found["access_token"]
    if not isinstance(token, str) or not token:
        raise ValueError("no token in the answer")
    return Fetched(token, float(found["expires_in"]))
