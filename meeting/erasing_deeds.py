"""What is to be taken out of a meeting for good: the log is written anew without it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from meeting.ids import BallotKey, PersonId
from meeting.retention import Data


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Let nothing say who this person was, or what they wrote.

    `tokens` are digests of the secrets of anonymous questions that go too, `ballots` keys of
    answers to an open evaluation of which only the figures stay. With `until`, what came after that
    moment (aware UTC) stays: it was erased before, and the person came back. `in_texts`: a name
    of two words or more also goes where others wrote it, unless something else here has it.
    """

    person: PersonId
    tokens: tuple[str, ...] = ()
    ballots: tuple[BallotKey, ...] = ()
    until: datetime | None = None
    in_texts: bool = False


@dataclass(frozen=True, slots=True)
class EraseData:
    """Let a sort of data go, as its time is up.

    `seats` are the ids by which hosts and speakers are known from now on, so that their personal
    links go on working.
    """

    data: Data
    seats: Mapping[PersonId, PersonId] = field(default_factory=dict)


ErasingDeed = ErasePerson | EraseData
