"""The simulated participants: they come, ask, vote, say whether it helped, answer, and go."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.rehearsal.answering import evaluation, poll_answer
from bot.rehearsal.asking import Asking, Way, thought
from bot.rehearsal.hall import Hall, Timetable
from bot.rehearsal.people import Extra
from dialogs import replies as r
from dialogs.acting import Submit
from dialogs.poll_fields import PollAnswer
from meeting import commands as c
from meeting.ids import ItemId, PollId, QuestionId
from meeting.item import Item
from meeting.model import Meeting, Phase, TroubleKind
from meeting.polls import Poll
from meeting.question import Got, Question, QuestionState, Show
from meeting.wishes import wish_id

EARLY, ASKS = 0.04, 0.3  # shares who ask before it begins, and over the whole agenda
MOST_QUESTIONS = 150  # however many people: a hall does not ask more in a meeting
VOTES, RATES, POLLED, EVALUATES = 0.3, 0.7, 0.75, 0.65  # shares of those who could
WISHES, TROUBLED, WITHDRAWS = 0.06, 0.02, 0.04
HELPED, CHOOSES, AGREES = 0.75, 0.5, 0.5
MINUTE = timedelta(minutes=1)
GOT = ((Got.YES, 0.7), (Got.PARTLY, 0.9), (Got.NO, 1.0))


class Participants:
    """What they do follows from who they are and from what they see; the same seed, the same."""

    def __init__(
        self, hall: Hall, timetable: Timetable, extras: tuple[Extra, ...], seed: int
    ) -> None:
        self._hall = hall
        self._timetable = timetable
        self._extras = extras
        self._by_id = {extra.id: extra for extra in extras}
        self._seed = seed
        self._seen: dict[QuestionId, QuestionState] = {}
        self._items: set[ItemId] = set()
        self._polled: set[PollId] = set()
        self._evaluated = False
        for extra in extras:
            timetable.put(extra.arrives, partial(self._arrive, extra))

    def notice(self, meeting: Meeting, now: datetime) -> None:
        """Look at the meeting, and make up one's mind about what is new in it."""
        for question in meeting.questions.values():
            if self._seen.get(question.id) is not question.state:
                self._seen[question.id] = question.state
                self._notice_question(meeting, question, now)
        item = meeting.item
        if item is not None and item.id not in self._items:
            self._items.add(item.id)
            self._notice_item(meeting, item, now)
        poll = meeting.polls[-1] if meeting.polls else None
        if poll is not None and poll.open and poll.id not in self._polled:
            self._polled.add(poll.id)
            self._notice_poll(poll, now)
        if meeting.evaluation.open and not self._evaluated:
            self._evaluated = True
            self._notice_evaluation(meeting, now)

    def _notice_item(self, meeting: Meeting, item: Item, now: datetime) -> None:
        """Let questions come while the item is on: the longer it is, the more."""
        random, minutes = self._random("item", item.number), item.duration / MINUTE
        whole = sum((one.duration for one in meeting.plan.items), timedelta()) / MINUTE
        share = of_all(ASKS, len(self._extras)) * minutes / whole
        for extra in self._extras:  # also those who come while it is on
            begins = max(now, extra.arrives)
            if random.random() < share and begins < now + item.duration:
                at = random.uniform(0, 0.8 * minutes)
                self._later(extra, begins, at, partial(self._ask, extra))

    def _notice_question(self, meeting: Meeting, question: Question, now: datetime) -> None:
        random = self._random("question", question.number, question.state)
        if question.state is QuestionState.QUEUED and not meeting.votes.get(question.id):
            appeal = VOTES * random.random() ** 2
            for extra in self._some(appeal, random, now):
                if extra.id != question.asker:
                    vote = partial(self._hall.do, extra.id, c.Vote(question.id))
                    self._later(extra, now, random.uniform(0.2, 6), vote)
        answer = question.answer
        if question.state is QuestionState.ANSWERED and answer is not None and answer.by:
            voters = meeting.votes.get(question.id, ())
            whose = [extra for extra in self._extras if extra.id in {question.asker, *voters}]
            for extra in self._some(RATES, random, now, whose):
                rate = partial(self._hall.do, extra.id, c.RateAnswer(question.id, _got(random)))
                self._later(extra, now, random.uniform(0.2, 2.5), rate)

    def _notice_poll(self, poll: Poll, now: datetime) -> None:
        random = self._random("poll", poll.number)
        for extra in self._some(POLLED, random, now):
            answer = PollAnswer(poll.id, poll_answer(poll.question, self._hall.words, random))
            self._later(extra, now, random.uniform(0.1, 1.5), partial(self._cast, extra, answer))

    def _notice_evaluation(self, meeting: Meeting, now: datetime) -> None:
        random = self._random("evaluation")
        for extra in self._some(EVALUATES, random, now):
            answers = Submit(evaluation(meeting.plan.evaluation, self._hall.words, random))
            self._later(extra, now, random.uniform(0.2, 2.5), partial(self._cast, extra, answers))

    async def _cast(self, extra: Extra, said: Submit | PollAnswer) -> None:
        await self._hall.conversation.cast(self._hall.turn(extra.id), said)

    async def _arrive(self, extra: Extra) -> None:
        if self._hall.state.phase is Phase.CLOSED:
            return
        await self._hall.do(extra.id, c.Join(extra.name, extra.organisation))
        random, now = self._random("life", extra.number), self._hall.clock.now()
        if random.random() < of_all(EARLY, len(self._extras)):
            self._later(extra, now, random.uniform(0.5, 8), partial(self._ask, extra))
        if random.random() < TROUBLED:
            trouble = c.ReportTrouble(random.choice(tuple(TroubleKind)))
            self._later(
                extra, now, random.uniform(1, 40), partial(self._hall.do, extra.id, trouble)
            )
        if random.random() < WISHES:
            wish = partial(self._wish, extra, random.random())
            self._later(extra, now, random.uniform(10, 80), wish)

    async def _ask(self, extra: Extra) -> None:
        """Ask what comes to mind now; now and then somebody else asks it in other words."""
        meeting, now = self._hall.state, self._hall.clock.now()
        random = self._random("ask", extra.number, meeting.current)
        base = self._hall.library.get(self._hall.meeting)
        asking = thought(meeting, base, self._hall.words, random)
        others = [one for one in self._some(1, random, now) if one is not extra]
        if asking.again is not None and others:
            other = random.choice(others)
            again = replace(asking, text=asking.again, way=Way.CHAT, show=Show.NAME, again=None)
            self._later(other, now, random.uniform(1, 5), partial(self._put, other, again, random))
        await self._put(extra, asking, random)

    async def _put(self, extra: Extra, asking: Asking, random: Random) -> None:
        conversation, turn = self._hall.conversation, self._hall.turn(extra.id)
        if asking.way is Way.FORM:
            token = f"{self._seed}-{turn.command}" if asking.show is Show.ANONYMOUS else None
            told = await conversation.ask(turn, asking.text, asking.show, token)
        else:
            told = await conversation.say(turn, asking.text)
        now = self._hall.clock.now()
        match told.reply:
            case r.Known(question):
                look = partial(self._judge, extra, question, random.random() < HELPED)
                self._later(extra, now, random.uniform(0.5, 2), look)
            case r.DidYouMean(question, choices):
                chosen = choices[0] if choices and random.random() < CHOOSES else None
                look = partial(self._choose, extra, question, chosen)
                self._later(extra, now, random.uniform(0.3, 1.5), look)
            case r.Queued(question) if asking.show is Show.NAME and random.random() < WITHDRAWS:
                back = partial(self._hall.do, extra.id, c.WithdrawQuestion(question.id))
                self._later(extra, now, random.uniform(1, 3), back)
            case _:
                pass

    async def _judge(self, extra: Extra, question: QuestionId, helped: bool) -> None:
        deed = c.SolveQuestion(question) if helped else c.AskSpeaker(question)
        await self._hall.do(extra.id, deed)

    async def _choose(self, extra: Extra, question: QuestionId, chosen: r.Choice | None) -> None:
        if chosen is None:
            await self._hall.do(extra.id, c.AskSpeaker(question))
            return
        data = {"question": question, "entry": chosen.entry}
        await self._hall.conversation.act(self._hall.turn(extra.id), "faq.choose", data)
        judge = partial(self._judge, extra, question, helped=True)
        self._later(extra, self._hall.clock.now(), 1, judge)

    async def _wish(self, extra: Extra, chance: float) -> None:
        """Wish for one of the topics again, or want what somebody has wished for."""
        meeting = self._hall.state
        wished = meeting.proposals
        if wished and chance < AGREES:
            wish = wish_id(wished[int(chance / AGREES * len(wished))])
            await self._hall.do(extra.id, c.VoteWish(wish))
            return
        topics = list(meeting.plan.topics.values()) or [meeting.plan.items[0].title]
        topic = topics[int(chance * len(topics))]
        await self._hall.do(
            extra.id, c.ProposeTopic(self._hall.words("More on {topic}", topic=topic))
        )

    def _later(self, extra: Extra, now: datetime, minutes: float, act: partial) -> None:  # type: ignore[type-arg]
        """Mean to do something in so many meeting minutes, if one is still there then."""

        async def unless_gone() -> None:
            if extra.there(self._hall.clock.now()):
                await act()

        self._timetable.put(now + timedelta(minutes=minutes), unless_gone)

    def _some(
        self, share: float, random: Random, now: datetime, among: Iterable[Extra] | None = None
    ) -> list[Extra]:
        """Give those who are there and feel like it."""
        extras = self._extras if among is None else among
        return [one for one in extras if one.there(now) and random.random() < share]

    def _random(self, *what: object) -> Random:
        return Random("-".join(map(str, (self._seed, *what))))  # noqa: S311 - nothing rests on it


def of_all(share: float, people: int) -> float:
    """Give the share of so many people who ask, which is less than that where they are many."""
    return min(share, MOST_QUESTIONS / people)


def _got(random: Random) -> Got:
    chance = random.random()
    return next(got for got, until in GOT if chance < until)
