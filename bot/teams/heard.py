"""Reads one activity of Teams into plain values; what Teams says beyond them is not looked at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botbuilder.schema import Activity

from bot.teams.body import LONGEST_ID
from bot.teams.outbox.sending import ConversationId
from bot.teams.room import THREAD, Room

MENTION = re.compile(r"</?at\b[^<>]*>", re.IGNORECASE)  # not over the next one: in one pass
DEEPEST = 10  # mark-up in mark-up
HARD_SPACE = re.compile(r"&nbsp;|\u00a0")
PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it. `entra` is None for anonymous people, who have no rights but a participant's."""

    id: str
    name: str | None
    entra: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What came, where, from whom; `direct` says that it was said to the bot itself.

    `sent` is what Teams says, aware UTC: the same for each delivery of the same message. `call` is
    Teams' own id of the meeting whose chat it is, `tenant` whose chat it is.
    """

    activity: str
    conversation: ConversationId
    personal: bool
    sender: Sender
    locale: str
    text: str
    direct: bool
    wants_replies: bool
    reply_to: str | None
    sent: datetime | None = None
    call: str | None = None
    tenant: str | None = None

    @property
    def base(self) -> ConversationId:
        """The chat or channel, whatever thread it was said in."""
        return ConversationId(self.conversation.partition(THREAD)[0])


def hear(activity: Activity) -> Heard:
    sender, conversation = activity.from_property, activity.conversation
    kind = conversation.conversation_type
    personal = kind == PERSONAL or (kind is None and not conversation.is_group)
    text, mentioned = spoken(activity)
    return Heard(
        activity=activity.id,
        conversation=ConversationId(conversation.id),
        personal=personal,
        sender=Sender(sender.id, sender.name, sender.aad_object_id or None),
        locale=activity.locale or "",
        text=text,
        direct=personal or mentioned,
        wants_replies=activity.delivery_mode == "expectReplies",
        reply_to=activity.reply_to_id,
        sent=activity.timestamp,
        call=_told(activity, "meeting"),
        tenant=_told(activity, "tenant"),
    )


def _told(activity: Activity, what: str) -> str | None:
    """Read an id of what Teams says beside the activity; anything else there is nothing."""
    data = activity.channel_data
    found = data.get(what) if isinstance(data, dict) else None
    id_ = found.get("id") if isinstance(found, dict) else None
    usable = isinstance(id_, str) and 0 < len(id_) <= LONGEST_ID and id_.isprintable()
    return str(id_) if usable else None


def spoken(activity: Activity) -> tuple[str, bool]:
    """Give the text without the bot's mention, and whether the bot was mentioned.

    Other people's mentions stay as their names; no mention mark-up gets any further.
    """
    text = activity.text or ""
    bot = activity.recipient.id if activity.recipient else None
    mentioned = False
    for mark, id_ in map(_mention, activity.entities or ()):
        if id_ is not None and id_ == bot:
            mentioned = True
            text = text.replace(mark, " ", 1) if mark else text
    return HARD_SPACE.sub(" ", without_mentions(text)).strip(), mentioned


def without_mentions(text: str) -> str:
    """Take out mention mark-up, also what only appears when some of it is gone."""
    for _ in range(DEEPEST):
        if "<" not in text or (stripped := MENTION.sub("", text)) == text:
            return text
        text = stripped
    return text.replace("<", "")  # thousands in each other, made to be taken out one by one


def room_of(activity: Activity, heard: Heard) -> Room:
    """Give the way back: a conversation reference as the SDK serialises it, people left out."""
    bot = activity.recipient
    reference = {
        "bot": {"id": bot.id, "name": bot.name} if bot else {},
        "conversation": {"id": heard.conversation},
        "channelId": activity.channel_id,
        "serviceUrl": activity.service_url,
    }
    return Room(
        heard.conversation,
        heard.personal,
        activity.service_url,
        reference,
        call=heard.call,
        tenant=heard.tenant,
    )


def _mention(entity: Any) -> tuple[str, str | None]:  # noqa: ANN401 - the SDK has no types
    """Read a mention's mark and whom it names; the SDK keeps unknown fields beside its own."""
    if entity.type != "mention":
        return "", None
    more: Mapping[str, Any] = entity.additional_properties or {}
    mentioned = more.get("mentioned")
    id_ = mentioned.get("id") if isinstance(mentioned, dict) else None
    mark = more.get("text")
    return mark if isinstance(mark, str) else "", id_ if isinstance(id_, str) else None
