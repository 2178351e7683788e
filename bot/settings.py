"""Settings from the environment or `.env`: read once, all faults named, secrets kept dark."""

import ipaddress
import logging
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ENV_FILE = ".env"
TINYDB = "tinydb"
GUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"  # an id as Entra ID shows it
POSTGRESQL = ("postgresql://", "postgres://")


class AppType(StrEnum):
    SINGLE_TENANT = "SingleTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"


class Semantic(StrEnum):
    """Whether answers are also found by what is meant, which needs the optional embedder."""

    AUTO = "auto"  # where it is installed
    ON = "on"
    OFF = "off"


class Log(StrEnum):
    """How much is logged."""

    WARNING = "warning"  # what an operator should know of
    INFO = "info"  # also who is turned away and why

    @property
    def level(self) -> int:
        return logging.getLevelNamesMapping()[self.name]


class SettingsError(Exception):
    """One message that names every setting that is missing or bad."""


def _named(name: str) -> AliasChoices:
    return AliasChoices(name, name.upper())


def _store(value: SecretStr) -> SecretStr:
    """Take it as a secret: the address of a database has a password in it."""
    if value.get_secret_value() != TINYDB and not _is_address(value):
        raise ValueError("must be tinydb or begin with postgresql://")
    return value


def _is_address(value: SecretStr) -> bool:
    return value.get_secret_value().startswith(POSTGRESQL)


