"""Chats of Teams as they come, the planned meetings, and a hand on the bot among them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.teams.joining.alerting import Alert
from bot.teams.wiring import Edge
from meeting.ids import MeetingId, PersonId
from meeting.model import Plan
from tests.given import HANS as HANS_ID
from tests.given import KELD as KELD_ID
from tests.given import METTE as METTE_ID
from tests.given import PETER as PETER_ID
from tests.given import RASMUS as RASMUS_ID
from tests.given import START, demo_plan
from tests.teams import cards, shapes
from tests.teams.connector import Connector
from tests.teams.serving import PAGE, Disk, Served, served
from tests.teams.shapes import HANS, KELD, METTE, PETER, RASMUS, TENANT, Who

OTHER_TENANT = "22222222-0000-0000-0000-000000000002"
ORGANISER = "00000000-0000-0000-0000-0000000000ee"  # organises in Teams, and is nobody here
SECOND_HOST = Who("29:1-77", "Vært to", "00000000-0000-0000-0000-000000000077")
SECOND_ID = PersonId("vaert-to")
ENTRA = {
    str(who.entra): person
    for who, person in (
        (METTE, METTE_ID),
        (PETER, PETER_ID),
        (RASMUS, RASMUS_ID),
        (HANS, HANS_ID),
        (KELD, KELD_ID),
        (SECOND_HOST, SECOND_ID),
    )
}


@dataclass(frozen=True)
class Chat:
    """A conversation of Teams; `call` is Teams' id of the meeting whose chat it is."""

    id: str
    kind: str = "groupChat"
    call: str | None = None
    tenant: str = TENANT
    team: str | None = None

    @property
    def link(self) -> str:
        """The join link in its long form, as Outlook and Teams give it."""
        chat, _, message = self.id.partition(";messageid=")
        inside = chat.replace(":", "%3a").replace("@", "%40")
        context = f"%7b%22Tid%22%3a%22{self.tenant}%22%2c%22Oid%22%3a%22{ORGANISER}%22%7d"
        where = f"{inside}/{message or 0}?context={context}"
        return f"https://teams.microsoft.com/l/meetup-join/{where}"


MEETING = Chat("19:meeting_AAAA@thread.v2", call="MCMA")
SECOND = Chat("19:meeting_BBBB@thread.v2", call="MCMB")
GROUP = Chat("19:cccc@thread.v2")
TEAM = Chat("19:dddd@thread.tacv2", kind="channel", team="19:dddd@thread.tacv2")
THREAD = Chat("19:dddd@thread.tacv2;messageid=1660758607740", kind="channel", call="MCMT")
THREAD_TOO = Chat("19:dddd@thread.tacv2;messageid=1660758609999", kind="channel")
THREAD_THREE = Chat("19:dddd@thread.tacv2;messageid=1660758611111", kind="channel")


def own(who: Who) -> Chat:
    return Chat(who.own_chat, kind="personal")


def first_plan(**how: Any) -> Plan:
    """The meeting of 10.00; Teams knows it by the same title and time where a test says so."""
    return replace(demo_plan(), **how)


def second_plan(*, hours: float = 3, **how: Any) -> Plan:
    """The same programme later on the day: another meeting, with a code of its own."""
    plan = demo_plan(START + timedelta(hours=hours))
    return replace(plan, meeting=MeetingId("programme-2"), code="SECNDR2B", **how)


def others_plan(**how: Any) -> Plan:
    """A meeting with a host of its own."""
    plan = second_plan(hours=1)
    host = replace(plan.people[0], id=SECOND_ID, name=SECOND_HOST.name)
    named = {"title": "Et andet møde", "series": "Et andet møde"}
    more = {"people": (*plan.people, host), "hosts": (SECOND_ID,), "code": "ANTHER2C"}
    return replace(plan, meeting=MeetingId("another"), **{**named, **more, **how})


def edge(**how: Any) -> Edge:
    return Edge(PAGE, entra=ENTRA, **how)


