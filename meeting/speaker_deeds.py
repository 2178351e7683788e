"""What passes between hosts, speakers and the clock, beside the agenda."""

from dataclasses import dataclass

from meeting.ids import ItemId, PersonId
from meeting.item import Mark


@dataclass(frozen=True, slots=True)
class Arrive:
    """A host or speaker has been seen: in the chat, or with the own link."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Tell an item's speakers, or the hosts, what the time says; the clock does it."""

    item: ItemId
    mark: Mark


@dataclass(frozen=True, slots=True)
class MessageSpeaker:
    """A host tells a speaker something, privately."""

    to: PersonId
    text: str


@dataclass(frozen=True, slots=True)
class SeeMessage:
    """The speaker says that a message was seen."""

    message: str


@dataclass(frozen=True, slots=True)
class WithdrawLink:
    """Make a host's or speaker's personal link worthless, with all that came in by it."""

    person: PersonId


SpeakerDeed = Arrive | Signal | MessageSpeaker | SeeMessage | WithdrawLink
