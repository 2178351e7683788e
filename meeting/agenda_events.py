"""What has happened to the agenda's items."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ItemStarted:
    """Item at `index` (from 0) began; the first one starts the meeting."""

    index: int


@dataclass(frozen=True, slots=True)
class ItemEnded:
    index: int


@dataclass(frozen=True, slots=True)
class ItemReopened:
    """The item at `index` is on again as if it had never ended; the one that was on is undone."""

    index: int
    left: int | None


@dataclass(frozen=True, slots=True)
class ItemExtended:
    """The item at `index` got more whole minutes, or fewer where they are negative."""

    index: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ItemLeftOut:
    """The item at `index` is to be read by everybody themselves; or it is taken in again."""

    index: int
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class MeetingPaused:
    """The clock of the item that is on stands still."""


@dataclass(frozen=True, slots=True)
class MeetingResumed:
    """It goes on; the item has the time of the pause on top."""


@dataclass(frozen=True, slots=True)
class ItemsSwapped:
    """The items at these indices have changed places, the earlier one first."""

    index: int
    other: int


@dataclass(frozen=True, slots=True)
class AutomaticSet:
    """The item at `index` hands over by itself when its time is up, or no longer does."""

    index: int
    automatic: bool


@dataclass(frozen=True, slots=True)
class StepUndone:
    """The agenda is as it was before the latest step that has not been undone."""


AgendaEvent = (
    ItemStarted
    | ItemEnded
    | ItemReopened
    | ItemExtended
    | ItemLeftOut
    | MeetingPaused
    | MeetingResumed
    | ItemsSwapped
    | AutomaticSet
    | StepUndone
)
