"""Makes the SDK's activity of a body that has been checked: of the fields that are used, alone.

The SDK's own reading goes by a description of all fields there may be, and takes a quarter of the
time of a vote.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, Entity

from bot.teams.body import BadBodyError

MENTION = "mention"


def read_activity(body: Mapping[str, Any]) -> Activity:
    """Make the activity of what `read_body` gave. Raises BadBodyError."""
    recipient = body.get("recipient")
    return Activity(
        type=body["type"],
        id=body["id"],
        timestamp=_time(body.get("timestamp")),
        channel_id=body.get("channelId"),
        service_url=body.get("serviceUrl"),
        from_property=_account(body["from"]),
        recipient=None if recipient is None else _account(recipient),
        conversation=_conversation(body["conversation"]),
        text=body.get("text"),
        locale=body.get("locale"),
        name=body.get("name"),
        value=body.get("value"),
        action=body.get("action"),
        channel_data=body.get("channelData"),
        reply_to_id=body.get("replyToId"),
        delivery_mode=body.get("deliveryMode"),
        entities=_mentions(body.get("entities") or ()),
        members_added=[*map(_account, body.get("membersAdded") or ())],
        members_removed=[*map(_account, body.get("membersRemoved") or ())],
    )


def _time(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        raise BadBodyError("timestamp is no time")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _account(party: Mapping[str, Any]) -> ChannelAccount:
    return ChannelAccount(
        id=party.get("id"), name=party.get("name"), aad_object_id=party.get("aadObjectId")
    )


def _conversation(party: Mapping[str, Any]) -> ConversationAccount:
    return ConversationAccount(
        id=party["id"],
        is_group=party.get("isGroup"),
        conversation_type=party.get("conversationType"),
    )


def _mentions(entities: Sequence[Mapping[str, Any]]) -> list[Entity]:
    """Take the mentions; the SDK keeps what they say beside the fields that it knows."""
    found = []
    for one in entities:
        if one.get("type") == MENTION:
            mention = Entity(type=MENTION)
            mention.additional_properties = {k: v for k, v in one.items() if k != "type"}
            found.append(mention)
    return found
