"""The March 2020 meeting played again: both runs and the next month's, with what people really ask.

The questions are the ones that programme leaders' queries were labelled for, one after the other;
what becomes of each follows from its number alone, so that a replay is the same each time.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.base.library import Library
from bot.carrying import Carrier
from bot.conversation import Conversation, Told, Turn
from bot.hub import Hub
from bot.ports import Store
from bot.stores.memory import MemoryBallots
from dialogs.replies import Known
from meeting import commands as c
from meeting.ids import CommandId, MeetingId, PersonId, QuestionId
from meeting.model import Meeting, Plan
from meeting.planning import moved_to
from meeting.question import Got, Question, QuestionState, Show
from tests.given import KEYS, Clock, demo_file, demo_knowledge

FIXTURES = Path(__file__).parent / "fixtures"
FIRST = datetime(2020, 3, 30, 8, 0, tzinfo=UTC)  # 10.00 in Copenhagen
SECOND = datetime(2020, 3, 31, 11, 0, tzinfo=UTC)  # 13.00
NEXT = datetime(2020, 4, 28, 8, 0, tzinfo=UTC)
TOWNS = ("Billund", "Odense", "Vejle", "Kolding", "Aarhus", "Randers", "Skive", "Ringsted")
ASKED_EACH = 26  # questions a meeting


def texts() -> Iterator[str]:
    for name in ("faq-fresh.jsonl", "faq-own.jsonl"):
        for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["kind"] != "chitchat":
                yield row["query"]


@dataclass
class March:
    """One replay over one store; everything in it is made from counters and a clock that we set."""

    store: Store
    clock: Clock = field(default_factory=lambda: Clock(FIRST))
    asked: dict[MeetingId, list[QuestionId]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**6)))
    _texts: Iterator[str] = field(default_factory=texts)

    def __post_init__(self) -> None:
        self.hub = Hub(self.store, MemoryBallots())
        self.carrier = Carrier(self.hub, KEYS, self.clock)
        self.plans = _plans()
        base = {plan.meeting: demo_knowledge() for plan in self.plans}
        self.talks = Conversation(self.hub, Library.of(base))

    async def play(self) -> None:
        for plan in self.plans:
            await self._do(plan, None, c.PlanMeeting(plan), first=True)
        for plan in self.plans:
            await self._run(plan)
            self.clock.forward(minutes=12)  # until the close stands for good
            await self.carrier.look()
        await self.carrier.look()

    def meeting(self, number: int) -> Meeting:
        return self.hub.state(self.plans[number].meeting)

    async def _run(self, plan: Plan) -> None:
        self.clock.at = plan.start
        host = plan.hosts[0]
        await self._do(plan, None, c.OpenMeeting())
        for town in TOWNS:
            await self._do(plan, PersonId(f"p-{town}"), c.Join(f"Leder {town}", town))
        await self._answer_carried(plan)
        await self._do(plan, host, c.StartMeeting())
        for item in range(len(plan.items)):
            for _ in range(ASKED_EACH // len(plan.items) + 1):
                await self._question(plan)
            self.clock.forward(minutes=5)
            await self._do(plan, host, c.NextItem())
            await self._rate(plan, item)
        await self._do(plan, host, c.CloseMeeting())

    async def _question(self, plan: Plan) -> None:
        n = len(self.asked.setdefault(plan.meeting, []))
        asker = PersonId(f"p-{TOWNS[n % len(TOWNS)]}")
        show = (Show.NAME, Show.ORGANISATION, Show.ANONYMOUS)[n % 3]
        told = await self._ask(plan, asker, next(self._texts), show, n)
        meeting = self.hub.state(plan.meeting)
        (question,) = set(meeting.questions) - {*self.asked[plan.meeting]} - _carried(meeting)
        self.asked[plan.meeting].append(question)
        await self._voted(plan, question, n)
        await self._dealt_with(plan, question, n, told)

    async def _ask(self, plan: Plan, asker: PersonId, text: str, show: Show, n: int) -> Told:
        turn = Turn(plan.meeting, asker, self._id(), self.clock.now(), "da")
        if n % 2 == 0 and show is Show.NAME:
            return await self.talks.say(turn, f"spørg {text}")
        token = f"token-{plan.meeting}-{n:04d}" if show is Show.ANONYMOUS else None
        return await self.talks.ask(turn, text, show, token)

    async def _voted(self, plan: Plan, question: QuestionId, n: int) -> None:
        if self.hub.state(plan.meeting).questions[question].state is QuestionState.QUEUED:
            for town in TOWNS[: n % 5]:
                await self._do(plan, PersonId(f"p-{town}"), c.Vote(question))

    async def _dealt_with(self, plan: Plan, id_: QuestionId, n: int, told: Told) -> None:
        """Let a question have one of all the ends there are."""
        question = self.hub.state(plan.meeting).questions[id_]
        host, has = plan.hosts[0], question.route.to[0]
        if question.state is QuestionState.SUGGESTED and question.asker is not None:
            known = isinstance(told.reply, Known)
            helped: c.Deed = c.SolveQuestion(id_) if known and n % 4 else c.AskSpeaker(id_)
            await self._do(plan, question.asker, helped)
            return
        match n % 9:
            case 0 | 1:
                await self._do(plan, has, c.AnswerQuestion(id_, f"Svar nummer {n}."))
            case 2:
                await self._do(plan, host, c.PutOn(id_))
                await self._do(plan, has, c.AnswerQuestion(id_, None))
            case 3:
                await self._do(plan, has, c.FollowUp(id_))
            case 4:
                await self._do(plan, host, c.Decline(id_, "Hører til et andet møde."))
            case _:
                await self._moved(plan, question, n)

    async def _moved(self, plan: Plan, question: Question, n: int) -> None:
        """Put it together with another, take it back, give it back, or do not get to it."""
        host, has = plan.hosts[0], question.route.to[0]
        others = [q for q in self.asked[plan.meeting] if q != question.id]
        waiting = [q for q in others if self._waits(plan, q)]
        match n % 9:
            case 5 if waiting:
                await self._do(plan, host, c.MergeQuestions(question.id, waiting[-1]))
            case 6 if question.asker is not None:
                await self._do(plan, question.asker, c.WithdrawQuestion(question.id))
            case 7 if host != has:
                await self._do(plan, has, c.ReturnQuestion(question.id))
            case _:
                pass

    def _waits(self, plan: Plan, question: QuestionId) -> bool:
        return self.hub.state(plan.meeting).questions[question].state is QuestionState.QUEUED

    async def _rate(self, plan: Plan, item: int) -> None:
        """Let the asker of each answer of the item say whether it helped; each fifth says no."""
        meeting = self.hub.state(plan.meeting)
        for n, id_ in enumerate(self.asked.get(plan.meeting, [])):
            question = meeting.questions[id_]
            ours = question.item == plan.items[item].id and question.asker is not None
            if ours and question.state is QuestionState.ANSWERED and question.answer is not None:
                got = Got.NO if n % 5 == 0 else Got.YES
                await self._do(plan, question.asker, c.RateAnswer(id_, got))

    async def _answer_carried(self, plan: Plan) -> None:
        meeting = self.hub.state(plan.meeting)
        carried = sorted(_carried(meeting), key=lambda id_: meeting.questions[id_].number)
        for n, id_ in enumerate(carried):
            if n % 2 == 0:
                has = meeting.questions[id_].route.to[0]
                await self._do(plan, has, c.AnswerQuestion(id_, f"Svar fra senere, {n}."))

    async def _do(
        self, plan: Plan, by: PersonId | None, deed: c.Deed, *, first: bool = False
    ) -> None:
        self.clock.forward(seconds=7)
        sent = c.Command(self._id(), self.clock.now(), by, deed)
        send = self.hub.plan if first else self.hub.send
        await send(plan.meeting, sent)

    def _id(self) -> CommandId:
        return CommandId(f"replay-{next(self._numbers):05d}")


def _carried(meeting: Meeting) -> set[QuestionId]:
    return {id_ for id_, question in meeting.questions.items() if question.origin is not None}


def _plans() -> tuple[Plan, ...]:
    """Both runs as the file has them, and April's, with the same programme."""
    one, two = demo_file().plans(KEYS)
    april = replace(
        moved_to(one, NEXT),
        meeting=MeetingId("programledermoede-april-2020-1"),
        code="APRX2AD2",
        title="Programledermøde april 2020",
    )
    return moved_to(one, FIRST), moved_to(two, SECOND), april
