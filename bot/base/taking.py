"""Taking a file into the knowledge base: what would change, shown before anything does."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.base.editing import Editing
from meeting import commands as c
from meeting.entry import Entry
from meeting.model import Meeting

MOST_CHANGES = 5_000


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file would change; entries that it does not have stay as they are."""

    new: tuple[Entry, ...]
    changed: tuple[tuple[Entry, Entry], ...]  # as it stands, as the file has it
    same: int
    elsewhere: int  # entries of the base that are not in the file

    @property
    def changes(self) -> int:
        return len(self.new) + len(self.changed)


def difference(editing: Editing, meeting: Meeting, file: Sequence[Entry]) -> Difference:
    """Compare a file with the base as its editors see it."""
    known = {entry.id: entry for entry in editing.entries(meeting)}
    changed = [(known[one.id], one) for one in file if one.id in known and known[one.id] != one]
    new = tuple(one for one in file if one.id not in known)
    return Difference(
        new=new,
        changed=tuple(changed),
        same=len(file) - len(new) - len(changed),
        elsewhere=len(known.keys() - {one.id for one in file}),
    )


def deeds(found: Difference) -> list[c.WriteEntry]:
    """Give what is to be done to take it in."""
    new = [c.WriteEntry(entry) for entry in found.new]
    return new + [c.WriteEntry(entry, before.owner) for before, entry in found.changed]
