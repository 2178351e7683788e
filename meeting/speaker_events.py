"""What has passed between hosts, speakers and the clock."""

from dataclasses import dataclass

from meeting.ids import PersonId
from meeting.item import Mark


@dataclass(frozen=True, slots=True)
class PersonArrived:
    """A host or speaker was seen for the first time."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Signalled:
    """The speakers of the item at `index`, or the hosts about them, are to hear what `mark` is."""

    index: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class SpeakerMessaged:
    """A host told a speaker something."""

    message: str
    to: PersonId
    by: PersonId
    text: str


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """The speaker has seen it."""

    message: str


@dataclass(frozen=True, slots=True)
class LinkWithdrawn:
    """The personal link that a host or speaker had opens nothing any more; they get a new one."""

    person: PersonId


SpeakerEvent = PersonArrived | Signalled | SpeakerMessaged | MessageSeen | LinkWithdrawn
