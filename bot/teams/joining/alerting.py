"""Tells a speaker inside the call what cannot wait, where Teams lets it; and remembers where not.

It comes on top: what is told stands in the speaker's own chat and on their page as well, so nothing
is lost where Teams refuses, and nothing is ever sent twice.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.ports import Clock, Json, Notes
from bot.teams.failures import ConnectorError, LostError
from bot.teams.joining.service import CallService
from bot.teams.noted import QUIET
from bot.teams.room import Room
from bot.teams.rooms import Rooms
from bot.teams.speaking import still, told_of
from bot.teams.token import TokenError
from dialogs.signalling import signalled
from dialogs.words import Words
from meeting import events as e
from meeting.ids import PersonId
from meeting.item import Mark
from meeting.model import Meeting
from meeting.question import Question, QuestionState

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=60)  # what is older, after a break, is no news any more
BETWEEN_QUESTIONS = timedelta(seconds=60)  # for one speaker: the page has the others
NOT_THERE, TOO_MANY, SERVER = 404, 429, 500


@dataclass(frozen=True, slots=True)
class Alert:
    """A line for these people; `asked` says that it is about a question that came in."""

    people: tuple[PersonId, ...]
    line: str
    asked: bool = False


@dataclass(slots=True)
class Alerts:
    """Sends them beside everything else. What Teams refuses is not tried again in that call."""

    calls: CallService
    rooms: Rooms
    notes: Notes
    clock: Clock
    base_url: str
    _asked: dict[PersonId, datetime] = field(default_factory=dict)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, alert: Alert, meeting: Meeting) -> None:
        """Show it to whoever of them is in the call of one of the meeting's chats."""
        people = self._due(alert)
        url = f"{self.base_url}/tab?code={meeting.plan.code}"
        for room in [*self.rooms.of(meeting.plan.meeting)] if people else ():
            if room.call is not None and not room.personal:
                async with self._one_at_a_time:  # in order, and the first refusal is known in time
                    await self._to(room, people, alert.line, url)

    async def begin_anew(self, conversation: str) -> None:
        """Forget what was refused: a new call begins, or the bot was added again."""
        for key in await self.notes.keys(QUIET + conversation):
            await self.notes.put(key, None)

    def _due(self, alert: Alert) -> tuple[PersonId, ...]:
        if not alert.asked:
            return alert.people
        now = self.clock.now()
        long_ago = now - BETWEEN_QUESTIONS
        due = tuple(one for one in alert.people if self._asked.get(one, long_ago) <= long_ago)
        self._asked |= dict.fromkeys(due, now)
        return due

    async def _to(self, room: Room, people: tuple[PersonId, ...], line: str, url: str) -> None:
        key = QUIET + room.id
        quiet = {*await self.notes.keys(key)}
        heard = [one for one in people if f"{key}/{one}" not in quiet and self._member(one)]
        if key in quiet or not heard:
            return
        try:
            await self.calls.alert(room, [*map(self._member, heard)], line, url)
        except ConnectorError as refused:
            await self._refused(room, heard, refused)
        except (LostError, TokenError):
            log.info("not shown in the call: no answer")

    def _member(self, person: PersonId) -> str:
        return next(iter(self.rooms.members((person,))), "")

    async def _refused(self, room: Room, people: list[PersonId], refused: ConnectorError) -> None:
        """Remember it: of everybody, or where Teams finds none of them, of these alone."""
        log.info("not shown in the call", extra={"status": refused.status, "code": refused.code})
        if refused.status == TOO_MANY or refused.status >= SERVER:
            return
        kept: dict[str, Json] = {"status": refused.status, "code": refused.code}
        alone = [f"{QUIET}{room.id}/{person}" for person in people]
        for key in alone if refused.status == NOT_THERE else [QUIET + room.id]:
            await self.notes.put(key, kept)


def alerts(
    event: e.Event, meeting: Meeting, at: datetime, now: datetime, words: Words
) -> Iterator[Alert]:
    """Give what an event means for people who are in the call and may not look at their chat."""
    if now - at > FRESH:
        return
    match event:
        case e.ItemStarted(index) if meeting.current == index:
            item = meeting.plan.items[index]
            line = words("You are on now: {n}. {title}.", n=item.number, title=item.title)
            yield Alert(item.speakers, line)
        case e.Signalled(index, mark) if mark is not Mark.MISSING and still(meeting, index, mark):
            yield Alert(told_of(meeting, index, mark), signalled(meeting, index, mark, now, words))
        case e.SpeakerMessaged(id_, to):
            said = next(one for one in meeting.messages if one.id == id_)
            by = words.person(meeting.person(said.by))
            yield Alert((to,), words("From the host: {name}", name=by))
        case e.QuestionAsked(question):
            yield from _asked(meeting.questions.get(question.id), meeting, words)
        case e.QuestionQueued(id_):
            yield from _asked(meeting.questions.get(id_), meeting, words)
        case e.QuestionPutOn(id_):
            yield from _put_on(meeting.questions.get(id_), words)
        case _:
            return


def _asked(question: Question | None, meeting: Meeting, words: Words) -> Iterator[Alert]:
    """Tell who is on that a question waits for them: others have time to look."""
    on = () if meeting.item is None else meeting.item.speakers
    waits = question is not None and question.state is QuestionState.QUEUED
    people = tuple(one for one in question.route.to if one in on) if question and waits else ()
    if question is not None and people:
        line = words("Question {n} waits for you.", n=question.number)
        yield Alert(people, line, asked=True)


def _put_on(question: Question | None, words: Words) -> Iterator[Alert]:
    if question is not None:
        line = words("Answer question {n} now.", n=question.number)
        yield Alert(question.route.to, line)
