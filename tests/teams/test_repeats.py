"""Teams delivers again what it thinks got lost: each thing said has one effect and one answer."""

from datetime import datetime, timedelta
from typing import Any

from bot.stores.memory import MemoryNotes
from bot.teams.heard import Heard, Sender
from bot.teams.outbox.sending import ConversationId
from bot.teams.repeats import DAYS, Repeats
from tests.given import ANNA, BO, START, Clock
from tests.teams import shapes
from tests.teams.connector import connector
from tests.teams.serving import memory, served
from tests.teams.shapes import CHAT, METTE, ODENSE

TEXT = "spørg Hvem har nøglerne til mødelokalet?"


def heard(activity: str, *, sent: datetime | None = START, chat: str = CHAT) -> Heard:
    return Heard(
        activity=activity,
        conversation=ConversationId(chat),
        personal=False,
        sender=Sender("29:1", "Anna", None),
        locale="",
        text="",
        direct=True,
        wants_replies=False,
        reply_to=None,
        sent=sent,
    )


async def test_each_delivery_under_one_id_is_one_command_also_after_a_restart_and_past_midnight():
    notes, clock = MemoryNotes(), Clock(START.replace(hour=23, minute=59, second=59))
    sent = clock.now()
    first = await Repeats(notes, clock).command(heard("a", sent=sent))
    clock.forward(seconds=2)

    later = Repeats(notes, clock)
    assert await later.command(heard("a", sent=sent)) == first
    assert await later.command(heard("b", sent=sent)) != first
    assert await later.command(heard("a", sent=sent, chat="19:other")) != first


async def test_a_time_that_cannot_be_right_counts_as_now():
    repeats = Repeats(MemoryNotes(), Clock())
    now = await repeats.command(heard("a", sent=START))

    assert await repeats.command(heard("a", sent=None)) == now
    assert await repeats.command(heard("a", sent=START - timedelta(days=900))) == now


async def test_the_same_words_under_a_new_id_are_the_same_thing_for_two_minutes():
    notes, clock = MemoryNotes(), Clock()
    first = await Repeats(notes, clock).said(heard("a"), ANNA, "Hvem har nøglen?")
    clock.forward(seconds=119)
    again = await Repeats(notes, clock).said(heard("b"), ANNA, " hvem  har NØGLEN? ")
    of_another = await Repeats(notes, clock).said(heard("c"), BO, "Hvem har nøglen?")
    clock.forward(seconds=2)
    later = await Repeats(notes, clock).said(heard("d"), ANNA, "Hvem har nøglen?")

    assert (again.command, again.again) == (first.command, True)
    assert len({first.command, of_another.command, later.command}) == 3
    assert (of_another.again, later.again) == (False, False)


async def test_after_its_window_nothing_can_tell_what_a_command_came_from():
    notes, clock = MemoryNotes(), Clock()
    repeats = Repeats(notes, clock)
    first = await repeats.command(heard("a"))
    await repeats.said(heard("a"), ANNA, "Hvem har nøglen?")
    await repeats.first_time(heard("a"))
    clock.forward(days=1)
    await repeats.sweep()
    assert await repeats.command(heard("a")) == first
    clock.forward(days=1)
    await repeats.sweep()

    assert [key for key in await notes.keys(DAYS) if key.startswith(f"{DAYS}{START.date()}")] == []
    clock.at = START
    assert await Repeats(notes, clock).command(heard("a")) != first


async def test_nothing_that_was_said_stands_in_the_notes():
    disk = memory()
    async with served(disk) as bot:
        await bot.say(ODENSE, TEXT)
        await bot.connector.until(lambda: bot.connector.of(CHAT))
    kept = b"".join(disk.notes._notes.values()) + "".join(disk.notes._notes).encode()

    assert "nøglerne".encode() not in kept


def copy(body: dict[str, Any], number: int) -> dict[str, Any]:
    """The same message under a new id and with a new time, as Teams sends it the third time."""
    return body | {"id": f"again-{number}", "timestamp": "2026-11-24T09:01:40.000Z"}


async def test_a_question_delivered_again_and_again_is_asked_and_acknowledged_once() -> None:
    async with served() as bot:
        said = shapes.message(ODENSE, bot.connector.url, TEXT)
        for body in (said, said, copy(said, 1), said):
            assert (await bot.post(body))[0] == 200
        await bot.connector.until(lambda: bot.connector.texts(CHAT))
        await bot.say(ODENSE, "spørg Hvor er kaffen?")
        await bot.connector.until(lambda: "2" in bot.connector.texts(CHAT))

        assert sorted(q.number for q in bot.meeting.questions.values()) == [1, 2]


async def test_an_acknowledgement_that_a_crash_kept_back_is_told_after_the_restart() -> None:
    disk = memory()
    async with connector() as chat:
        async with served(disk, to=chat) as bot:
            await bot.say(METTE, "dagsorden")
            await chat.until(lambda: chat.cards(CHAT))
            bot.teams.running.parts.outbox._closed = True  # the network is gone, then the program
            await bot.say(ODENSE, TEXT)
            assert len(bot.meeting.questions) == 1
            assert chat.texts(CHAT).strip() == ""

        async with served(disk, to=chat):
            told = await chat.until(lambda: chat.texts(CHAT).strip())
            assert "1" in told
        async with served(disk, to=chat) as bot:
            await bot.say(ODENSE, "spørg Hvor er kaffen?")
            await chat.until(lambda: "2" in chat.texts(CHAT))
            lines = [line for line in chat.texts(CHAT).splitlines() if line]
            assert len(lines) == 2


async def test_next_typed_twice_is_two_steps_and_delivered_twice_is_one() -> None:
    async with served() as bot:
        await bot.say(METTE, "start")
        step = shapes.message(METTE, bot.connector.url, "næste")
        for _ in range(3):
            assert (await bot.post(step))[0] == 200
        assert bot.meeting.current == 1
        assert await bot.say(METTE, "næste") == 200
        assert bot.meeting.current == 2


async def test_next_that_the_dead_process_did_not_answer_is_one_step_under_a_new_id() -> None:
    disk = memory()
    async with served(disk) as bot:
        await bot.say(METTE, "start")
        bot.teams.running.parts.repeats.answered = _nothing  # type: ignore[method-assign]
        step = shapes.message(METTE, bot.connector.url, "næste")
        await bot.post(step)
        assert bot.meeting.current == 1
    async with served(disk) as bot:
        again = step | {"serviceUrl": bot.connector.url}
        await bot.post(copy(again, 1))
        await bot.post(again)
        assert bot.meeting.current == 1


async def _nothing(_: object) -> None:
    """The process dies before this."""


async def test_a_person_who_asks_again_is_answered_again_with_the_same_question() -> None:
    async with served() as bot:
        own = ODENSE.own_chat
        await bot.say(ODENSE, TEXT, chat=own)
        await bot.connector.until(lambda: bot.connector.of(own))
        bot.clock.forward(seconds=61)
        await bot.say(ODENSE, TEXT, chat=own)
        await bot.connector.until(lambda: len(bot.connector.of(own)) == 2)

        assert len(bot.meeting.questions) == 1
        first, second = (message["text"] for message in bot.connector.shown(own))
        assert first == second