class Settings(BaseSettings):
    """What an operator can set; `.env.example` lists the same names with their defaults."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    port: Annotated[int, Field(validation_alias="PORT", ge=0, le=65535)] = 3978
    host: Annotated[str, Field(validation_alias="ORDSTYRER_HOST")] = "127.0.0.1"
    data: Annotated[Path, Field(validation_alias="ORDSTYRER_DATA")] = Path("data")
    store: Annotated[
        SecretStr, Field(validation_alias="ORDSTYRER_STORE"), AfterValidator(_store)
    ] = SecretStr(TINYDB)
    meeting: Annotated[Path | None, Field(validation_alias="ORDSTYRER_MEETING")] = None
    public_url: Annotated[
        str | None, Field(validation_alias="ORDSTYRER_PUBLIC_URL", pattern=r"^https?://[^\s/]+")
    ] = None
    secret: Annotated[
        SecretStr | None, Field(validation_alias="ORDSTYRER_SECRET", min_length=16)
    ] = None
    clock_speed: Annotated[
        float, Field(validation_alias="ORDSTYRER_CLOCK_SPEED", gt=0, le=1000)
    ] = 1.0
    operator: Annotated[
        str | None, Field(validation_alias="ORDSTYRER_OPERATOR", max_length=100)
    ] = None
    contact: Annotated[
        str | None,
        Field(validation_alias="ORDSTYRER_CONTACT", pattern=r"^([^@\s]+@[^@\s]+|https?://\S+)$"),
    ] = None
    phone: Annotated[
        str | None, Field(validation_alias="ORDSTYRER_PHONE", pattern=r"^\+?[\d ]{8,20}$")
    ] = None
    statement: Annotated[
        str | None, Field(validation_alias="ORDSTYRER_ACCESSIBILITY", pattern=r"^https?://\S+$")
    ] = None
    semantic: Annotated[Semantic, Field(validation_alias="ORDSTYRER_SEMANTIC")] = Semantic.AUTO
    log: Annotated[Log, Field(validation_alias="ORDSTYRER_LOG")] = Log.WARNING
    dev: Annotated[bool, Field(validation_alias="ORDSTYRER_DEV")] = False
    app_id: Annotated[str | None, Field(validation_alias=_named("MicrosoftAppId"))] = None
    app_password: Annotated[
        SecretStr | None, Field(validation_alias=_named("MicrosoftAppPassword"))
    ] = None
    app_type: Annotated[AppType, Field(validation_alias=_named("MicrosoftAppType"))] = (
        AppType.SINGLE_TENANT
    )
    app_tenant: Annotated[str | None, Field(validation_alias=_named("MicrosoftAppTenantId"))] = None
    sso_app_id: Annotated[
        str | None, Field(validation_alias="ORDSTYRER_SSO_APP_ID", pattern=f"^{GUID}$")
    ] = None
    sso_resource: Annotated[
        str | None, Field(validation_alias="ORDSTYRER_SSO_RESOURCE", pattern=r"^api://[^\s/]+")
    ] = None
    sso_tenants: Annotated[
        str | None,
        Field(validation_alias="ORDSTYRER_SSO_TENANTS", pattern=f"^{GUID}( *, *{GUID})*$"),
    ] = None
    sign_in_app_id: Annotated[
        str | None, Field(validation_alias="ORDSTYRER_SIGN_IN_APP_ID", pattern=f"^{GUID}$")
    ] = None
    sign_in_secret: Annotated[
        SecretStr | None, Field(validation_alias="ORDSTYRER_SIGN_IN_SECRET", min_length=8)
    ] = None
    identity_endpoint: Annotated[
        str | None, Field(validation_alias="IDENTITY_ENDPOINT", pattern=r"^https?://[^\s/]+")
    ] = None
    identity_header: Annotated[SecretStr | None, Field(validation_alias="IDENTITY_HEADER")] = None

    def serving_faults(self) -> list[str]:
        """Say what is missing before anybody may be served."""
        faults = [] if self.dev else self._production_faults()
        if self.dev and not self.loopback:
            faults.append("ORDSTYRER_HOST must be loopback with ORDSTYRER_DEV=1")
        if self.clock_speed != 1 and not self.demo:
            faults.append("ORDSTYRER_CLOCK_SPEED is for the demo only")
        return faults + self._sso_faults()

    def _sso_faults(self) -> list[str]:
        """Signing in, inside Teams and in a browser, is set up wholly or not at all."""
        tab: list[tuple[str, object]] = [
            ("ORDSTYRER_SSO_APP_ID", self.sso_app_id),
            ("ORDSTYRER_SSO_RESOURCE", self.sso_resource),
        ]
        browser: list[tuple[str, object]] = [
            ("ORDSTYRER_SIGN_IN_APP_ID", self.sign_in_app_id),
            ("ORDSTYRER_SIGN_IN_SECRET", self.sign_in_secret),
        ]
        needed = [both for both in (tab, browser) if any(value for _, value in both)]
        if not needed and self.sso_tenants is not None:
            needed = [tab]
        needed += [[("ORDSTYRER_SSO_TENANTS", self.sso_for)]] if needed else []
        return [f"{name} is missing" for both in needed for name, value in both if not value]

    def _production_faults(self) -> list[str]:
        needed: list[tuple[str, object]] = [
            ("ORDSTYRER_SECRET", self.secret),
            ("ORDSTYRER_PUBLIC_URL", self.public_url),
            ("MicrosoftAppId", self.app_id),
            ("MicrosoftAppTenantId", self.app_tenant),
        ]
        if self.app_type is AppType.SINGLE_TENANT:
            needed.append(("MicrosoftAppPassword", self.app_password))
        elif self.identity_endpoint or self.identity_header:
            needed.append(("IDENTITY_ENDPOINT", self.identity_endpoint))
            needed.append(("IDENTITY_HEADER", self.identity_header))
        faults = [f"{name} is missing" for name, value in needed if not value]
        if self.public_url and not self.public_url.startswith("https://"):
            faults.append("ORDSTYRER_PUBLIC_URL must begin with https://")
        return faults

    @property
    def database(self) -> str | None:
        """The address of the database that everything is kept in, password and all; None: files."""
        return self.store.get_secret_value() if _is_address(self.store) else None

    @property
    def sso_for(self) -> frozenset[str]:
        """The tenants whose people may sign in inside Teams: those named, else the bot's own."""
        named = (self.sso_tenants or self.app_tenant or "").casefold().split(",")
        return frozenset(one.strip() for one in named if re.fullmatch(GUID, one.strip()))

    @property
    def demo(self) -> bool:
        """Whether the demo meeting is served: development without a meeting file of its own."""
        return self.dev and self.meeting is None

    @property
    def loopback(self) -> bool:
        """Whether the bind address is this machine alone."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def base_url(self) -> str:
        """Where people reach the pages; without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def read_settings(*, serving: bool = True) -> Settings:
    """Read the environment and `.env`. Raises SettingsError naming every fault, values left out.

    What only a server needs (credentials, an address) is not asked of commands that read files.
    """
    try:
        settings, faults = Settings(), []
    except UnicodeDecodeError:
        raise SettingsError(f"{ENV_FILE} is not UTF-8") from None
    except ValidationError as error:
        faults = [_sentence(dict(fault)) for fault in error.errors()]
        settings = _without(error)
    if serving:
        bad = {fault.partition(":")[0] for fault in faults}
        missing = settings.serving_faults()
        faults += [fault for fault in missing if fault.partition(" ")[0] not in bad]
    if faults:
        raise SettingsError("; ".join(faults))
    return settings


def _without(error: ValidationError) -> Settings:
    """Read again with the bad ones at their defaults, so that what is missing can be named too."""
    bad = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
    defaults = {
        alias: field.default
        for field in Settings.model_fields.values()
        if (alias := _alias(field.validation_alias)) in bad
    }
    return Settings(**defaults)


def _alias(alias: object) -> str:
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else str(alias)


def _sentence(fault: Mapping[str, object]) -> str:
    where = fault.get("loc")
    name = ".".join(map(str, where)) if isinstance(where, tuple) else ""
    message = str(fault.get("msg", "")).removeprefix("Value error, ")
    return f"{name}: {message}" if name else message
