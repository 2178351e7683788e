"""One agenda item: as it is planned, and as it ran."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from meeting.ids import ItemId, PersonId


@dataclass(frozen=True, slots=True)
class Material:
    """Something to read: an address on the web, and what it is called."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something that everybody is to do, by a day in the meeting's zone; `before` it was moved.

    `id` is what people call it by, if it has a number of its own.
    """

    title: str
    id: str | None = None
    due: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item as planned; `start` is aware UTC.

    `approximate` says that its time is about so much ("ca."), `automatic` that the next one begins
    when its time is up; `material` is what there is to read.
    """

    id: ItemId
    number: int
    title: str
    start: datetime
    duration: timedelta
    speakers: tuple[PersonId, ...] = ()
    topics: tuple[str, ...] = ()
    protected: bool = False
    read_yourself: bool = False
    approximate: bool = False
    automatic: bool = False
    material: tuple[Material, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """When an item really ran; aware UTC, None while it has not happened."""

    start: datetime | None = None
    end: datetime | None = None


class Mark(StrEnum):
    """What somebody is told about an item: its speakers, and hosts that a speaker is missing."""

    SOUND_CHECK = "sound check"
    NEXT = "next"
    FIVE = "five minutes left"
    TWO = "two minutes left"
    OVER = "over time"
    MISSING = "missing"


# What is said of the time left, each after the ones before it: with a later one said, the earlier
# are not said any more; with more minutes given, all may be said anew.
TIME_LEFT = (Mark.FIVE, Mark.TWO, Mark.OVER)


@dataclass(frozen=True, slots=True)
class Message:
    """What a host told a speaker, and when the speaker said it was seen (aware UTC)."""

    id: str
    to: PersonId
    by: PersonId
    text: str
    at: datetime
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How often a host's or speaker's personal link was withdrawn, and when last (aware UTC)."""

    times: int
    at: datetime
