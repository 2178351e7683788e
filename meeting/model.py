"""The nouns of a meeting: frozen values that commands and events carry and the state is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from immutables import Map

MeetingId = NewType("MeetingId", str)
PersonId = NewType("PersonId", str)
ItemId = NewType("ItemId", str)
QuestionId = NewType("QuestionId", str)
EntryId = NewType("EntryId", str)
CommandId = NewType("CommandId", str)
BallotKey = NewType("BallotKey", str)

# What one person chose, by evaluation question. Strings for scales too, so that all kinds are
# counted alike; several values only for multiple choice.
Answers = Mapping[str, tuple[str, ...]]


class Phase(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"


class Role(StrEnum):
    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    HOST = "host"


class QuestionState(StrEnum):
    SUGGESTED = "suggested"
    QUEUED = "queued"
    ON_NOW = "on now"
    ANSWERED = "answered"
    FOLLOW_UP = "follow-up"
    DECLINED = "declined"


class Show(StrEnum):
    """How the asker is shown to others."""

    NAME = "name"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"


class Got(StrEnum):
    """The asker's word on an answer: did you get it?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Kind(StrEnum):
    """What an evaluation question asks for."""

    SCALE = "scale"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    TEXT = "text"


class RouteKind(StrEnum):
    """Why a question went to whom it went, strongest reason first."""

    ADDRESSED = "addressed"
    TOPIC = "topic"
    ON_NOW = "on now"
    HOST = "host"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the meeting; hosts and speakers come from the plan, participants by joining."""

    id: PersonId
    name: str | None
    organisation: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item as planned; `start` is aware UTC."""

    id: ItemId
    number: int
    title: str
    start: datetime
    duration: timedelta
    speakers: tuple[PersonId, ...] = ()
    topics: tuple[str, ...] = ()
    protected: bool = False
    read_yourself: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """One question of the closing poll; `low` and `high` are the ends of a scale, both included."""

    id: str
    text: str
    kind: Kind
    low: int | None = None
    high: int | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of a programme, as the meeting file describes it; times are aware UTC."""

    meeting: MeetingId
    code: str
    series: str
    title: str
    language: str
    zone: str
    start: datetime
    items: tuple[Item, ...]
    people: tuple[Person, ...]
    hosts: tuple[PersonId, ...]
    evaluation: tuple[EvaluationQuestion, ...]
    topics: Mapping[str, str] = field(default_factory=dict)  # topic id -> its words for people


@dataclass(frozen=True, slots=True)
class Span:
    """When an item really ran; aware UTC, None while it has not happened."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Who has a question and why; `detail` is the alias, topic or item title that decided."""

    to: tuple[PersonId, ...]
    kind: RouteKind
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is None when it was answered live; `by` is None when the knowledge base answered."""

    text: str | None
    at: datetime
    by: PersonId | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the knowledge base put before the asker: one sure answer, or up to three."""

    entries: tuple[EntryId, ...]
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the ledger; `asker` is None for ever when it was asked anonymously."""

    id: QuestionId
    number: int
    text: str
    asker: PersonId | None
    show: Show
    shown_as: str | None
    organisation: str | None
    item: ItemId | None
    route: Route
    state: QuestionState
    asked_at: datetime
    topic: str | None = None
    offer: Offer | None = None
    answer: Answer | None = None
    owner: PersonId | None = None
    due: datetime | None = None
    declined: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The closing poll while it runs and after; ballots are gone once it is closed, sums stay."""

    open: bool = False
    closed: bool = False
    shown: bool = False
    responses: int = 0
    ballots: Map[BallotKey, Answers] = field(default_factory=Map)
    counts: Map[str, Map[str, int]] = field(default_factory=Map)
    answered: Map[str, int] = field(default_factory=Map)


@dataclass(frozen=True, slots=True)
class Meeting:
    """The whole state of one meeting: the fold of its log.

    `created` and `at` are the moments of the first and the latest change. `version` counts the
    changes, `stepped` is the version of the latest agenda step, so that a step made from an older
    view can be told from one that is merely behind on votes.
    """

    plan: Plan
    created: datetime
    at: datetime
    version: int = 1
    stepped: int = 1
    phase: Phase = Phase.PLANNED
    current: int | None = None
    actual: tuple[Span, ...] = ()
    extended: tuple[timedelta, ...] = ()
    people: Map[PersonId, Person] = field(default_factory=Map)
    questions: Map[QuestionId, Question] = field(default_factory=Map)
    votes: Map[QuestionId, Map[PersonId, bool]] = field(default_factory=Map)
    ratings: Map[QuestionId, Map[PersonId, Got]] = field(default_factory=Map)
    evaluation: Evaluation = field(default_factory=Evaluation)
    proposals: tuple[str, ...] = ()
    seen: Map[CommandId, int] = field(default_factory=Map)

    @property
    def item(self) -> Item | None:
        """The item that is on, if one is."""
        return None if self.current is None else self.plan.items[self.current]

    def roles(self, person: PersonId | None) -> frozenset[Role]:
        """Give a person's rights; they come from the plan alone, never from what a client says."""
        found = {Role.PARTICIPANT} if person in self.people else set()
        if person in self.plan.hosts:
            found.add(Role.HOST)
        if any(person in item.speakers for item in self.plan.items):
            found.add(Role.SPEAKER)
        return frozenset(found)

    def person(self, person: PersonId) -> Person:
        return self.people[person]

    def organisation_of(self, person: PersonId | None) -> str | None:
        known = None if person is None else self.people.get(person)
        return known.organisation if known else None
