"""What the tab's pages ask the Teams edge: which meeting a chat is, and who has opened the tab."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.ports import NotSignedInError, SignedIn, WorkAccounts
from bot.settings import Settings
from bot.teams.entra import OpenIdApp, SingleSignOn
from bot.teams.outbox.sending import ConversationId
from bot.teams.wiring import Teams
from meeting.ids import MeetingId, PersonId

SIGNED_IN = "/sign-in/done"  # the path that Entra ID sends browsers back to


@dataclass(frozen=True, slots=True)
class Tab:
    """The Teams edge as the pages know it (web.site.TeamsTab)."""

    teams: Teams

    @property
    def signs_in(self) -> bool:
        return self.teams.edge.sso is not None

    @property
    def entra(self) -> Mapping[str, PersonId]:
        return self.teams.edge.entra

    @property
    def accounts(self) -> WorkAccounts | None:
        return self.teams.running.accounts

    async def meeting_of_chat(self, chat: str) -> MeetingId | None:
        """Say which meeting a common chat belongs to; None for one that the bot is not in."""
        rooms = self.teams.running.parts.rooms
        room = await rooms.find(ConversationId(chat))
        return None if room is None or room.personal else rooms.meeting_of(room.id)

    async def whose(self, token: str) -> SignedIn:
        entra = self.teams.running.entra
        if entra is None:
            raise NotSignedInError("not set up")
        return await entra.whose(token)


def single_sign_on(settings: Settings) -> SingleSignOn | None:
    """Give what the settings say about signing in inside Teams; None where it is not set up."""
    if not settings.sso_app_id or not settings.sso_resource:
        return None
    return SingleSignOn(settings.sso_app_id.casefold(), settings.sso_resource, settings.sso_for)


def work_accounts(settings: Settings) -> OpenIdApp | None:
    """Give what the settings say about signing in in a browser; None where it is not set up."""
    if not settings.sign_in_app_id or settings.sign_in_secret is None:
        return None
    return OpenIdApp(
        app_id=settings.sign_in_app_id.casefold(),
        secret=settings.sign_in_secret.get_secret_value(),
        redirect=f"{settings.base_url}{SIGNED_IN}",
        tenants=settings.sso_for,
    )
