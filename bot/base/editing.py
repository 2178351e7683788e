"""What buttons ask of the series' knowledge base: to choose an entry, to write or remove one."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from bot.base.knowing import known_answer
from bot.base.lessons import Lessons, entries_of, learned
from bot.base.library import Library
from bot.hub import Hub
from dialogs import acting
from meeting import commands as c
from meeting.entry import Entry, Writing, seen_as
from meeting.ids import CommandId, EntryId, PersonId
from meeting.model import ANSWERERS, Meeting
from meeting.refusals import Reason, RefusedError
from meeting.rules.entries import lacking
from meeting.series_base import Written, written


class Editing:
    """Turns what a page sends into deeds, with what only the series as a whole knows."""

    def __init__(self, hub: Hub, library: Library) -> None:
        self._hub = hub
        self._library = library

    def deed(
        self, meeting: Meeting, person: PersonId, command: CommandId, act: acting.OfBase
    ) -> c.Deed:
        """Make the deed. Raises RefusedError where the entry has changed since it was seen."""
        if isinstance(act, acting.Choose):
            asked = meeting.question(act.question)
            base = self._library.get(meeting.plan.meeting)
            return c.ChooseEntry(
                act.question, known_answer(base, act.entry, asked.text if asked else "")
            )
        if not meeting.roles(person) & ANSWERERS:
            raise RefusedError(Reason.SPEAKER_ONLY)
        return self._edited(meeting, person, command, act)

    def _edited(
        self,
        meeting: Meeting,
        person: PersonId,
        command: CommandId,
        act: acting.SaveEntry | acting.ApproveEntry | acting.RemoveEntry,
    ) -> c.EntryDeed:
        match act:
            case acting.RemoveEntry(id_):
                if self.shown(meeting, id_) is None:
                    raise RefusedError(Reason.UNKNOWN_ENTRY, field="entry")
                return c.TakeOutEntry(id_, self._owner(meeting, id_) or "")
            case acting.ApproveEntry(id_, seen):
                return self._approval(meeting, person, id_, seen)
            case acting.SaveEntry(entry, seen):
                new = entry if entry.id else replace(entry, id=_new_id(command))
                if seen != seen_as(self.shown(meeting, entry.id)) and not self._again(meeting, new):
                    raise RefusedError(Reason.CHANGED_MEANWHILE)
                return c.WriteEntry(new, self._owner(meeting, new.id))

    def shown(self, meeting: Meeting, id_: EntryId) -> Entry | None:
        """Give the entry as its editors see it: what waits for approval, else what stands."""
        waiting = self.waiting(meeting).get(id_)
        if waiting is not None:
            return waiting.writings[-1].entry
        return self._standing(meeting, id_)

    def entries(self, meeting: Meeting) -> tuple[Entry, ...]:
        """Give what people are answered with, or will be within seconds."""
        return self._entries(meeting, self.history(meeting))

    def taken_out(self, meeting: Meeting) -> tuple[tuple[Entry, Writing], ...]:
        """Give what is out of the base as it last read, and the writing that took it out."""
        unwritten = {entry.id: entry for entry in self._entries(meeting, {})}
        found = []
        for id_, one in self.history(meeting).items():
            out, before = one.taken_out, one.before or unwritten.get(id_)
            if out is not None and before is not None:
                found.append((before, out))
        return tuple(sorted(found, key=lambda pair: pair[1].at, reverse=True))

    def waiting(self, meeting: Meeting) -> Mapping[EntryId, Written]:
        """Give what waits for its owner's word in this series."""
        found = self.history(meeting)
        return {id_: one for id_, one in found.items() if one.waiting is not None}

    def history(self, meeting: Meeting) -> Mapping[EntryId, Written]:
        """Give all that the series' meetings have written."""
        return written(self._series(meeting)).get(meeting.plan.series, {})

    def _entries(self, meeting: Meeting, edits: Mapping[EntryId, Written]) -> tuple[Entry, ...]:
        series = self._series(meeting)
        file = self._library.file_for(meeting, series)
        lessons = learned(series).get(meeting.plan.series, Lessons())
        return entries_of(file.entries, lessons, edits)

    def _series(self, meeting: Meeting) -> list[Meeting]:
        of = meeting.plan.series
        return [one for one in self._hub.meetings() if one.plan.series == of]

    def _standing(self, meeting: Meeting, id_: EntryId) -> Entry | None:
        return next((one for one in self.entries(meeting) if one.id == id_), None)

    def _owner(self, meeting: Meeting, id_: EntryId) -> str | None:
        known = self._standing(meeting, id_)
        return known.owner if known else None

    def _approval(self, meeting: Meeting, person: PersonId, id_: EntryId, seen: str) -> c.EntryDeed:
        waiting = self.waiting(meeting).get(id_)
        last = waiting.waiting if waiting else None
        if last is None or seen != seen_as(last.entry):
            raise RefusedError(Reason.CHANGED_MEANWHILE)
        owner = self._owner(meeting, id_)
        owners = {owner, last.entry.owner if last.entry else None} - {None}
        if lacking(meeting, {person, last.by}, {one or "" for one in owners}):
            raise RefusedError(Reason.NOT_OWNER)
        if last.entry is None:
            return c.TakeOutEntry(id_, owner or "")
        return c.WriteEntry(last.entry, owner, last.by)

    def _again(self, meeting: Meeting, entry: Entry) -> bool:
        """Tell whether just this was written already: a form that was sent twice."""
        writings = meeting.entries.get(entry.id, ())
        return bool(writings) and writings[-1].entry == entry


def _new_id(command: CommandId) -> EntryId:
    return EntryId("e" + hashlib.sha256(command.encode()).hexdigest()[:12])
