"""The Bot Framework's signing keys: fetched without blocking, kept when a fetch fails."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt

log = logging.getLogger(__name__)

CONFIGURATION = "https://login.botframework.com/v1/.well-known/openidconfiguration"
WITHIN = aiohttp.ClientTimeout(total=5)
FRESH = 24 * 3600.0  # seconds after which the keys are fetched again
PAUSE = 300.0  # seconds between fetches for unknown keys, and after a fetch that failed
EMPTY_PAUSE = 5.0  # seconds between tries while there is no key at all


@dataclass(frozen=True, slots=True)
class SigningKey:
    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """Keeps the keys and knows when to look for new ones.

    A known key is never waited for: when the keys are old, they are fetched beside the request.
    An unknown key is looked for while its request waits. A look that brings nothing new is the last
    for five minutes, so that nobody can have the source flooded with made-up keys. The price: a key
    that is published in just these minutes is refused until they are over. That is accepted:
    Microsoft publishes its keys long before it signs with them, and what was published by then has
    come with that same look.
    """

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
        self._fetching: asyncio.Task[None] | None = None
        self._renew_at = self._look_at = float("-inf")

    async def find(self, kid: str) -> SigningKey | None:
        """Give the key of that id; an unknown one is looked for at the source now and then."""
        known, now = self._keys.get(kid), self._monotonic()
        if known is None and now >= self._look_at:
            await asyncio.shield(self._fetch(looking=True))  # for all, whoever of them gives up
            return self._keys.get(kid)
        if known is not None and now >= self._renew_at:
            _ = self._fetch(looking=False)  # beside the request
        return known

    def _fetch(self, *, looking: bool) -> asyncio.Task[None]:
        """Fetch once for all who want it."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._replace(looking), name="signing keys")
        return self._fetching

    async def _replace(self, looking: bool) -> None:
        found: Mapping[str, SigningKey] = {}
        try:
            configuration = await self._get(self._configuration)
            found = _readable((await self._get(configuration["jwks_uri"]))["keys"])
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
            log.warning("signing keys not fetched", extra={"reason": type(error).__name__})
        except RuntimeError:
            return  # the session was closed meanwhile
        self._keep(found, looking)

    def _keep(self, found: Mapping[str, SigningKey], looking: bool) -> None:
        """Take what was found; a fetch without a key changes nothing but when to try again."""
        now, news = self._monotonic(), found.keys() - self._keys.keys()
        self._keys = found or self._keys
        self._renew_at = now + (FRESH if found else PAUSE)
        if looking and not news:
            self._look_at = now + (PAUSE if self._keys else EMPTY_PAUSE)

    async def _get(self, url: str) -> Any:  # noqa: ANN401 - JSON from outside
        async with self._session.get(url, timeout=WITHIN, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)


def _readable(published: Iterable[Any]) -> Mapping[str, SigningKey]:
    """Read the keys that can be read; one that cannot takes no other with it."""
    found = {}
    for one in published:
        try:
            found[str(one["kid"])] = _key(one)
        except (jwt.PyJWTError, LookupError, TypeError, ValueError, AttributeError) as error:
            log.warning("signing key not readable", extra={"reason": type(error).__name__})
    return found


def _key(one: Mapping[str, Any]) -> SigningKey:
    endorsements = frozenset(map(str, one.get("endorsements") or ()))
    return SigningKey(jwt.PyJWK({**one}, algorithm="RS256"), endorsements)
