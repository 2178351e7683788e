"""What a log holds of one person, found before it is taken out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from meeting import events as e
from meeting.commands import ErasePerson
from meeting.erasure.blotting import mentioning
from meeting.ids import PersonId, QuestionId, WishId
from meeting.leaves import Leaves, changed
from meeting.model import Person
from meeting.question import Question, plain
from meeting.wishes import wish_id


@dataclass(frozen=True, slots=True)
class Traces:
    """`changes` count what mentions the person; `texts` are what they wrote, by its plain words.

    `shared` are the labels that others here have too, that stand on the roster or in the programme;
    `organisations` are the person's own ones. `elsewhere` counts others' changes with the name.
    """

    changes: int = 0
    names: frozenset[str] = frozenset()
    planned: bool = False
    questions: frozenset[QuestionId] = frozenset()
    votes: int = 0
    wishes: frozenset[WishId] = frozenset()
    messages: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    elsewhere: int = 0

    @property
    def said(self) -> frozenset[str]:
        """Give the names that stand for this person wherever they are written."""
        return frozenset(name for name in self.names if name.casefold() not in self.shared)


def traces(log: Sequence[e.Change], deed: ErasePerson) -> Traces:
    """Find what the log holds of the person, as far as it is to go."""
    person = deed.person
    until = [change for change in log if deed.until is None or change.at <= deed.until]
    events = [event for change in until for event in change.events]
    own = frozenset(q.id for q in _asked(events) if q.asker == person or q.token in deed.tokens)
    people = [*_people(events)]
    theirs = [touches(change, person) for change in until]
    found = Traces(
        changes=sum(theirs),
        names=frozenset(p.name for p in people if p.id == person and p.name),
        planned=any(person == p.id for p in _planned(events)),
        questions=own,
        votes=sum(isinstance(one, e.VoteCast) and one.person == person for one in events),
        wishes=frozenset(w for change in until if change.by == person for w in _wishes(change)),
        messages=frozenset(_messages(events, person)),
        texts=frozenset(map(plain, _texts(events, own))),
        shared=frozenset((*_labels(p for p in people if p.id != person), *_invited(events))),
        organisations=frozenset(
            p.organisation for p in people if p.id == person and p.organisation
        ),
    )
    others = [change for change, its in zip(until, theirs, strict=True) if not its]
    return replace(found, elsewhere=mentioning(others, found.said))


def touches(change: e.Change, person: PersonId) -> bool:
    """Tell whether a change is by this person or about them."""
    if change.by == person:
        return True
    other = PersonId("")
    leaves = Leaves(person=lambda one: other if one == person else one)
    return any(changed(event, leaves) is not event for event in change.events)


def question_of(event: e.Event) -> QuestionId | None:
    """Give the question that an event is about."""
    asked = getattr(event, "question", None)
    return asked.id if isinstance(asked, Question) else asked


def _asked(events: Iterable[e.Event]) -> Iterator[Question]:
    return (event.question for event in events if isinstance(event, e.QuestionAsked))


def _planned(events: Iterable[e.Event]) -> Iterator[Person]:
    return (p for event in events if isinstance(event, e.MeetingPlanned) for p in event.plan.people)


def _people(events: Sequence[e.Event]) -> Iterator[Person]:
    yield from _planned(events)
    yield from (event.person for event in events if isinstance(event, e.PersonJoined))


def _wishes(change: e.Change) -> Iterator[WishId]:
    return (wish_id(ev.text) for ev in change.events if isinstance(ev, e.TopicProposed))


def _invited(events: Iterable[e.Event]) -> Iterator[str]:
    """Give the organisations of the roster and of everybody in the programme."""
    for plan in (event.plan for event in events if isinstance(event, e.MeetingPlanned)):
        yield from map(str.casefold, plan.seats)
        yield from (p.organisation.casefold() for p in plan.people if p.organisation)


def _messages(events: Iterable[e.Event], person: PersonId) -> Iterator[str]:
    for event in events:
        if isinstance(event, e.SpeakerMessaged) and person in {event.to, event.by}:
            yield event.message


def _texts(events: Sequence[e.Event], own: frozenset[QuestionId]) -> Iterator[str]:
    yield from (question.text for question in _asked(events) if question.id in own)
    for event in events:
        if isinstance(event, e.QuestionEdited) and event.question in own:
            yield event.text


def _labels(people: Iterable[Person]) -> Iterator[str]:
    for person in people:
        yield from (label.casefold() for label in (person.organisation, *person.aliases) if label)
