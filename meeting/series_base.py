"""The series' knowledge base: what its file says, and what its meetings have written over it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from meeting.entry import Entry, Writing
from meeting.ids import EntryId
from meeting.model import Meeting


@dataclass(frozen=True, slots=True)
class Written:
    """What a series' meetings say of one entry, oldest writing first."""

    writings: tuple[Writing, ...]

    @property
    def standing(self) -> Writing | None:
        """The last writing that its owner stands by; None when there is none yet."""
        return next((one for one in reversed(self.writings) if one.approved), None)

    @property
    def taken_out(self) -> Writing | None:
        """The writing that took it out of the base, while it is out and nothing waits."""
        standing = self.standing
        out = standing is not None and standing.entry is None and self.waiting is None
        return standing if out else None

    @property
    def before(self) -> Entry | None:
        """What its owner stood by last; None when only the file said anything."""
        stood = (one.entry for one in reversed(self.writings) if one.approved)
        return next((entry for entry in stood if entry is not None), None)

    @property
    def waiting(self) -> Writing | None:
        """What waits for its owner's word."""
        last = self.writings[-1]
        return None if last.approved or last.dropped else last


def written(meetings: Iterable[Meeting]) -> Mapping[str, Mapping[EntryId, Written]]:
    """Gather by series what its meetings have written."""
    found: defaultdict[str, defaultdict[EntryId, list[Writing]]]
    found = defaultdict(lambda: defaultdict(list))
    for meeting in meetings:
        for id_, writings in meeting.entries.items():
            found[meeting.plan.series][id_] += writings
    return {
        series: {id_: Written(tuple(sorted(of, key=_when))) for id_, of in entries.items()}
        for series, entries in found.items()
    }


def merged(
    file: Sequence[Entry],
    of_series: Mapping[EntryId, Written],
    phrasings: Mapping[EntryId, tuple[str, ...]],
) -> tuple[Entry, ...]:
    """Put together what people are answered with: the file's order first, new entries after it."""
    known = {entry.id: entry for entry in file}
    for id_, one in of_series.items():
        standing = one.standing
        if standing is not None and standing.entry is not None:
            known[id_] = standing.entry
        elif standing is not None:
            known.pop(id_, None)
    return tuple(_also(entry, phrasings.get(entry.id, ())) for entry in known.values())


def _also(entry: Entry, phrasings: tuple[str, ...]) -> Entry:
    new = tuple(text for text in phrasings if text not in entry.phrasings)
    return replace(entry, alt=(*entry.alt, *new)) if new else entry


def _when(writing: Writing) -> datetime:
    return writing.at
