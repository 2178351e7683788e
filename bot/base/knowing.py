"""What the knowledge base says, as the rules take it."""

import asyncio
from datetime import date

from knowledge.search import Finding, Knowledge
from meeting import commands as c
from meeting.entry import Entry
from meeting.ids import EntryId
from meeting.question import Basis
from meeting.refusals import Reason, RefusedError


async def ask_base(base: Knowledge, text: str, today: date) -> Finding:
    """Ask, from a thread where it takes so long that others would wait."""
    if base.semantic or not base.built:
        return await asyncio.to_thread(base.ask, text, today)
    return base.ask(text, today)


def offered(finding: Finding | None) -> tuple[EntryId, ...]:
    """Give the entries that may be meant."""
    return tuple(EntryId(entry.id) for entry in finding.suggested) if finding else ()


def sure(finding: Finding | None) -> c.KnownAnswer | None:
    """Give the answer, if the base is sure of one."""
    answer = finding.answer if finding else None
    return as_known(answer, finding.words) if finding and answer else None


def known_answer(base: Knowledge | None, entry: EntryId, asked: str) -> c.KnownAnswer:
    """Give an entry as it reads now. Raises RefusedError when it has left the base."""
    known = base.entry(entry) if base else None
    if base is None or known is None:
        raise RefusedError(Reason.UNKNOWN_ENTRY, field="entry")
    return as_known(known, base.words(asked, entry))


def as_known(entry: Entry, words: tuple[str, ...]) -> c.KnownAnswer:
    """Give an entry with what it rests on; `words` are the asker's that it was found by."""
    basis = Basis(entry.id, words, entry.owner, entry.valid_until)
    return c.KnownAnswer(entry.id, entry.answer, entry.source or None, basis)
