"""Signing in with a work account in a browser: OpenID Connect's code flow with PKCE, at Entra ID.

What is written and read of the protocol is Authlib's; the requests are ours, with time-outs.
"""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from bot.ports import NotSignedInError, SignedIn, SignInUnavailableError
from bot.teams.entra import LEEWAY, LOGIN, EntraTokens, OpenIdApp, keys_of, signed_in

SCOPES = "openid profile"
ISSUER = LOGIN + "/{}/v2.0"
WITHIN = aiohttp.ClientTimeout(total=5, connect=2)
OUR_FAULT = "invalid_client"  # most often a client secret that has ended
AT_ONCE = 10  # codes that are traded
LARGEST = 64 * 1024  # bytes of an answer
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class EntraAccounts:
    """Fits bot.ports.WorkAccounts."""

    app: OpenIdApp
    session: aiohttp.ClientSession
    tokens: EntraTokens
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @classmethod
    def of(
        cls, app: OpenIdApp, session: aiohttp.ClientSession, monotonic: Callable[[], float]
    ) -> "EntraAccounts":
        keys = keys_of(app.tenants, app.login, session, monotonic)
        tokens = EntraTokens(frozenset({app.app_id}), keys, (ISSUER,), scope=None)
        return cls(app, session, tokens)

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Give Entra ID's page; somebody else's account may be chosen there."""
        return str(
            prepare_grant_uri(
                f"{self.app.authority}/authorize",
                self.app.app_id,
                "code",
                redirect_uri=self.app.redirect,
                scope=SCOPES,
                state=state,
                nonce=nonce,
                code_challenge=create_s256_code_challenge(verifier),
                code_challenge_method="S256",
                response_mode="query",
                prompt="select_account",
            )
        )

    async def whose(self, code: str, nonce: str, verifier: str) -> SignedIn:
        if self.turns.locked():  # made-up codes must not become a flood at Entra ID
            raise SignInUnavailableError("too many at once")
        async with self.turns:
            claims = await self.tokens.claims(await self._traded(code, verifier))
        self._check(claims, nonce)
        return signed_in(claims)

    async def _traded(self, code: str, verifier: str) -> str:
        """Give the ID token that Entra ID has for a code."""
        app = self.app
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=app.redirect,
            code=code,
            code_verifier=verifier,
            client_id=app.app_id,
            client_secret=app.secret,
            scope=SCOPES,
        )
        try:
            status, answer = await self._post(f"{app.authority}/token", body)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SignInUnavailableError(type(error).__name__) from None
        found = answer if isinstance(answer, dict) else {}
        token, fault = found.get("id_token"), found.get("error")
        if status >= 500 or fault == OUR_FAULT:  # noqa: PLR2004 - theirs
            raise SignInUnavailableError(f"{status} {fault}" if fault == OUR_FAULT else str(status))
        if status != 200 or not isinstance(token, str):  # noqa: PLR2004 - done
            raise NotSignedInError(f"code {status}")
        return token

    async def _post(self, url: str, body: str) -> tuple[int, Any]:
        request = self.session.post(
            url, data=body, headers=FORM, timeout=WITHIN, allow_redirects=False
        )
        async with request as answer:
            whole = b""
            async for chunk in answer.content.iter_chunked(8192):
                whole += chunk
                if len(whole) > LARGEST:
                    raise SignInUnavailableError("too long an answer")
            return answer.status, _read(whole)

    def _check(self, claims: Mapping[str, Any], nonce: str) -> None:
        """Check what the code flow says of an ID token, and that it is of this very sign-in."""
        asked = {"nonce": nonce, "client_id": self.app.app_id}
        try:
            CodeIDToken({**claims}, {}, params=asked).validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise NotSignedInError(type(error).__name__) from None
        if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise NotSignedInError("nonce")


def _read(answer: bytes) -> Any:  # noqa: ANN401 - JSON from outside
    try:
        return orjson.loads(answer)
    except orjson.JSONDecodeError:
        return None
