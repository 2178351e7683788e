"""What is done to the series' knowledge base by hosts and speakers."""

from dataclasses import dataclass

from meeting.entry import Entry
from meeting.ids import EntryId, PersonId


@dataclass(frozen=True, slots=True)
class WriteEntry:
    """Write an entry, new or changed; to approve what waits is to write the same.

    `owner` is the organisation that stands by it as the base has it now: "" where nobody does, None
    where the base does not have it. `proposer` wrote what is approved by this, and stands by it
    already as far as it is theirs.
    """

    entry: Entry
    owner: str | None = None
    proposer: PersonId | None = None


@dataclass(frozen=True, slots=True)
class TakeOutEntry:
    """Answer nobody with it any more; its history stays."""

    entry: EntryId
    owner: str = ""


@dataclass(frozen=True, slots=True)
class DropEntry:
    """Drop what waits for its owner's word."""

    entry: EntryId


EntryDeed = WriteEntry | TakeOutEntry | DropEntry
