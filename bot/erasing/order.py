"""What is asked of an erasure, what comes of it, and who else takes part in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.erasing.tombstones import Tombstones
from bot.hub import Hub
from bot.ports import Notes, Store
from meeting.erasure.traces import Traces
from meeting.ids import MeetingId, PersonId, QuestionId
from meeting.refusals import Reason


@dataclass(frozen=True, slots=True)
class Order:
    """The operator's word: whom, in which meeting (None: all), and whether in others' texts too."""

    person: PersonId
    only: MeetingId | None = None
    in_texts: bool = True


@dataclass(frozen=True, slots=True)
class Erased:
    """What there was by meeting, where it was refused, what is left to somebody's own hands.

    `known` says whether anything was there of the person, or had been until they were erased.
    """

    meetings: Mapping[MeetingId, Traces] = field(default_factory=dict)
    refused: Mapping[MeetingId, Reason] = field(default_factory=dict)
    remarks: Sequence[str] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Gone:
    """Who, or whose questions, a channel is to forget; without a person only the questions."""

    person: PersonId | None
    questions: frozenset[QuestionId]


class Beside(Protocol):
    """What is kept of people beside the meetings, such as how a channel reaches them."""

    async def people(self) -> Collection[PersonId]:
        """Say of whom anything is kept."""
        ...

    async def forget(self, gone: Gone) -> None: ...


class Files(Protocol):
    """Files that this program wrote and still knows of: exports and backups."""

    async def erased(self, meetings: Collection[MeetingId], stones: Tombstones) -> Sequence[str]:
        """Write anew what can be, and say in a sentence each what somebody must look after."""
        ...


class NoFiles:
    async def erased(
        self,
        meetings: Collection[MeetingId],  # noqa: ARG002 - the port's
        stones: Tombstones,  # noqa: ARG002
    ) -> Sequence[str]:
        return ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where everything is that knows of people."""

    hub: Hub
    store: Store
    notes: Notes
    beside: tuple[Beside, ...] = ()
    files: Files = field(default_factory=NoFiles)