@dataclass
class Scene:
    """The bot with a few chats; what is sent to it has the shapes that Teams sends."""

    bot: Served
    before: set["asyncio.Task[Any]"]

    @property
    def connector(self) -> Connector:
        return self.bot.connector

    def meeting_of(self, chat: Chat) -> MeetingId | None:
        return self.bot.teams.running.parts.rooms.meeting_of(chat.id)  # type: ignore[arg-type]

    async def post(self, body: dict[str, Any], chat: Chat, at: float | None = None) -> Any:
        status, answer = await self.bot.post(placed(body, chat, at))
        assert status == 200
        return answer

    async def say(self, who: Who, text: str, chat: Chat, at: float | None = None) -> None:
        """Say something to the bot: by name where there are others."""
        url, alone = self.connector.url, chat.kind == "personal"
        body = shapes.message(who, url, text, chat="a:1" if alone else shapes.CHAT)
        await self.post(body, chat, at)

    async def press(self, who: Who, verb: str, data: dict[str, Any], chat: Chat) -> Any:
        body = shapes.press(who, self.connector.url, verb, data)
        return (await self.post(body, chat))["value"]

    async def refused(
        self, who: Who, verb: str, data: dict[str, Any], chat: Chat
    ) -> tuple[int, str]:
        """Press what is no good request, and give the status and the reason."""
        body = shapes.press(who, self.connector.url, verb, data)
        status, answer = await self.bot.post(placed(body, chat, None))
        return status, answer["value"]["message"]

    async def say_again(self, who: Who, text: str, chat: Chat) -> None:
        """Say something that Teams delivers twice, as it is and under a new id."""
        body = shapes.message(who, self.connector.url, text)
        for id_ in (body["id"], body["id"], f"{body['id']}9"):
            await self.post(body | {"id": id_}, chat)

    async def added(self, by: Who, chat: Chat, at: float | None = None) -> None:
        """The bot is added: Teams tells it in two activities."""
        url = self.connector.url
        await self.post(shapes.installed(by, url), chat, at)
        await self.post(shapes.bot_added(by, url), chat, at)

    async def removed(self, by: Who, chat: Chat, at: float | None = None) -> None:
        url = self.connector.url
        body = shapes.activity(by, url, "conversationUpdate", membersRemoved=[{"id": shapes.BOT}])
        await self.post(body, chat, at)
        await self.post(shapes.installed(by, url, action="remove"), chat, at)

    async def call_begins(self, chat: Chat) -> None:
        await self.post(shapes.meeting_event(METTE, self.connector.url, "Start"), chat)

    async def call_begins_at(self, chat: Chat, at: float) -> None:
        await self.post(shapes.meeting_event(METTE, self.connector.url, "Start"), chat, at)

    async def done(self) -> None:
        """Wait until nothing is under way any more; a card that waits for its pace may wait on."""
        outbox = self.bot.teams.running.parts.outbox
        while True:
            standing = outbox.standing()
            if not asides() - self.before and not standing.messages + standing.sending:
                return
            await asyncio.sleep(0.01)

    async def caught_up(self) -> None:
        """Wait until what is in the log has been taken up, which is beside every turn."""
        notices, meeting = self.bot.teams.running.leading.notices, self.bot.meeting.plan.meeting
        while notices.read(meeting) < self.bot.meeting.version:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)
        while busy := asides() - self.before:
            await asyncio.wait(busy)

    @staticmethod
    def alert(person: PersonId, line: str) -> Alert:
        return Alert((person,), line)

    def texts(self, chat: Chat) -> list[str]:
        shown = (message.get("text") for message in self.connector.shown(chat.id))
        return [text for text in shown if text]

    def cards(self, chat: Chat) -> list[str]:
        """What stands on each card of a chat, in order."""
        return [cards.read(card) for card in self.connector.cards(chat.id)]

    def sent(self, chat: Chat) -> int:
        return len(self.connector.of(chat.id))


def asides() -> set["asyncio.Task[Any]"]:
    """What is done beside turns; the bot keeps hold of such tasks and names none."""
    tasks = asyncio.all_tasks()
    return {one for one in tasks if getattr(one.get_coro(), "__qualname__", "") == "_logged"}


def placed(body: dict[str, Any], chat: Chat, at: float | None) -> dict[str, Any]:
    """Put an activity into a chat, `at` so many minutes after the beginning of the tests."""
    conversation: dict[str, Any] = {"id": chat.id, "tenantId": chat.tenant}
    conversation["conversationType"] = chat.kind
    if chat.kind != "personal":
        conversation["isGroup"] = True
    data: dict[str, Any] = {"tenant": {"id": chat.tenant}}
    if chat.call is not None:
        data["meeting"] = {"id": chat.call}
    if chat.kind == "channel":
        team = chat.id.partition(";")[0]
        data |= {"team": {"id": team}, "channel": {"id": team}, "teamsChannelId": team}
    sent = {} if at is None else {"timestamp": moment(at)}
    return body | {"conversation": conversation, "channelData": data} | sent


def moment(minutes: float) -> str:
    return (START + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@asynccontextmanager
async def scene(
    *plans: Plan, disk: Disk | None = None, to: Connector | None = None, edge: Edge | None = None
) -> AsyncIterator[Scene]:
    chosen = plans if plans or disk else (first_plan(),)
    async with served(disk, edge=edge or _edge(), to=to, plans=chosen) as bot:
        yield Scene(bot, asides())


_edge = edge
