"""The connector client: one for each service, all on one session, one attempt, no redirects."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import orjson
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import ConnectorFactory, MicrosoftAppCredentials
from msrest.pipeline import Request, Response
from msrest.pipeline.aiohttp import AioHTTPSender
from msrest.pipeline.async_abc import AsyncHTTPPolicy, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http import ClientRequest
from msrest.universal_http.aiohttp import AioHttpClientResponse
from msrest.universal_http.async_abc import AsyncHTTPSender
from typing_extensions import override

from bot.ports import Clock
from bot.teams.failures import ConnectorError, Lost, LostError
from bot.teams.token import Tokens

CONNECT_WITHIN, ALL_WITHIN = 2.0, 5.0  # seconds
# 40 requests a second that may each hang for 5 s are 200 open at once; the rest is for tokens, keys
# and rosters. With fewer, conversations that hang would make all others wait.
MOST_OPEN = 400
MOST_SERVICES = 50  # service URLs with a client of their own; Teams has a handful of regions
REDIRECT, NO_CONTENT = 300, 204
BLOCKED = re.compile(r"\bMessageWritesBlocked\b")
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class Connection:
    """One attempt over the shared session; raises our own errors, so that no status gets lost."""

    def __init__(self, session: aiohttp.ClientSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._limits = aiohttp.ClientTimeout(total=ALL_WITHIN, sock_connect=CONNECT_WITHIN)

    async def exchange(
        self, method: str, url: str, data: bytes | str | None, headers: Mapping[str, str]
    ) -> tuple[aiohttp.ClientResponse, bytes]:
        """Send and read the answer. Raises ConnectorError and LostError."""
        try:
            async with self._session.request(
                method,
                url,
                data=data,
                headers=headers,
                allow_redirects=False,
                timeout=self._limits,
            ) as received:
                body = await received.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError):
            raise LostError(Lost.NEVER_OPENED) from None
        except (aiohttp.ClientError, TimeoutError):
            raise LostError(Lost.UNCLEAR) from None
        if received.status >= REDIRECT:
            after = _retry_after(received.headers, self._clock.now())
            raise ConnectorError(received.status, _code(body), after)
        return received, body


def _retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read seconds or a date; a date is counted from the server's own clock if it tells it."""
    value = headers.get("Retry-After", "")
    try:
        seconds = float(value)
    except ValueError:
        until = _date(value)
        if until is None:
            return None
        seconds = (until - (_date(headers.get("Date", "")) or now)).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _code(body: bytes) -> str | None:
    """Read `error.code` if the body has one; it may well be a page of HTML.

    Whoever has blocked the bot is told of in another shape, with the code inside the message.
    """
    try:
        read = orjson.loads(body)
        code = read["error"]["code"] if "error" in read else BLOCKED.search(read["message"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    if isinstance(code, re.Match):
        return code[0]
    return code if isinstance(code, str) else None


def _read(answer: bytes) -> object:
    """Read what a success says; it is a success also when that cannot be read."""
    try:
        return orjson.loads(answer)
    except orjson.JSONDecodeError:
        return None


class _Answer(AioHttpClientResponse):
    """Gives its body also when that is empty: the original raises then."""

    def __init__(
        self, request: ClientRequest, received: aiohttp.ClientResponse, body: bytes
    ) -> None:
        super().__init__(request, received)
        self._read = body

    @override
    def body(self) -> bytes:
        return self._read


class Driver(AsyncHTTPSender):
    """Lets the SDK's own calls go over the same connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    async def __aexit__(self, *_: object) -> None:
        """Leave the session alone: it is everybody's."""

    @override
    async def send(self, request: ClientRequest, **_: object) -> AioHttpClientResponse:
        received, body = await self._connection.exchange(
            request.method, request.url, request.data, request.headers
        )
        answer = _Answer(request, received, body)
        if received.status == NO_CONTENT:
            answer.status_code = 200
        return answer


class TokenPolicy(AsyncHTTPPolicy[Any, Any]):
    """Puts the bot's token on each request; none in development."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    @override
    async def send(self, request: Request[Any], **more: Any) -> Response[Any, Any]:
        token = await self._tokens.token()
        if token is not None:
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        following: Any = self.next
        answer: Response[Any, Any] = await following.send(request, **more)
        return answer


class Clients(ConnectorFactory):  # type: ignore[misc] # the SDK has no types
    """Gives the SDK the client of a service, once a turn, and sends for the outbox."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens, clock: Clock) -> None:
        self._connection = Connection(session, clock)
        self._tokens = tokens
        self._clients: dict[str, ConnectorClient] = {}

    @override
    async def create(self, service_url: str, audience: str = "") -> ConnectorClient:
        return self.of(service_url)

    async def send(self, method: str, url: str, body: Mapping[str, Any] | None = None) -> object:
        """Send JSON as it is, or nothing, and give the answer's.

        The SDK's models would take half a turn's time.
        Raises ConnectorError, LostError and TokenError.
        """
        token = await self._tokens.token()
        signed = JSON if token is None else {**JSON, "Authorization": f"Bearer {token}"}
        data = None if body is None else orjson.dumps(body)
        _, answer = await self._connection.exchange(method, url, data, signed)
        return _read(answer)

    def of(self, service_url: str) -> ConnectorClient:
        known = self._clients.get(service_url)
        if known is None:
            if len(self._clients) >= MOST_SERVICES:
                self._clients.clear()
            known = self._clients[service_url] = self._make(service_url)
        return known

    def _make(self, service_url: str) -> ConnectorClient:
        def pipeline(config: Any) -> AsyncPipeline[Any, Any]:  # noqa: ANN401 - msrest has no types
            policies = [config.user_agent_policy, TokenPolicy(self._tokens), RawDeserializer()]
            driver: Any = Driver(self._connection)
            return AsyncPipeline(policies, AioHTTPSender(driver))

        credentials = MicrosoftAppCredentials.empty()
        return ConnectorClient(credentials, base_url=service_url, pipeline_type=pipeline)
