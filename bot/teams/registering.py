"""As what the bot is registered with Microsoft, and the gate and tokens that follow from it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from bot.ports import Clock
from bot.settings import AppType, Settings
from bot.teams import signing, token
from bot.teams.gate import SERVICE_HOSTS, DevGate, Gate, TokenGate
from bot.teams.signing import SigningKeys
from bot.teams.token import ON_THE_MACHINE, AppTokens, IdentityService, NoTokens, Tokens


@dataclass(frozen=True, slots=True)
class Registration:
    """The bot's registration with Microsoft. `secret` is None for a managed identity."""

    app_id: str
    tenant: str
    kind: AppType = AppType.SINGLE_TENANT
    secret: str | None = field(default=None, repr=False)
    service_hosts: frozenset[str] = SERVICE_HOSTS
    tenants: frozenset[str] = frozenset()  # whose activities are taken; empty: everybody's
    login: str = token.LOGIN
    signing_keys: str = signing.CONFIGURATION
    identity: IdentityService = token.ON_THE_MACHINE


def gate_of(
    session: aiohttp.ClientSession, known: Registration | None, monotonic: Callable[[], float]
) -> Gate:
    """Give what lets activities in; without a registration this machine's alone."""
    if known is None:
        return DevGate()
    keys = SigningKeys(session, monotonic, known.signing_keys)
    return TokenGate(known.app_id, keys, known.service_hosts, known.tenants)


def tokens_of(
    session: aiohttp.ClientSession,
    known: Registration | None,
    clock: Clock,
    monotonic: Callable[[], float],
) -> Tokens:
    """Give the tokens that the bot sends with; none without a registration."""
    if known is None:
        return NoTokens()
    if known.kind is AppType.MANAGED_IDENTITY:
        fetch = token.managed_identity(session, known.app_id, known.identity, clock.now)
    else:
        secret = known.secret or ""
        fetch = token.client_secret(session, known.tenant, known.app_id, secret, login=known.login)
    return AppTokens(fetch, monotonic)


def registration(settings: Settings) -> Registration:
    """Give what the settings say the bot is registered as."""
    password, header = settings.app_password, settings.identity_header
    identity = ON_THE_MACHINE
    if settings.identity_endpoint and header:
        identity = IdentityService(settings.identity_endpoint, header.get_secret_value())
    return Registration(
        app_id=settings.app_id or "",
        tenant=settings.app_tenant or "",
        kind=settings.app_type,
        secret=None if password is None else password.get_secret_value(),
        identity=identity,
    )
