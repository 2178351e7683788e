"""What the knowledge base says, as the rules take it."""

from knowledge.search import Finding, Knowledge
from meeting import commands as c
from meeting.ids import EntryId
from meeting.refusals import Reason, RefusedError


def offered(finding: Finding | None) -> tuple[EntryId, ...]:
    """Give the entries that may be meant."""
    return tuple(EntryId(entry.id) for entry in finding.suggested) if finding else ()


def sure(finding: Finding | None) -> c.KnownAnswer | None:
    """Give the answer, if the base is sure of one."""
    answer = finding.answer if finding else None
    if answer is None:
        return None
    return c.KnownAnswer(EntryId(answer.id), answer.answer, answer.source or None)


def known_answer(base: Knowledge | None, entry: EntryId) -> c.KnownAnswer:
    """Give an entry as it reads now. Raises RefusedError when it has left the base."""
    for known in base.entries if base else ():
        if known.id == entry:
            return c.KnownAnswer(entry, known.answer, known.source or None)
    raise RefusedError(Reason.UNKNOWN_ENTRY, field="entry")
