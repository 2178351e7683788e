"""Two processes in front of one Teams: both hear, one sends, the other takes over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.teams.outbox.sending import ConversationId
from bot.teams.wiring import Edge
from tests.given import METTE as METTE_ID
from tests.given import demo_plan
from tests.sharing import PassedLease, SharedBallots, SharedNotes, SharedStore
from tests.teams import shapes
from tests.teams.connector import Connector, connector
from tests.teams.serving import PAGE, Disk, Served, served
from tests.teams.shapes import CHAT, METTE, ODENSE


class Pair:
    """Two edges over one store and one connector; the first sends."""

    def __init__(self) -> None:
        notes = SharedNotes()
        store, ballots = SharedStore(), SharedBallots()
        self.leases = PassedLease(held=True), PassedLease(held=False)
        self.disks = tuple(
            Disk(store, kept, ballots, lease)
            for kept, lease in zip((notes, notes.beside()), self.leases, strict=True)
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[tuple[Served, Served, Connector]]:
        async with (
            connector() as chat,
            served(self.disks[0], to=chat) as sending,
            served(self.disks[1], to=chat) as other,
        ):
            yield sending, other, chat

    def pass_on(self) -> None:
        self.leases[0].take()
        self.leases[1].give()


async def test_a_question_heard_by_the_other_is_acknowledged_once_by_the_one_that_sends() -> None:
    async with Pair().running() as (sending, other, chat):
        await sending.say(METTE, "dagsorden")
        await chat.until(lambda: chat.cards(CHAT))
        assert await other.say(ODENSE, "spørg Hvem har nøglen?") == 200
        await chat.until(lambda: chat.texts(CHAT).strip())
        assert await sending.say(ODENSE, "spørg Hvor er kaffen?") == 200
        await chat.until(lambda: "2" in chat.texts(CHAT))

        lines = [line for line in chat.texts(CHAT).splitlines() if line]
        assert len(lines) == 2
        assert sending.meeting == other.meeting


async def test_a_question_from_a_chat_that_only_the_other_knows_is_acknowledged() -> None:
    async with Pair().running() as (sending, other, chat):
        sending.teams.running.leading._tasks[1].cancel()  # it hears of new chats too late
        await other.say(ODENSE, "spørg Hvem har nøglen?", chat=ODENSE.own_chat)
        await chat.until(lambda: chat.texts(ODENSE.own_chat), within=4)


async def test_what_the_other_has_to_say_is_said_by_the_one_that_sends() -> None:
    async with Pair().running() as (_sending, other, chat):
        assert await other.say(ODENSE, "hjælp", chat=ODENSE.own_chat) == 200
        await chat.until(lambda: chat.texts(ODENSE.own_chat))
        assert await other.say(METTE, "dagsorden") == 200
        await chat.until(lambda: chat.cards(CHAT))

        kept = other.disk.notes
        assert await kept.keys("teams/errand/") == []
        assert len(chat.of(ODENSE.own_chat)) == 1


async def test_the_living_card_follows_what_happens_at_the_other() -> None:
    async with Pair().running() as (sending, other, chat):
        await sending.say(METTE, "dagsorden")
        await chat.until(lambda: chat.cards(CHAT))
        assert await other.say(METTE, "start") == 200
        await chat.until(lambda: "▶ 1." in str(chat.cards(CHAT)), within=4)


async def test_the_other_takes_over_what_was_not_sent_and_changes_the_same_card() -> None:
    pair = Pair()
    async with pair.running() as (sending, other, chat):
        await sending.say(METTE, "dagsorden")
        await chat.until(lambda: chat.cards(CHAT))
        sending.teams.running.parts.outbox._closed = True  # as good as dead
        await other.say(ODENSE, "spørg Hvem har nøglen?")
        await other.say(ODENSE, "hjælp", chat=ODENSE.own_chat)
        assert chat.texts(CHAT).strip() == ""

        pair.pass_on()
        await chat.until(lambda: chat.texts(CHAT).strip(), within=4)
        await chat.until(lambda: chat.texts(ODENSE.own_chat), within=4)
        await other.say(METTE, "start")
        await chat.until(lambda: "▶ 1." in str(chat.cards(CHAT)), within=6)

        agendas = [card for card in chat.cards(CHAT) if "agenda.show" in str(card)]
        assert len(agendas) == 1


async def test_a_chat_that_the_other_ties_or_leaves_is_so_for_the_one_that_sends() -> None:
    pair = Pair()
    known = Edge(PAGE, entra={str(METTE.entra): METTE_ID})
    async with (
        connector() as chat,
        served(pair.disks[0], edge=known, to=chat) as sending,
        served(pair.disks[1], edge=known, to=chat) as other,
    ):
        await other.say(METTE, demo_plan().code)
        await chat.until(lambda: chat.cards(CHAT), within=4)
        await other.post(shapes.installed(METTE, chat.url, action="remove"))
        rooms = sending.teams.running.parts.rooms
        async with asyncio.timeout(4):
            while rooms.get(ConversationId(CHAT)) is not None:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.01)
        before = len(chat.of(CHAT))
        await sending.say(METTE, "start", chat=METTE.own_chat)
        await chat.until(lambda: chat.cards(METTE.own_chat), within=4)

        assert sending.meeting.current == 0
        assert len(chat.of(CHAT)) == before
