"""The nouns of a meeting: frozen values that commands and events carry and the state is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from immutables import Map

from meeting.entry import Writing
from meeting.evaluation import Evaluation, EvaluationQuestion
from meeting.ids import CommandId, EntryId, ItemId, MeetingId, PersonId, QuestionId, WishId
from meeting.item import Item, Mark, Message, Span, Task, Withdrawal
from meeting.polls import Poll, PreparedPoll
from meeting.question import Got, Lesson, Question
from meeting.retention import Data, Retention


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


ANSWERERS = frozenset({Role.HOST, Role.SPEAKER})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the meeting; hosts and speakers come from the plan, participants by joining.

    `substitute` takes a speaker's questions while the speaker is away, else the `mailbox` does.
    """

    id: PersonId
    name: str | None
    organisation: str | None = None
    aliases: tuple[str, ...] = ()
    substitute: PersonId | None = None
    mailbox: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question that came in before the meeting, perhaps with its answer.

    `shown_as` is whose it is, if that may be told; `source` says where the answer is from.
    """

    text: str
    answer: str | None = None
    shown_as: str | None = None
    topic: str | None = None
    to: tuple[PersonId, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of a programme, as the meeting file describes it; times are aware UTC.

    `begins_with_call` and `ends_with_call`: the agenda follows the Teams meeting. `seats` are those
    that organisations have said they come with, `evaluation_open` is how long after the meeting's
    close it can still be evaluated. A `rehearsal` is a copy to practise on: most of its people are
    simulated, and it is deleted afterwards. `links_open` is for how many days after the meeting
    personal links open it, None for as long as it is kept. `join_link` says which Teams meeting it
    is, and lets nobody into it: its chat is this meeting's.
    """

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
    mailboxes: Mapping[str, str] = field(default_factory=dict)  # topic id -> mail address
    prepared: tuple[Prepared, ...] = ()
    moderated: bool = False
    sound_check: datetime | None = None
    tasks: tuple[Task, ...] = ()
    begins_with_call: bool = False
    ends_with_call: bool = False
    seats: Mapping[str, int] = field(default_factory=dict)  # organisation -> people
    evaluation_open: timedelta = timedelta()
    polls: tuple[PreparedPoll, ...] = ()
    retention: Retention = field(default_factory=Retention)
    rehearsal: bool = False
    links_open: int | None = 60
    join_link: str | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the agenda was before a step, so that the step can be undone."""

    phase: Phase
    current: int | None
    items: tuple[Item, ...]
    actual: tuple[Span, ...]
    extended: tuple[timedelta, ...]
    rested: tuple[timedelta, ...]
    elsewhere: tuple[timedelta, ...]
    paused: datetime | None
    left_out: frozenset[ItemId]
    automatic: frozenset[ItemId]


@dataclass(frozen=True, slots=True)
class BeforeClose:
    """How a meeting stood when it was closed; `questions` are those that the close itself ended.

    Whatever somebody has dealt with since is not among them any more.
    """

    steps: Steps
    undoable: tuple[Steps, ...]
    questions: Map[QuestionId, Question]


class TroubleKind(StrEnum):
    """What keeps somebody from following the meeting."""

    SOUND = "sound"
    PICTURE = "picture"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What somebody has trouble with, since when (aware UTC)."""

    kind: TroubleKind
    at: datetime


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
    rested: tuple[timedelta, ...] = ()  # how long each item was paused
    elsewhere: tuple[timedelta, ...] = ()  # how long something else was on before it went on
    paused: datetime | None = None  # since when the item that is on is paused
    left_out: frozenset[ItemId] = frozenset()  # made read-yourself while the meeting runs
    automatic: frozenset[ItemId] = frozenset()  # the next begins when their time is up
    undoable: tuple[Steps, ...] = ()
    people: Map[PersonId, Person] = field(default_factory=Map)
    questions: Map[QuestionId, Question] = field(default_factory=Map)
    votes: Map[QuestionId, Map[PersonId, bool]] = field(default_factory=Map)
    ratings: Map[QuestionId, Map[PersonId, Got]] = field(default_factory=Map)
    evaluation: Evaluation = field(default_factory=Evaluation)
    closed: datetime | None = None  # since when the meeting is (aware UTC)
    before_close: BeforeClose | None = None  # while it is closed
    polls: tuple[Poll, ...] = ()  # those that were asked, in that order
    proposals: tuple[str, ...] = ()
    wished: Map[WishId, Map[PersonId, bool]] = field(default_factory=Map)
    moderated: bool = False
    absent: frozenset[PersonId] = frozenset()
    organisations: frozenset[str] = frozenset()  # that people gave when they joined
    here: frozenset[PersonId] = frozenset()  # hosts and speakers who have been seen
    told: frozenset[tuple[ItemId, Mark]] = frozenset()
    messages: tuple[Message, ...] = ()  # from hosts to speakers
    withdrawn: Map[PersonId, Withdrawal] = field(default_factory=Map)  # personal links
    troubles: Map[PersonId, Trouble] = field(default_factory=Map)
    own: Map[PersonId, tuple[QuestionId, ...]] = field(default_factory=Map)
    tokens: Map[str, QuestionId] = field(default_factory=Map)
    # Who answered a question, by its plain words.
    answerers: Map[str, PersonId] = field(default_factory=Map)
    # What the series' knowledge base learns from which question.
    learned: Map[QuestionId, Lesson] = field(default_factory=Map)
    # What was written about the base's entries here, oldest first.
    entries: Map[EntryId, tuple[Writing, ...]] = field(default_factory=Map)
    # Which questions were merged into one, by the one.
    merged: Map[QuestionId, tuple[QuestionId, ...]] = field(default_factory=Map)
    # Where a question is that was sent again under another id.
    again: Map[QuestionId, QuestionId] = field(default_factory=Map)
    erased: frozenset[Data] = frozenset()  # what has had its time
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

    def question(self, question: QuestionId) -> Question | None:
        """Find a question, also by the id under which it was sent once more."""
        return self.questions.get(self.again.get(question, question))

    def away(self, person: PersonId) -> "Meeting":
        """Give the meeting as it is once this speaker is away."""
        return replace(self, absent=self.absent | {person})

    def represented_by(self, organisation: str | None) -> "Meeting":
        """Give the meeting as it is once somebody from there has come."""
        named = (organisation or "").casefold()
        if not named or named in self.organisations:
            return self
        return replace(self, organisations=self.organisations | {named})

    def root(self, question: Question) -> Question:
        """Give the question that stands for this one: itself, unless it was merged."""
        while question.into is not None:
            question = self.questions[question.into]
        return question

    def group(self, question: QuestionId) -> tuple[Question, ...]:
        """Give a question and all that were merged into it, also by way of others."""
        found = [self.questions[question]]
        for one in found:  # grows while it is gone through
            found += [self.questions[id_] for id_ in self.merged.get(one.id, ())]
        return tuple(found)

    def person(self, person: PersonId) -> Person:
        return self.people[person]

    def organisation_of(self, person: PersonId | None) -> str | None:
        known = None if person is None else self.people.get(person)
        return known.organisation if known else None
