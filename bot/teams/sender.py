"""Turns contents into activities and sends them to the connector, one attempt each."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from botbuilder.schema import Activity, Attachment

from bot.teams.client import Clients
from bot.teams.failures import ConnectorError
from bot.teams.outbox.sending import Content, ConversationId
from bot.teams.room import Room
from bot.teams.rooms import Rooms
from bot.teams.token import Tokens

CARD = "application/vnd.microsoft.card.adaptive"
FORMAT = "markdown"


def message(content: Content) -> Activity:
    """Make the activity. Entities are never set: nobody is mentioned by what people wrote."""
    activity = Activity(
        type="message", text=content.text, text_format=FORMAT, summary=content.summary
    )
    if content.card is not None:
        activity.attachments = [Attachment(content_type=CARD, content=dict(content.card))]
    return activity


class ConnectorSender:
    """Keeps the promises of `bot.teams.outbox.sending.Sender`."""

    def __init__(self, clients: Clients, rooms: Rooms, tokens: Tokens) -> None:
        self._clients = clients
        self._rooms = rooms
        self._tokens = tokens

    async def create(self, conversation: ConversationId, content: Content) -> str | None:
        room = self._room(conversation)
        answer = await self._clients.send("POST", _activities(room), _addressed(content, room))
        found = answer.get("id") if isinstance(answer, dict) else None
        return found if isinstance(found, str) else None

    async def update(self, conversation: ConversationId, activity: str, content: Content) -> None:
        room = self._room(conversation)
        body = _addressed(content, room) | {"id": activity}
        await self._clients.send("PUT", f"{_activities(room)}/{quote(activity, safe='')}", body)

    async def ready(self) -> None:
        await self._tokens.token()

    def renew(self) -> None:
        self._tokens.renew()

    def _room(self, conversation: ConversationId) -> Room:
        room = self._rooms.get(conversation)
        if room is None:  # forgotten meanwhile: nobody is there any more
            raise ConnectorError(404, "ConversationNotFound")
        return room


def _activities(room: Room) -> str:
    base = room.service_url.rstrip("/")
    return f"{base}/v3/conversations/{quote(room.id, safe='')}/activities"


def _addressed(content: Content, room: Room) -> dict[str, Any]:
    """Make the activity as JSON, addressed to a conversation; never with entities."""
    bot: Mapping[str, Any] = room.reference.get("bot") or {}
    body: dict[str, Any] = {
        "type": "message",
        "channelId": room.reference.get("channelId"),
        "serviceUrl": room.service_url,
        "from": {"id": bot.get("id"), "name": bot.get("name")},
        "conversation": {"id": room.id},
        "textFormat": FORMAT,
    }
    if content.text is not None:
        body["text"] = content.text
    if content.summary is not None:
        body["summary"] = content.summary
    if content.card is not None:
        body["attachments"] = [{"contentType": CARD, "content": content.card}]
    return body
