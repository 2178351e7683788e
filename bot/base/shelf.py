"""The knowledge base as its editors see it: what there is, what waits, what could be learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.base.editing import Editing
from bot.base.lessons import Suggestion, suggestions
from knowledge.answertype import proposed_types
from knowledge.search import Finding, Knowledge
from meeting.entry import Entry, Writing, seen_as
from meeting.ids import EntryId, PersonId
from meeting.model import Meeting
from meeting.rules.entries import lacking
from meeting.series_base import Written

MOST_SHOWN = 40  # entries on a page; the search finds the others


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it stands; `draft` is what its form shows: a change that waits, if there is one.

    `seen` stands for the draft, so that no other text is overwritten.

    `types` are the confirmed kinds of its answer, else those proposed by rule. `role` is what the
    searched words would get: "answer", "suggested", or "".
    """

    entry: Entry
    draft: Entry
    seen: str
    types: tuple[str, ...]
    expired: bool
    waits: bool
    history: tuple[Writing, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits; `before` is what stands, `entry` None where it is to be taken out."""

    id: EntryId
    entry: Entry | None
    before: Entry | None
    writing: Writing
    seen: str
    approvable: bool
    needs: str  # the organisation whose word it lacks, "" for a host's


@dataclass(frozen=True, slots=True)
class Shelf:
    rows: tuple[Row, ...]
    total: int
    expired: int
    waiting: tuple[Waiting, ...]
    taken_out: tuple[tuple[Entry, Writing], ...]  # newest first
    suggestions: tuple[Suggestion, ...]
    titles: Mapping[EntryId, str]
    find: str = ""
    answered: bool = False


def shelf(
    editing: Editing,
    base: Knowledge | None,
    meeting: Meeting,
    person: PersonId | None,
    find: str,
    today: date,
) -> Shelf:
    """Gather it for one editor; with `find`, what those words would get comes first."""
    entries, history = editing.entries(meeting), editing.history(meeting)
    finding = base.ask(find, today) if base and find else None
    shown = _shown(entries, finding, find)[:MOST_SHOWN]
    return Shelf(
        rows=tuple(_row(entry, history.get(entry.id), finding, today) for entry in shown),
        total=len(entries),
        expired=sum(entry.expired(today) for entry in entries),
        waiting=_waiting(entries, history, meeting, person),
        taken_out=editing.taken_out(meeting)[:MOST_SHOWN],
        suggestions=suggestions(meeting, person),
        titles={entry.id: entry.question for entry in entries},
        find=find,
        answered=finding is not None and finding.answer is not None,
    )


def _shown(entries: tuple[Entry, ...], finding: Finding | None, find: str) -> list[Entry]:
    """Put what the engine finds first, then all that holds the words as they are written."""
    if finding is None:
        return list(entries)
    known = {entry.id: entry for entry in entries}
    ranked = [known[match.entry.id] for match in finding.ranked if match.entry.id in known]
    wanted = find.casefold()
    holding = [entry for entry in entries if wanted in _text(entry)]
    likely = ranked if finding.answer or finding.suggested else ranked[:3]
    return list({entry.id: entry for entry in (*likely, *holding)}.values())


def _text(entry: Entry) -> str:
    return " ".join((*entry.phrasings, entry.answer, entry.id, entry.owner)).casefold()


def _row(entry: Entry, written: Written | None, finding: Finding | None, today: date) -> Row:
    role = ""
    if finding is not None and finding.answer is not None and finding.answer.id == entry.id:
        role = "answer"
    elif finding is not None and entry.id in {one.id for one in finding.suggested}:
        role = "suggested"
    waiting = written.waiting if written else None
    draft = waiting.entry if waiting else entry
    return Row(
        entry=entry,
        draft=draft or entry,
        seen=seen_as(draft),
        types=(draft or entry).answer_type or proposed_types(draft or entry),
        waits=waiting is not None,
        expired=entry.expired(today),
        history=tuple(reversed(written.writings)) if written else (),
        role=role,
    )


def _waiting(
    entries: tuple[Entry, ...],
    history: Mapping[EntryId, Written],
    meeting: Meeting,
    person: PersonId | None,
) -> tuple[Waiting, ...]:
    known = {entry.id: entry for entry in entries}
    found = []
    for id_, one in history.items():
        if (writing := one.waiting) is not None:
            before = known.get(id_)
            owners = {e.owner for e in (writing.entry, before) if e is not None}
            lacks = lacking(meeting, {writing.by}, owners)
            may = person is not None and not lacking(meeting, {person}, lacks)
            needs, seen = next(iter(lacks), ""), seen_as(writing.entry)
            found.append(Waiting(id_, writing.entry, before, writing, seen, may, needs))
    return tuple(sorted(found, key=lambda waiting: waiting.writing.at))
