"""What has happened to the series' knowledge base in a meeting."""

from dataclasses import dataclass

from meeting.entry import Entry
from meeting.ids import EntryId


@dataclass(frozen=True, slots=True)
class EntryWritten:
    """An entry reads like this; people are answered with it once it is approved."""

    entry: Entry
    approved: bool


@dataclass(frozen=True, slots=True)
class EntryTakenOut:
    """An entry is not to answer anybody any more."""

    entry: EntryId
    approved: bool


@dataclass(frozen=True, slots=True)
class EntryDropped:
    """What waited is not to be."""

    entry: EntryId


EntryEvent = EntryWritten | EntryTakenOut | EntryDropped
