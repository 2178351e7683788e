"""The Bot Framework's signing keys: fetched without blocking, kept when a fetch fails."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

log = logging.getLogger(__name__)

CONFIGURATION = "https://login.botframework.com/v1/.well-known/openidconfiguration"
WITHIN = aiohttp.ClientTimeout(total=5)
FRESH = 24 * 3600.0  # seconds after which the keys are fetched again
PAUSE = 300.0  # at most one fetch for an unknown key in this time


@dataclass(frozen=True, slots=True)
class SigningKey:
    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    def __init__(
        self,
        session: aiohttp.ClientSession,
        monotonic: Callable[[], float],
        configuration: str = CONFIGURATION,
    ) -> None:
        self._session = session
        self._monotonic = monotonic
        self._configuration = configuration
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at: float | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """Give the key of that id; an unknown one is looked for at the source now and then."""
        if self._old(PAUSE if kid not in self._keys else FRESH):
            await self._fetch()
        return self._keys.get(kid)

    def _old(self, age: float) -> bool:
        return self._fetched_at is None or self._monotonic() - self._fetched_at >= age

    async def _fetch(self) -> None:
        """Fetch once for all who wait, whoever of them gives up."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._replace(), name="signing keys")
        await asyncio.shield(self._fetching)

    async def _replace(self) -> None:
        try:
            configuration = await self._get(self._configuration)
            found = await self._get(configuration["jwks_uri"])
            self._keys = dict(_key(one) for one in found["keys"] if one.get("kty") == "RSA")
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
            log.warning("signing keys not fetched", extra={"reason": type(error).__name__})
        except (jwt.PyJWKError, AttributeError) as error:
            log.warning("signing keys not readable", extra={"reason": type(error).__name__})
        self._fetched_at = self._monotonic()

    async def _get(self, url: str) -> Any:  # noqa: ANN401 - JSON from outside
        async with self._session.get(url, timeout=WITHIN, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)


def _key(one: Mapping[str, Any]) -> tuple[str, SigningKey]:
    endorsements = frozenset(map(str, one.get("endorsements") or ()))
    return str(one["kid"]), SigningKey(jwt.PyJWK(dict(one), algorithm="RS256"), endorsements)
