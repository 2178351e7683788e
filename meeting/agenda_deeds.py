"""What hosts and the clock do to the agenda."""

from dataclasses import dataclass

from meeting.ids import ItemId


@dataclass(frozen=True, slots=True)
class StartMeeting:
    """Begin item 1."""


@dataclass(frozen=True, slots=True)
class NextItem:
    """End the item that is on and begin the next; after the last the agenda has ended."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """Return to the item before, as if it had not ended."""


@dataclass(frozen=True, slots=True)
class ExtendItem:
    """Give the item that is on more whole minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class ShortenItem:
    """Take whole minutes from the item that is on."""

    minutes: int


@dataclass(frozen=True, slots=True)
class JumpTo:
    """Go to any item: what lies between is passed over and can still be gone to."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Make an item that has not begun read-yourself, or take it in again."""

    item: ItemId
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """What one item gives up: so many whole minutes, or all of them (None): read it yourself."""

    item: ItemId
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class CutAgenda:
    """Accept a proposal: all its cuts in one step."""

    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class UndoStep:
    """Put the agenda back to how it was before its latest step."""


@dataclass(frozen=True, slots=True)
class PauseMeeting:
    """Stop the clock of the item that is on; it goes on until somebody resumes or steps."""


@dataclass(frozen=True, slots=True)
class ResumeMeeting:
    """Let the item that is on go on; it gets the time of the pause on top."""


@dataclass(frozen=True, slots=True)
class SwapItems:
    """Let two items that have not begun change places; the times between follow."""

    item: ItemId
    other: ItemId


@dataclass(frozen=True, slots=True)
class SetAutomatic:
    """Have the next item begin by itself when this one's time is up; or not any more."""

    item: ItemId
    automatic: bool = True


@dataclass(frozen=True, slots=True)
class EndAgenda:
    """End the item that is on and the agenda with it; the evaluation opens."""


@dataclass(frozen=True, slots=True)
class CloseMeeting:
    """End everything: agenda, questions and evaluation."""


Steering = (
    ExtendItem
    | ShortenItem
    | JumpTo
    | LeaveOut
    | CutAgenda
    | UndoStep
    | PauseMeeting
    | ResumeMeeting
    | SwapItems
    | SetAutomatic
)


Step = StartMeeting | NextItem | GoBack | EndAgenda | CloseMeeting | Steering
