"""A close by mistake in words, and what the clock does about it: nothing, until it stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.carrying import Carrier
from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryStore
from bot.ticker import Ticker
from dialogs.i18n import words
from dialogs.reopening import mistaken
from dialogs.telling import tell
from meeting import commands as c
from meeting.ids import MeetingId, QuestionId
from meeting.model import Phase
from meeting.question import QuestionState
from meeting.refusals import RefusedError
from tests.bot.test_conversation import MEETING, Room
from tests.given import ANNA, KEYS, METTE, START, Clock, asked, command, demo_plan

Q1 = QuestionId("q1")
NEXT = MeetingId("april")


async def test_a_host_who_writes_close_reads_until_when_and_goes_on_after_undo():
    room = await Room().open()
    await room.says(METTE, "start")

    closed = await room.says(METTE, "luk")
    undone = await room.says(METTE, "fortryd")

    assert "Lukket ved en fejl? Du kan fortryde indtil 10.10." in closed
    assert undone.startswith("Mødet er åbnet igen. På nu: 1. ")
    assert "Evalueringen" not in undone
    assert room.hub.state(MEETING).phase is Phase.RUNNING


async def test_undo_says_that_the_evaluation_which_the_close_ended_stays_closed():
    room = await Room().open()
    for said in ("start", "evaluering", "luk"):
        await room.says(METTE, said)

    undone = await room.says(METTE, "fortryd")

    assert "Evalueringen er afsluttet og kan ikke åbnes igen." in undone


async def test_only_of_a_closed_meeting_it_is_said_until_when():
    room = await Room().open()

    assert mistaken(room.hub.state(MEETING), words("da", "Europe/Copenhagen")) == ""


async def test_too_late_is_said_in_a_sentence():
    room = await Room().open()
    for said in ("start", "luk"):
        await room.says(METTE, said)
    late = replace(room.turn(METTE), at=START + timedelta(minutes=11))

    with pytest.raises(RefusedError) as refused:
        await room.conversation.say(late, "fortryd")

    told = room.conversation.refused(late, refused.value)
    assert tell(told.reply, told.words) == (
        "Et lukket møde kan åbnes igen i 10 minutter, og de er gået."
    )


async def test_a_question_declined_by_mistake_waits_again_for_those_who_had_it():
    room = await Room().open()
    await room.says(ANNA, "til UDK: hvornår falder regningen?")
    id_, had = room.question().id, room.question().route.to
    await room.presses(METTE, "question.decline", question=id_, reason="Forkert knap")

    await room.presses(METTE, "question.take-up", question=id_)

    assert (room.question().state, room.question().route.to) == (QuestionState.QUEUED, had)
    await room.presses(METTE, "question.answer", question=id_, text="I maj.")
    assert "Forkert knap" not in await room.says(ANNA, "mine spørgsmål")


async def series() -> tuple[Hub, Clock]:
    """A closed meeting with an open question, and the series' next one."""
    hub, clock = Hub(MemoryStore(), MemoryBallots()), Clock()
    plan = demo_plan()
    later = replace(demo_plan(START + timedelta(days=30)), meeting=NEXT, code="NEXTNEXT")
    later = replace(later, title="Programledermøde april 2020")
    for one in (plan, later):
        await hub.plan(one.meeting, command(None, c.PlanMeeting(one)))
    for by, deed in (
        (None, c.OpenMeeting()),
        (ANNA, c.Join("Anna", "Odense")),
        (ANNA, asked()),
        (METTE, c.StartMeeting()),
        (METTE, c.CloseMeeting()),
    ):
        await hub.send(plan.meeting, command(by, deed))
    return hub, clock


async def test_an_open_question_goes_on_in_the_next_meeting_when_the_close_stands():
    hub, clock = await series()
    carrier = Carrier(hub, KEYS, clock)
    for minutes in (0, 5, 5):
        clock.forward(minutes=minutes)
        await carrier.look()
    assert len(hub.state(NEXT).questions) == 0

    clock.forward(minutes=1.1)
    await carrier.look()

    assert len(hub.state(NEXT).questions) == 1
    assert hub.state(MEETING).questions[Q1].state is QuestionState.CARRIED


async def test_a_close_that_was_taken_back_hands_nothing_on():
    hub, clock = await series()
    carrier = Carrier(hub, KEYS, clock)
    await carrier.look()
    await hub.send(MEETING, command(METTE, c.UndoStep(), at=START + timedelta(minutes=5)))

    clock.forward(hours=1)
    await carrier.look()

    assert len(hub.state(NEXT).questions) == 0
    assert hub.state(MEETING).questions[Q1].state is QuestionState.QUEUED


async def test_the_clock_does_not_close_again_what_was_opened_again():
    hub, clock = await series()
    ticker = Ticker(hub, KEYS, clock)
    await ticker.tick()
    await hub.send(MEETING, command(METTE, c.UndoStep(), at=START + timedelta(minutes=5)))

    for _ in range(12):
        clock.forward(minutes=10)
        await ticker.tick()

    assert hub.state(MEETING).phase is Phase.RUNNING
