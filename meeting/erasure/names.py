"""All names go: what hosts, speakers and participants wrote stays for a while, nobody's name."""

from collections.abc import Iterable
from dataclasses import replace

from meeting import events as e
from meeting.model import Person, Plan
from meeting.question import Question, Route, RouteKind, Show

# What these reasons say in words is somebody's name or address, or may be.
NAMING = frozenset({RouteKind.ADDRESSED, RouteKind.RETURNED, RouteKind.MAILBOX, RouteKind.HOST})


def planned_names(log: Iterable[e.Change]) -> frozenset[str]:
    """Give the names of everybody who ever stood in the meeting's programme."""
    plans = (ev.plan for change in log for ev in change.events if isinstance(ev, e.MeetingPlanned))
    return frozenset(person.name for plan in plans for person in plan.people if person.name)


def labels(log: Iterable[e.Change]) -> frozenset[str]:
    """Give the organisations of the programme, which are no persons."""
    plans = (ev.plan for change in log for ev in change.events if isinstance(ev, e.MeetingPlanned))
    people = (person for plan in plans for person in plan.people)
    return frozenset(p.organisation.casefold() for p in people if p.organisation)


def nameless(event: e.Event, organisations: frozenset[str], mark: str) -> e.Event | None:
    """Give an event without names; None when it is of no use any more."""
    match event:
        case e.MeetingPlanned(plan):
            return e.MeetingPlanned(_plan(plan))
        case e.PersonJoined(person):
            return e.PersonJoined(_person(person))
        case e.SpeakerMessaged() | e.MessageSeen() | e.LinkWithdrawn():
            return None  # the id that takes a person's place is made of the newest link
        case e.QuestionAsked(question):
            return e.QuestionAsked(_asked(question, organisations, mark))
        case e.QuestionQueued(question, route):
            return e.QuestionQueued(question, _route(route, organisations, mark))
        case _:
            return event


def _plan(plan: Plan) -> Plan:
    return replace(plan, people=tuple(map(_person, plan.people)), mailboxes={})


def _person(person: Person) -> Person:
    """Keep whom they came from, unless that is themselves once more."""
    organisation, name = person.organisation, person.name
    named = organisation and name and organisation.casefold() == name.casefold()
    return Person(person.id, None, None if named else organisation)


def _asked(question: Question, organisations: frozenset[str], mark: str) -> Question:
    return replace(
        question,
        shown_as=question.organisation if question.show is Show.ORGANISATION else None,
        token=None,
        route=_route(question.route, organisations, mark),
    )


def _route(route: Route, organisations: frozenset[str], mark: str) -> Route:
    detail = route.detail
    if detail is not None and route.kind in NAMING and detail.casefold() not in organisations:
        detail = mark
    return replace(route, detail=detail, instead_of=tuple(mark for _ in route.instead_of))
