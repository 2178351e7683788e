"""Puts what owners have approved into the knowledge base of the series, while it serves."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.hub import Hub
from bot.library import Library
from dialogs.i18n import words
from knowledge.entries import Entry
from knowledge.search import Knowledge
from meeting.ids import EntryId, MeetingId
from meeting.model import Meeting
from meeting.question import Question

LOOKS_EACH = 2.0  # seconds: an approved answer is given by then


class Learner:
    """One task over all meetings; what is learned follows from state, so nothing is lost."""

    def __init__(self, hub: Hub, library: Library) -> None:
        self._hub = hub
        self._library = library
        self._known: dict[MeetingId, tuple[Knowledge, tuple[Entry, ...]]] = {}

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EACH)

    async def look(self) -> None:
        """Give each meeting the base of its file with what its series has learned."""
        made: dict[tuple[int, tuple[Entry, ...]], Knowledge] = {}
        series = learned(self._hub.meetings())
        for meeting in self._hub.meetings():
            id_ = meeting.plan.meeting
            file, entries = self._library.file(id_), series.get(meeting.plan.series, ())
            if file is None or self._known.get(id_, (file, ())) == (file, entries):
                continue
            key = (id(file), entries)
            if key not in made:
                # In a thread: an index of thousands takes a second, and people are waiting.
                made[key] = await asyncio.to_thread(Knowledge.of, (*file.entries, *entries))
            self._library.teach(id_, made[key])
            self._known[id_] = (file, entries)


def learned(meetings: Iterable[Meeting]) -> Mapping[str, tuple[Entry, ...]]:
    """Give the entries that each series has learned, oldest meeting first."""
    teaching = (one for one in meetings if one.learned)
    found: dict[str, tuple[Entry, ...]] = {}
    for one in sorted(teaching, key=lambda other: (other.plan.start, other.plan.meeting)):
        questions = sorted(map(one.questions.__getitem__, one.learned), key=_number)
        entries = (_entry(one, q) for q in questions if q.answer is not None and q.answer.text)
        found[one.plan.series] = (*found.get(one.plan.series, ()), *entries)
    return found


def _number(question: Question) -> int:
    return question.number


def _entry(meeting: Meeting, question: Question) -> Entry:
    """Make an entry of a question: its words, the answer, and whose and from when it is."""
    answer = question.answer
    by = None if answer is None else meeting.organisation_of(answer.by)
    speech = words(meeting.plan.language, meeting.plan.zone)
    day = speech.date(meeting.plan.start)
    return Entry(
        id=EntryId(f"learned-{question.id}"),
        question=question.text,
        answer=(answer.text if answer else None) or "",
        topic=question.topic or next(iter(meeting.plan.topics), ""),
        source=speech("{title}, {day}", title=meeting.plan.title, day=day),
        owner=by or "",
    )
