"""Which knowledge base a meeting answers from."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from typing_extensions import override

from knowledge.load import read_entries
from knowledge.search import Knowledge
from meeting.ids import EntryId, MeetingId
from meeting.model import Meeting

EMPTY = Knowledge.of(())


class Library(Mapping[MeetingId, Knowledge]):
    """Meetings and their bases; meetings of one file share one base until one learns."""

    def __init__(self) -> None:
        self._bases: dict[MeetingId, Knowledge] = {}
        self._files: dict[MeetingId, Knowledge] = {}

    @override
    def __getitem__(self, meeting: MeetingId) -> Knowledge:
        return self._bases[meeting]

    @override
    def __iter__(self) -> Iterator[MeetingId]:
        return iter(self._bases)

    @override
    def __len__(self) -> int:
        return len(self._bases)

    @classmethod
    def of(cls, bases: Mapping[MeetingId, Knowledge]) -> "Library":
        """Hold these bases as if each were a file of its own."""
        found = cls()
        for meeting, base in bases.items():
            found.hold(base, (meeting,))
        return found

    def hold(self, base: Knowledge, meetings: tuple[MeetingId, ...]) -> None:
        """Answer from this base in these meetings from now on."""
        self._files |= dict.fromkeys(meetings, base)
        self._bases |= dict.fromkeys(meetings, base)

    def file(self, meeting: MeetingId) -> Knowledge | None:
        """Give a meeting's base as its file has it."""
        return self._files.get(meeting)

    def file_for(self, meeting: Meeting, meetings: Iterable[Meeting]) -> Knowledge:
        """Give the base of the meeting's file, else of its series' file, else an empty one."""
        own = self._files.get(meeting.plan.meeting)
        if own is not None:
            return own
        siblings = (one for one in meetings if one.plan.series == meeting.plan.series)
        files = (self._files.get(one.plan.meeting) for one in siblings)
        return next((file for file in files if file is not None), EMPTY)

    def teach(self, meeting: MeetingId, base: Knowledge) -> None:
        """Answer from this base instead of the file's alone, until the file changes."""
        self._bases[meeting] = base

    def exchange(self, base: Knowledge, better: Knowledge) -> None:
        """Answer from `better` wherever `base` answers now."""
        self._bases |= {id_: better for id_, held in self._bases.items() if held is base}

    def titles(self, meeting: MeetingId) -> Mapping[EntryId, str]:
        """Give each entry's question."""
        base = self._bases.get(meeting)
        return base.titles if base else {}


def read_base(path: Path) -> Knowledge:
    """Read a base and index it. Raises FaultyEntriesError or OSError."""
    return Knowledge.of(read_entries(path))
