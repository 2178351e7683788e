"""Which knowledge base a meeting answers from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from typing_extensions import override

from knowledge.entries import EntryFault, FaultyEntriesError
from knowledge.load import read_entries, read_own_words
from knowledge.own_words import FaultyWordsError, WordsFault
from knowledge.search import NO_WORDS, Knowledge
from knowledge.wordlist import Synonyms
from meeting.entry import Entry
from meeting.ids import EntryId, MeetingId
from meeting.model import Meeting

EMPTY = Knowledge.of(())


class BaseFileError(ValueError):
    """A base's file, or its series' words, cannot be used; nothing of it was taken."""

    def __init__(self, path: Path, faults: Sequence[EntryFault | WordsFault]) -> None:
        super().__init__("\n".join(f"{path.name}, {one.sentence}" for one in faults))


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

    def release(self, meetings: Iterable[MeetingId]) -> None:
        """Answer from no file in these meetings from now on."""
        for meeting in meetings:
            if self._files.pop(meeting, None) is not None:
                self._bases.pop(meeting, None)

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


def read_base(path: Path | None, words: Path | None = None, *, soon: bool = False) -> Knowledge:
    """Read a base and its series' own words, and index it. Raises BaseFileError or OSError.

    With `soon` the index is still being built in a thread: who asks meanwhile waits for it.
    """
    own = NO_WORDS if words is None else _own_words(words)
    return Knowledge.of(() if path is None else _entries(path), own, soon=soon)


def _entries(path: Path) -> tuple[Entry, ...]:
    try:
        return read_entries(path)
    except FaultyEntriesError as error:
        raise BaseFileError(path, error.faults) from None


def _own_words(path: Path) -> Synonyms:
    try:
        return read_own_words(path)
    except FaultyWordsError as error:
        raise BaseFileError(path, error.faults) from None
