"""Puts what owners have approved into the knowledge base of the series, while it serves."""

import asyncio
import logging

from bot.base.knowing import as_known
from bot.base.lessons import Lessons, entries_of, learned
from bot.base.library import Library
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, StoreFullError, StoreUnavailableError
from knowledge.search import Knowledge
from meeting.commands import Command, CorrectKnown
from meeting.entry import Entry, seen_as
from meeting.ids import MeetingId
from meeting.model import Meeting
from meeting.question import Question, QuestionState
from meeting.refusals import RefusedError
from meeting.series_base import written

log = logging.getLogger(__name__)

LOOKS_EACH = 2.0  # seconds: an approved answer is given by then
ANSWERED_SO = frozenset({QuestionState.SUGGESTED, QuestionState.ANSWERED})


class Learner:
    """One task over all meetings; what is learned follows from state, so nothing is lost."""

    def __init__(self, hub: Hub, library: Library, keys: Keys, clock: Clock) -> None:
        self._hub = hub
        self._library = library
        self._keys = keys
        self._clock = clock
        self._known: dict[MeetingId, tuple[Knowledge, tuple[Entry, ...]]] = {}
        self._versions: dict[MeetingId, int] = {}

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EACH)

    async def look(self) -> None:
        """Give each meeting the base of its file with what its series has learned and written."""
        made: dict[tuple[int, tuple[Entry, ...]], Knowledge] = {}
        meetings = self._hub.meetings()
        series, edits = learned(meetings), written(meetings)
        for meeting in meetings:
            id_, of = meeting.plan.meeting, meeting.plan.series
            file = self._library.file_for(meeting, meetings)
            lessons = series.get(of, Lessons())
            entries = entries_of(file.entries, lessons, edits.get(of, {}))
            if self._known.get(id_, (file, file.entries)) != (file, entries):
                key = (id(file), entries)
                if key not in made:
                    # In a thread: an index of thousands takes a second, and people are waiting.
                    made[key] = await asyncio.to_thread(self._read(id_, file).with_entries, entries)
                self._library.teach(id_, made[key])
                self._known[id_] = (file, entries)
                self._versions.pop(id_, None)
            await self._correct(meeting, self._base(id_, file))

    def _base(self, meeting: MeetingId, file: Knowledge) -> Knowledge:
        return self._library.get(meeting, file)

    def _read(self, meeting: MeetingId, file: Knowledge) -> Knowledge:
        """Give the base that has read most by the words that the file has now."""
        base = self._base(meeting, file)
        return base if base.wordlist == file.wordlist else file

    async def _correct(self, meeting: Meeting, base: Knowledge) -> None:
        """Give those who were answered from the base what it says now, where that has changed."""
        id_ = meeting.plan.meeting
        if self._versions.get(id_) == meeting.version:
            return
        for question in meeting.questions.values():
            now = _changed(question, base)
            if now is not None:
                key = self._keys.command("correct", id_, question.id, seen_as(now))
                known = as_known(now, base.words(question.text, now.id))
                deed = CorrectKnown(question.id, known)
                try:
                    await self._hub.send(id_, Command(key, self._clock.now(), None, deed))
                except (StoreFullError, StoreUnavailableError):
                    log.warning("correction not stored", extra={"meeting": id_})
                    return
                except RefusedError as refused:
                    log.info("correction refused", extra={"reason": refused.reason.value})
        self._versions[id_] = meeting.version


def _changed(question: Question, base: Knowledge) -> Entry | None:
    """Give the entry that answered the question, if it says something else now."""
    answer = question.answer
    if answer is None or answer.basis is None or question.state not in ANSWERED_SO:
        return None
    now = base.entry(answer.basis.entry)
    return now if now is not None and now.answer != answer.text else None
