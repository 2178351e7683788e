"""Who somebody is: reads a token that Entra ID has made for us, and trusts nothing else.

The rules are Microsoft's for an access token of version 1 or 2, for the tenants that are named.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt

from bot.ports import NotSignedInError, SignedIn
from bot.teams.gate import TIMES, KeySource, is_time
from bot.teams.signing import SigningKeys

LOGIN = "https://login.microsoftonline.com"
ISSUERS = ("https://sts.windows.net/{}/", LOGIN + "/{}/v2.0")
SCOPE = "access_as_user"
LEEWAY = 60  # seconds
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANY_TENANT = "organizations"  # where people of several begin; the token says which it was
REQUIRED = ["exp", "nbf", "iss", "aud", "tid", "oid"]


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """The app whose tokens are taken, the address of its API, and whose people are known."""

    app_id: str
    resource: str
    tenants: frozenset[str]
    login: str = LOGIN


@dataclass(frozen=True, slots=True)
class OpenIdApp:
    """The app registration that people sign in to, and where it sends them back to."""

    app_id: str
    secret: str = field(repr=False)
    redirect: str
    tenants: frozenset[str]
    login: str = LOGIN

    @property
    def authority(self) -> str:
        tenant = next(iter(self.tenants)) if len(self.tenants) == 1 else ANY_TENANT
        return f"{self.login}/{tenant}/oauth2/v2.0"


@dataclass(frozen=True, slots=True)
class EntraTokens:
    """Checks tokens; each tenant's are signed with the keys that this tenant publishes."""

    audiences: frozenset[str]
    keys: Mapping[str, KeySource]
    issuers: tuple[str, ...] = ISSUERS
    scope: str | None = SCOPE

    @classmethod
    def of(
        cls,
        known: SingleSignOn,
        session: aiohttp.ClientSession,
        monotonic: Callable[[], float],
    ) -> "EntraTokens":
        audiences = frozenset({known.app_id, known.resource})
        return cls(audiences, keys_of(known.tenants, known.login, session, monotonic))

    async def whose(self, token: str) -> SignedIn:
        """Give whom a token is about. Raises NotSignedInError."""
        return signed_in(await self.claims(token))

    async def claims(self, token: str) -> Mapping[str, Any]:
        """Give what a token says, once it is believed. Raises NotSignedInError."""
        if not token.isascii():
            raise NotSignedInError("unreadable")
        try:
            tenant = self._tenant(token)
            return self._claims(token, tenant, await self._key(token, tenant))
        except jwt.InvalidTokenError as error:
            raise NotSignedInError(type(error).__name__) from None

    def _tenant(self, token: str) -> str:
        """Read which tenant's the token says it is; nothing is believed before its key fits."""
        tenant = _guid(jwt.decode(token, options={"verify_signature": False}), "tid")
        if tenant not in self.keys:
            raise NotSignedInError("tenant")
        return tenant

    async def _key(self, token: str, tenant: str) -> jwt.PyJWK:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid") if header.get("alg") == "RS256" else None
        found = await self.keys[tenant].find(kid) if isinstance(kid, str) else None
        if found is None:
            raise NotSignedInError("key")
        return found.key

    def _claims(self, token: str, tenant: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=self.audiences,
            issuer=[issuer.format(tenant) for issuer in self.issuers],
            leeway=LEEWAY,
            options={"require": [*REQUIRED, *(["scp"] if self.scope else [])]},
        )
        if not isinstance(claims["aud"], str):
            raise NotSignedInError("audience")
        if not all(map(is_time, (claims[name] for name in TIMES if name in claims))):
            raise NotSignedInError("time")
        if self.scope and self.scope not in str(claims["scp"]).split(" "):
            raise NotSignedInError("scope")
        return claims


def keys_of(
    tenants: Iterable[str],
    login: str,
    session: aiohttp.ClientSession,
    monotonic: Callable[[], float],
) -> Mapping[str, KeySource]:
    """Give the keys of each tenant, fetched when first asked for."""

    def keys(tenant: str) -> SigningKeys:
        where = f"{login}/{tenant}/v2.0/.well-known/openid-configuration"
        return SigningKeys(session, monotonic, where)

    return {tenant: keys(tenant) for tenant in tenants}


def signed_in(claims: Mapping[str, Any]) -> SignedIn:
    name = claims.get("name")
    return SignedIn(_guid(claims, "oid"), name if isinstance(name, str) else None)


def _guid(claims: Mapping[str, Any], name: str) -> str:
    found = str(claims.get(name, "")).casefold()
    if not GUID.fullmatch(found):
        raise NotSignedInError(name)
    return found
