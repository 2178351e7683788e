"""The fold's part about the knowledge base: everything that was written about each entry."""

from dataclasses import replace
from typing import assert_never

from meeting import events as e
from meeting.entry import Writing
from meeting.ids import EntryId
from meeting.model import Meeting


def entries(state: Meeting, event: e.EntryEvent, change: e.Change) -> Meeting:
    match event:
        case e.EntryWritten(entry, approved):
            written = Writing(entry.id, entry, change.at, change.by, approved)
        case e.EntryTakenOut(id_, approved):
            written = Writing(id_, None, change.at, change.by, approved)
        case e.EntryDropped(id_):
            written = Writing(id_, None, change.at, change.by, approved=False, dropped=True)
        case _:
            assert_never(event)
    return _noted(state, written.id, written)


def _noted(state: Meeting, id_: EntryId, written: Writing) -> Meeting:
    before = state.entries.get(id_, ())
    return replace(state, entries=state.entries.set(id_, (*before, written)))
