"""What Teams tells about a meeting's call, and what it is asked to do; one attempt each.

The SDK's own calls for this either block the loop or break.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.teams.client import Clients
from bot.teams.failures import ConnectorError, LostError
from bot.teams.outbox.sending import ConversationId
from bot.teams.room import Room
from bot.teams.token import TokenError

RECURRING = "Recurring"
NOT_TOLD = (ConnectorError, LostError, TokenError)
WIDTH, HEIGHT = "400", "300"  # pixels, which Teams wants as text


@dataclass(frozen=True, slots=True)
class Call:
    """A Teams meeting as Teams describes it; None for what it does not say.

    `start` is when it was planned to begin (aware UTC), of a `recurring` one the first of all;
    `organiser` is an Entra object id in lower case.
    """

    title: str | None = None
    start: datetime | None = None
    link: str | None = None
    organiser: str | None = None
    recurring: bool = False


@dataclass(frozen=True, slots=True)
class InCall:
    """Somebody as a meeting's call has them: `role` is Organizer, Presenter or Attendee."""

    name: str | None
    role: str | None


class CallService:
    """The meeting's and the conversations' endpoints of the service that a chat came from."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def call(self, room: Room) -> Call | None:
        """Ask what Teams knows of a chat's meeting; None where it has none, or will not say."""
        if room.call is None:
            return None
        try:
            return read_call(await self._clients.send("GET", _meeting(room)))
        except NOT_TOLD:
            return None

    async def in_call(self, room: Room, entra: str) -> InCall:
        """Ask what somebody is in the call. Raises ConnectorError, LostError, TokenError."""
        who = f"participants/{quote(entra, safe='')}"
        tenant = quote(room.tenant or "", safe="")
        found = await self._clients.send("GET", f"{_meeting(room)}/{who}?tenantId={tenant}")
        return InCall(_text(found, "user", "name"), _text(found, "meeting", "role"))

    async def open_chat(self, room: Room, member: str) -> ConversationId | None:
        """Have the chat with one member of a chat opened; the same one each time it is asked.

        Raises ConnectorError, LostError, TokenError.
        """
        bot: Mapping[str, Any] = room.reference.get("bot") or {}
        body = {
            "isGroup": False,
            "bot": dict(bot),
            "members": [{"id": member}],
            "tenantId": room.tenant,
            "channelData": {"tenant": {"id": room.tenant}},
        }
        url = f"{room.service_url.rstrip('/')}/v3/conversations"
        found = await self._clients.send("POST", url, body)
        id_ = _text(found, "id")
        return None if id_ is None else ConversationId(id_)

    async def alert(self, room: Room, members: Sequence[str], title: str, url: str) -> None:
        """Show a page in front of just these people in the call, with a title above it.

        Raises ConnectorError, LostError, TokenError; whoever is not in the call sees nothing.
        """
        shown = {"height": HEIGHT, "width": WIDTH, "title": title, "url": url}
        surface = {"surface": "meetingStage", "contentType": "task", "content": {"value": shown}}
        body = {
            "type": "targetedMeetingNotification",
            "value": {"recipients": list(members), "surfaces": [surface]},
        }
        await self._clients.send("POST", f"{_meeting(room)}/notification", body)


def read_call(found: object) -> Call:
    """Read a meeting's details; whatever is not as it should be counts as not said."""
    organiser = _text(found, "organizer", "aadObjectId") or _text(found, "organizer", "objectId")
    return Call(
        title=_text(found, "details", "title"),
        start=_moment(_text(found, "details", "scheduledStartTime")),
        link=_text(found, "details", "joinUrl"),
        organiser=None if organiser is None else organiser.casefold(),
        recurring=RECURRING in (_text(found, "details", "type") or ""),
    )


def _meeting(room: Room) -> str:
    return f"{room.service_url.rstrip('/')}/v1/meetings/{quote(room.call or '', safe='')}"


def _text(found: object, *path: str) -> str | None:
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) and found else None


def _moment(text: str | None) -> datetime | None:
    try:
        found = None if text is None else datetime.fromisoformat(text)
    except ValueError:
        return None
    if found is None:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
