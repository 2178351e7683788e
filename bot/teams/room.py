"""One conversation that the bot is in, where a question was asked, and how both are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from bot.ports import Json
from bot.teams.outbox.sending import ConversationId
from meeting.ids import PersonId

# A channel's thread is a conversation of its own.
THREAD = ";messageid="


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation; `owner` is whose own chat it is, `desk` says that they host or speak.

    `reference` is the SDK's conversation reference as it serialises it. `call` is Teams' own id of
    the meeting whose chat it is, `tenant` whose chat it is; None where Teams has not said so.
    """

    id: ConversationId
    personal: bool
    service_url: str
    reference: Mapping[str, Any]
    owner: PersonId | None = None
    desk: bool = False
    call: str | None = None
    tenant: str | None = None

    @property
    def shows(self) -> bool:
        """Whether living cards are kept here: participants get none in their own chats."""
        return self.desk or not self.personal


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked in Teams, and what its acknowledgement is drawn with.

    `told` says that the asker has had it already; `named` is a word that was meant to address
    somebody and fits nobody.
    """

    conversation: ConversationId
    told: bool = False
    language: str | None = None
    named: str | None = None


def kept_room(room: Room) -> dict[str, Json]:
    """Write it as a note."""
    more = {"call": room.call, "tenant": room.tenant}
    return {
        "personal": room.personal,
        "service_url": room.service_url,
        "reference": dict(room.reference),
        "owner": room.owner,
        "desk": room.desk,
        **{name: value for name, value in more.items() if value is not None},
    }


def read_room(conversation: ConversationId, kept: Mapping[str, Json]) -> Room:
    owner = _text(kept, "owner")
    return Room(
        conversation,
        bool(kept.get("personal")),
        str(kept.get("service_url")),
        cast("Mapping[str, Any]", kept.get("reference")),
        owner=None if owner is None else PersonId(owner),
        desk=bool(kept.get("desk")),
        call=_text(kept, "call"),
        tenant=_text(kept, "tenant"),
    )


def kept_asked(asked: Asked) -> dict[str, Json]:
    note: dict[str, Json] = {"in": asked.conversation, "told": asked.told}
    more = {"language": asked.language, "named": asked.named}
    return note | {k: v for k, v in more.items() if v}


def read_asked(found: Json) -> Asked | None:
    if isinstance(found, str):  # as it was noted in the beginning
        return Asked(ConversationId(found), told=True)
    if not isinstance(found, dict):
        return None
    return Asked(
        ConversationId(str(found.get("in"))),
        told=found.get("told") is True,
        language=_text(found, "language"),
        named=_text(found, "named"),
    )


def _text(kept: Mapping[str, Json], name: str) -> str | None:
    value = kept.get(name)
    return value if isinstance(value, str) else None
