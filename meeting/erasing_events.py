"""What has been taken out of a meeting for good; the log before it no longer holds it."""

from dataclasses import dataclass

from meeting.ids import PersonId
from meeting.retention import Data


@dataclass(frozen=True, slots=True)
class PersonErased:
    """Somebody is gone; in the log `person` is what stands in their place."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class DataErased:
    """The time of this sort of data was up."""

    data: Data


ErasingEvent = PersonErased | DataErased
