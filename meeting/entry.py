"""An entry of a series' knowledge base, and what has been written about it in a meeting."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from meeting.ids import EntryId, PersonId, QuestionId

ANSWER_TYPES = ("dato", "beløb", "antal", "sted", "person", "link", "ja/nej")


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as it may be put, its answer, and what the answer rests on."""

    id: EntryId
    question: str
    answer: str
    topic: str
    alt: tuple[str, ...] = ()
    source: str = ""
    links: tuple[str, ...] = ()
    agenda: str = ""
    owner: str = ""
    valid_until: date | None = None
    answer_type: tuple[str, ...] = ()  # empty: proposed by rule from the entry's own words

    @property
    def phrasings(self) -> tuple[str, ...]:
        return (self.question, *self.alt)

    def expired(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


def seen_as(entry: Entry | None) -> str:
    """Stand for an entry as somebody saw it, so that an older text does not overwrite a newer."""
    return hashlib.sha256(repr(entry).encode()).hexdigest()[:16]


def learned_id(question: QuestionId) -> EntryId:
    """Name the entry that is made of a question and its answer."""
    return EntryId(f"learned-{question}")


@dataclass(frozen=True, slots=True)
class Writing:
    """One writing of an entry: by whom, when (aware UTC), and whether its owner stands by it.

    `entry` is None where it was taken out of the base. What is not approved waits, until it is
    written again by its owner or dropped.
    """

    id: EntryId
    entry: Entry | None
    at: datetime
    by: PersonId | None
    approved: bool
    dropped: bool = False
