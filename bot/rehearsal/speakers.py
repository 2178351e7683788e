"""The simulated speakers: they come, and answer some of their questions, until a real one is here.

One comes late, so that hosts see what they are told then. What goes to hosts is left to hosts.
"""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.rehearsal.hall import Hall, Timetable
from meeting import commands as c
from meeting.ids import PersonId, QuestionId
from meeting.model import Meeting
from meeting.question import Question, QuestionState

ANSWERS, WRITES = 0.7, 0.3  # shares: answered at all; in writing, where their item is not on
TRIES = 12
WAITING = frozenset({QuestionState.QUEUED, QuestionState.ON_NOW})


class Speakers:
    """Everybody who speaks and whose link no real person has opened."""

    def __init__(self, hall: Hall, timetable: Timetable, opens: datetime, seed: int) -> None:
        self._hall = hall
        self._timetable = timetable
        self._seed = seed
        self._seen: set[QuestionId] = set()
        plan = hall.state.plan
        starts: dict[PersonId, datetime] = {}
        for item in plan.items:
            for person in item.speakers:
                starts.setdefault(person, item.start)
        self._speakers = tuple(starts)
        late = self._speakers[-1] if len(starts) > 1 else None
        for number, (person, start) in enumerate(starts.items()):
            until = plan.start - opens
            early = opens + until * (0.2 + 0.6 * number / len(starts))
            arrives = start - timedelta(minutes=1) if person == late else early
            timetable.put(arrives, partial(self._arrive, person))

    def notice(self, meeting: Meeting, now: datetime) -> None:
        """Take up what has come to a simulated speaker."""
        for question in meeting.questions.values():
            if question.state is QuestionState.QUEUED and question.id not in self._seen:
                self._seen.add(question.id)
                random = Random(f"{self._seed}-answer-{question.number}")  # noqa: S311
                if random.random() < ANSWERS:
                    self._later(now, random, question.id, TRIES)

    def _later(self, now: datetime, random: Random, question: QuestionId, tries: int) -> None:
        at = now + timedelta(minutes=random.uniform(0.5, 4))
        self._timetable.put(at, partial(self._answer, question, random, tries))

    async def _arrive(self, person: PersonId) -> None:
        if person not in self._hall.hub.real:
            await self._hall.do(person, c.Arrive())

    async def _answer(self, id_: QuestionId, random: Random, tries: int) -> None:
        """Answer aloud while one's item is on, in writing perhaps otherwise, else wait."""
        meeting, now = self._hall.state, self._hall.clock.now()
        question = meeting.question(id_)
        speaker = None if question is None else self._speaker(question)
        if question is None or speaker is None or question.state not in WAITING:
            return
        speech, item = self._hall.words, meeting.item
        busy = any(one.state is QuestionState.ON_NOW for one in meeting.questions.values())
        if item is not None and speaker in item.speakers and not busy:
            await self._hall.do(speaker, c.PutOn(id_))
            aloud = partial(self._finish, speaker, id_)
            self._timetable.put(now + timedelta(minutes=random.uniform(0.5, 2)), aloud)
        elif not busy and random.random() < WRITES:
            text = speech("A simulated answer: we come back to it when it is our turn.")
            await self._hall.do(speaker, c.AnswerQuestion(id_, text))
        elif tries > 0:
            self._later(now, random, id_, tries - 1)

    async def _finish(self, speaker: PersonId, id_: QuestionId) -> None:
        question = self._hall.state.question(id_)
        if question is None or question.state is not QuestionState.ON_NOW:
            return
        if self._speaker(question) is not None:
            await self._hall.do(speaker, c.AnswerQuestion(id_, None))

    def _speaker(self, question: Question) -> PersonId | None:
        """Say who of those who have it is simulated."""
        real = self._hall.hub.real
        having = (one for one in question.route.to if one in self._speakers)
        return next((one for one in having if one not in real), None)
