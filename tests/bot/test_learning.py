"""The loop: nobody knew in run 1, a speaker answered, the owner approved, run 2 is answered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.base.learning import Learner
from bot.base.library import Library
from bot.conversation import Conversation, Turn
from bot.hub import Hub
from bot.stores.memory import MemoryBallots, MemoryStore
from dialogs import replies as r
from meeting import commands as c
from meeting.ids import CommandId, MeetingId, PersonId
from meeting.refusals import RefusedError
from tests.given import (
    ANNA,
    BO,
    KELD,
    KEYS,
    METTE,
    RASMUS,
    START,
    Clock,
    command,
    demo_knowledge,
    demo_plan,
)

FIRST = demo_plan()
LATER = replace(demo_plan(START + timedelta(days=1)), meeting=MeetingId("run-2"), code="MARTS2BD")
ASKED = "Hvornår får vi nøglen til det fælles depot i Vojens?"
AGAIN = "Hvornår får vi nøglen til depotet i Vojens?"


class Series:
    """Two runs with one knowledge base."""

    def __init__(self) -> None:
        self.hub = Hub(MemoryStore(), MemoryBallots())
        self.library = Library()
        self.library.hold(demo_knowledge(), (FIRST.meeting, LATER.meeting))
        self.talks = Conversation(self.hub, self.library)
        self.learner = Learner(self.hub, self.library, KEYS, Clock())

    async def open(self) -> None:
        for plan in (FIRST, LATER):
            await self.hub.plan(plan.meeting, command(None, c.PlanMeeting(plan)))
            await self.do(plan.meeting, None, c.OpenMeeting())
            for person in (ANNA, BO):
                await self.do(plan.meeting, person, c.Join(None, None))

    async def do(self, meeting: MeetingId, by: PersonId | None, deed: c.Deed) -> None:
        await self.hub.send(meeting, command(by, deed))

    async def ask(self, meeting: MeetingId, by: PersonId, text: str) -> r.Reply:
        turn = Turn(meeting, by, CommandId(f"{meeting}-{by}-{text}"), START, "da")
        return (await self.talks.say(turn, text)).reply

    async def answered(self) -> str:
        """Ask in run 1 and have a speaker answer; give the question's id."""
        asked = await self.ask(FIRST.meeting, ANNA, ASKED)
        assert isinstance(asked, r.Queued)
        id_ = asked.question.id
        deed = c.AnswerQuestion(id_, "Nøglen udleveres den 1. juni.")
        await self.do(FIRST.meeting, METTE, c.RouteQuestion(id_, (RASMUS,)))
        await self.do(FIRST.meeting, RASMUS, deed)
        return id_


async def test_an_approved_answer_is_given_by_the_bot_in_the_next_run() -> None:
    series = Series()
    await series.open()
    id_ = await series.answered()
    before = await series.ask(LATER.meeting, BO, ASKED)

    await series.do(FIRST.meeting, RASMUS, c.LearnAnswer(id_))
    await series.learner.look()
    known = await series.ask(LATER.meeting, ANNA, AGAIN)

    assert not isinstance(before, r.Known)
    assert isinstance(known, r.Known)
    assert known.text == "Nøglen udleveres den 1. juni."
    assert known.source == "Programledermøde marts 2020, 24/11-2026"


async def test_what_is_taken_out_is_not_given_any_more() -> None:
    series = Series()
    await series.open()
    id_ = await series.answered()
    for learned in (True, False):
        await series.do(FIRST.meeting, METTE, c.LearnAnswer(id_, learned))
        await series.learner.look()

    assert not isinstance(await series.ask(LATER.meeting, ANNA, AGAIN), r.Known)
    assert series.library[LATER.meeting].entries == demo_knowledge().entries


async def test_nothing_is_learned_by_itself_or_by_who_does_not_own_it() -> None:
    series = Series()
    await series.open()
    id_ = await series.answered()
    for person in (ANNA, KELD):
        turn = Turn(FIRST.meeting, person, CommandId(f"learn-{person}"), START, "da")
        with pytest.raises(RefusedError):
            await series.talks.act(turn, "faq.learn", {"question": id_})
    await series.learner.look()

    assert not series.hub.state(FIRST.meeting).learned
    assert series.library[LATER.meeting] is demo_knowledge()


async def test_a_file_that_changes_keeps_what_was_learned() -> None:
    series = Series()
    await series.open()
    id_ = await series.answered()
    await series.do(FIRST.meeting, RASMUS, c.LearnAnswer(id_))
    await series.learner.look()
    fresh = type(demo_knowledge()).of(demo_knowledge().entries[:50])
    series.library.hold(fresh, (FIRST.meeting, LATER.meeting))
    await series.learner.look()

    entries = series.library[LATER.meeting].entries
    assert len(entries) == 51
    assert entries[-1].owner == "KL"
