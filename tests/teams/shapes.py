"""Activities with the shapes that Teams really sends."""

import itertools
from dataclasses import dataclass
from typing import Any

BOT = "28:11111111-2222-3333-4444-555555555555"
CHAT = "19:meeting_bWFydHMyMDIw@thread.v2"
TENANT = "11111111-0000-0000-0000-000000000001"
_ids = itertools.count(1_700_000_000_000)


@dataclass(frozen=True)
class Who:
    """A person of Teams; `entra` is None for somebody anonymous."""

    id: str
    name: str
    entra: str | None

    @property
    def account(self) -> dict[str, Any]:
        """As the roster has it."""
        found = {"id": self.id, "name": self.name}
        return found | ({"aadObjectId": self.entra} if self.entra else {})

    @property
    def own_chat(self) -> str:
        return f"a:1-{self.id.removeprefix('29:1-')}"


def who(name: str, number: int, *, anonymous: bool = False) -> Who:
    entra = None if anonymous else f"00000000-0000-0000-0000-0000000000{number:02x}"
    return Who(f"29:1-{number:02x}", name, entra)


METTE = who("Mette Vinther Poulsen", 1)
PETER = who("Peter Egelund", 2)
RASMUS = who("Rasmus Edelberg", 3)
HANS = who("Hans Christian Jelstrup", 4)
KELD = who("Keld Jørgensen", 5)
ODENSE = who("Deltager Odense", 6)
BILLUND = who("Deltager Billund", 7)
GUEST = who("Mette Vinther Poulsen", 8, anonymous=True)


def activity(sender: Who, url: str, kind: str, *, chat: str = CHAT, **more: Any) -> dict[str, Any]:
    number = next(_ids)
    personal = chat != CHAT
    account = dict(sender.account)
    if kind in {"installationUpdate", "conversationUpdate"}:
        del account["name"]  # Teams leaves it out there
    conversation: dict[str, Any] = {"id": chat, "tenantId": TENANT}
    conversation["conversationType"] = "personal" if personal else "groupChat"
    if not personal:
        conversation["isGroup"] = True
    return {
        "type": kind,
        "id": str(number),
        "timestamp": "2026-11-24T09:01:02.345Z",
        "localTimestamp": "2026-11-24T10:01:02.345+01:00",
        "localTimezone": "Europe/Copenhagen",
        "channelId": "msteams",
        "serviceUrl": url,
        "from": account,
        "recipient": {"id": BOT, "name": "Ordstyrer"},
        "conversation": conversation,
        "locale": "da-DK",
        "channelData": {
            "tenant": {"id": TENANT},
            **({} if personal else {"meeting": {"id": "MCMx"}}),
        },
        **more,
    }


def message(
    sender: Who, url: str, text: str, *, chat: str = CHAT, mention: bool = True
) -> dict[str, Any]:
    country = {"type": "clientInfo", "locale": "da-DK", "country": "DK", "platform": "Windows"}
    entities: list[dict[str, Any]] = [country]
    if mention and chat == CHAT:
        mark = "<at>Ordstyrer</at>"
        entities.append(
            {"type": "mention", "text": mark, "mentioned": {"id": BOT, "name": "Ordstyrer"}}
        )
        text = f"{mark} {text}\n"
    more: dict[str, Any] = {"text": text, "textFormat": "plain", "entities": entities}
    more["attachments"] = [{"contentType": "text/html", "content": f"<p>{text}</p>"}]
    return activity(sender, url, "message", chat=chat, **more)


def press(
    sender: Who, url: str, verb: str, data: Any = None, *, chat: str = CHAT, card: str = "m0"
) -> dict[str, Any]:
    value = {
        "action": {"type": "Action.Execute", "title": "x", "verb": verb, "data": data or {}},
        "trigger": "manual",
    }
    more = {"name": "adaptiveCard/action", "value": value, "replyToId": card}
    return activity(sender, url, "invoke", chat=chat, **more)


def installed(sender: Who, url: str, *, chat: str = CHAT, action: str = "add") -> dict[str, Any]:
    return activity(sender, url, "installationUpdate", chat=chat, action=action)


def bot_added(sender: Who, url: str, *, chat: str = CHAT) -> dict[str, Any]:
    added = [{"id": BOT}]
    return activity(sender, url, "conversationUpdate", chat=chat, membersAdded=added)


def joined(organiser: Who, url: str, member: Who) -> dict[str, Any]:
    """Somebody came into the chat; Teams puts the organiser in `from`."""
    added = [{"id": member.id}]
    return activity(organiser, url, "conversationUpdate", membersAdded=added)


def meeting_event(sender: Who, url: str, name: str) -> dict[str, Any]:
    value = {
        "Id": "MCMx",
        "Title": "Programledermøde",
        "MeetingType": "Scheduled",
        "JoinUrl": "https://teams.microsoft.com/l/meetup-join/x",
        "StartTime" if name == "Start" else "EndTime": "2026-11-24T09:00:00.000Z",
    }
    return activity(
        sender, url, "event", name=f"application/vnd.microsoft.meeting{name}", value=value
    )
