"""What the Teams app is made from: the settings that it depends on, looked through for faults."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit
from uuid import UUID, uuid5

from bot.settings import GUID, Settings, SettingsError
from bot.version import VERSION

LONGEST_NAME = 32  # characters that Teams shows of whoever has made an app
WHERE = "ORDSTYRER_PUBLIC_URL"


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """The registration that tells who has opened the tab, and the name of its API."""

    app_id: str
    resource: str


@dataclass(frozen=True, slots=True)
class AppFacts:
    """One app for one bot at one address.

    `origin` is where the pages are, `domain` the same without its scheme; both in the letters that
    a name server knows. `hears_all` says that it asks to read along in chats.
    """

    origin: str
    domain: str
    bot_id: str
    operator: str | None
    sign_on: SingleSignOn | None
    hears_all: bool = True
    version: str = VERSION

    @property
    def id(self) -> str:
        """Name the app: the same bot at the same address is the same app, so that it is updated."""
        return str(uuid5(UUID(self.bot_id), self.origin))

    @property
    def developer(self) -> str:
        """Name whoever answers for it, as far as Teams shows it: whole words, else letters."""
        name = self.operator or "Ordstyrer"
        if len(name) <= LONGEST_NAME:
            return name
        room = name[:LONGEST_NAME]
        return f"{room[: room.rfind(' ', LONGEST_NAME // 2)].rstrip(' ,-')}…"

    def remarks(self) -> list[str]:
        """Say what is no fault, and yet not as whoever runs it may have meant it."""
        told = []
        if self.operator and self.developer != self.operator:
            told.append(
                f"Teams shows {LONGEST_NAME} characters of ORDSTYRER_OPERATOR: {self.developer}"
            )
        if self.sign_on and urlsplit(self.sign_on.resource).netloc.casefold() != self.domain:
            told.append(
                f"ORDSTYRER_SSO_RESOURCE does not begin with api://{self.domain}/,"
                " so Teams will not sign anybody in"
            )
        return told


def facts_of(settings: Settings) -> AppFacts:
    """Take what the app needs from the settings. Raises SettingsError naming every fault."""
    faults = [*_address_faults(settings), *_bot_faults(settings), *_sign_on_faults(settings)]
    if faults:
        raise SettingsError("; ".join(faults))
    domain = _domain(urlsplit(settings.base_url))
    sign_on = None
    if settings.sso_app_id and settings.sso_resource:
        sign_on = SingleSignOn(settings.sso_app_id.casefold(), settings.sso_resource)
    return AppFacts(
        origin=f"https://{domain}",
        domain=domain,
        bot_id=(settings.app_id or "").casefold(),
        operator=settings.operator,
        sign_on=sign_on,
    )


def _address_faults(settings: Settings) -> list[str]:
    if settings.public_url is None:
        return [f"{WHERE} is missing: Teams has to know where the pages are"]
    if not settings.public_url.startswith("https://"):
        return [f"{WHERE} must begin with https://, or Teams will not open the pages"]
    try:
        address = urlsplit(settings.base_url)
        good = bool(_domain(address))
    except ValueError:  # no port, no name, or letters that no name has
        good = False
    if not good or address.path or address.query or address.fragment or "@" in address.netloc:
        return [f"{WHERE} must be a name alone, like https://meeting.example.dk"]
    return []


def _domain(address: SplitResult) -> str:
    """Write the name as name servers know it, with the port if there is a special one."""
    name = (address.hostname or "").encode("idna").decode()
    return name if address.port in {None, 443} else f"{name}:{address.port}"


def _bot_faults(settings: Settings) -> list[str]:
    if not settings.app_id:
        return ["MicrosoftAppId is missing: it names the bot's registration"]
    if not re.fullmatch(GUID, settings.app_id):
        return ["MicrosoftAppId must be like 11111111-2222-3333-4444-555555555555"]
    return []


def _sign_on_faults(settings: Settings) -> list[str]:
    """Signing in is set up wholly or not at all."""
    both = {
        "ORDSTYRER_SSO_APP_ID": settings.sso_app_id,
        "ORDSTYRER_SSO_RESOURCE": settings.sso_resource,
    }
    missing = [name for name, value in both.items() if not value]
    return [f"{missing[0]} is missing"] if len(missing) == 1 else []
