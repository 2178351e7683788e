"""The SDK's adapter without the SDK's sign-in: our gate has admitted the activity already."""

from collections.abc import Mapping
from typing import Any, Never

from botbuilder.integration.aiohttp import CloudAdapter
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
)
from typing_extensions import override

from bot.teams.client import Clients

AUDIENCE = "https://api.botframework.com"


class OwnAuthentication(BotFrameworkAuthentication):  # type: ignore[misc] # no types in the SDK
    """Refuses to sign anybody in, hands out the cached clients, makes no user-token client."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    @override
    async def authenticate_request(self, activity: object, auth_header: str) -> Never:
        raise PermissionError("only the gate admits")

    @override
    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> Never:
        raise PermissionError("only the gate admits")

    @override
    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._clients

    @override
    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        return None


def make_adapter(clients: Clients) -> CloudAdapter:
    return CloudAdapter(OwnAuthentication(clients))


def admitted(clients: Clients, claims: Mapping[str, Any]) -> AuthenticateRequestResult:
    """Say to the SDK that this activity has been checked, so that it runs no check of its own."""
    result = AuthenticateRequestResult()
    result.claims_identity = ClaimsIdentity(dict(claims), True)
    result.audience = AUDIENCE
    result.connector_factory = clients
    return result
