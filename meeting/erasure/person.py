"""One person goes: what they wrote and whatever says who they were; what they counted for stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from meeting import events as e
from meeting.entry import Entry
from meeting.erasure.traces import Traces, question_of
from meeting.ids import PersonId
from meeting.model import Person, Plan, Prepared
from meeting.question import Answer, Question, Route, RouteKind, Show, plain


@dataclass(frozen=True, slots=True)
class Gone:
    """Who goes, what there is of them, and what stands for their words and organisation."""

    person: PersonId
    traces: Traces
    mark: str
    label: Callable[[str], str]

    def organisation(self, organisation: str | None) -> str | None:
        """Keep it where others are from it too: alone it would name the person, but is counted."""
        if organisation is None or organisation.casefold() in self.traces.shared:
            return organisation
        return self.label(organisation)


def left(event: e.Event, by: PersonId | None, gone: Gone) -> e.Event | None:
    """Give what is left of an event, whoever did it; None when nothing is.

    Ids of persons are changed elsewhere, in all events alike.
    """
    if _said(event, by, gone):
        return None
    match event:
        case e.MeetingPlanned(plan):
            return e.MeetingPlanned(_plan(plan, gone))
        case e.PersonJoined(person) if person.id == gone.person:
            return e.PersonJoined(_joined(person, gone))
        case e.EntryWritten(entry, approved):
            return e.EntryWritten(_entry(entry, gone), approved)
        case _:
            return event if question_of(event) is None else _of_question(event, gone)


def _said(event: e.Event, by: PersonId | None, gone: Gone) -> bool:
    """Tell whether an event is nothing but their words: a wish, a message from or to them."""
    match event:
        case e.TopicProposed():
            return by == gone.person
        case e.WishVoted(wish):
            return wish in gone.traces.wishes
        case e.SpeakerMessaged(id_) | e.MessageSeen(id_):
            return id_ in gone.traces.messages
        case _:
            return False


def _of_question(event: e.Event, gone: Gone) -> e.Event | None:
    match event:
        case e.QuestionAsked(question):
            return e.QuestionAsked(_asked(question, gone))
        case e.QuestionQueued(question, route):
            return e.QuestionQueued(question, _route(route, gone))
        case _ if question_of(event) in gone.traces.questions:
            return _of_own(event, gone)
        case _:
            return event


def _of_own(event: e.Event, gone: Gone) -> e.Event | None:
    match event:
        case e.QuestionEdited():
            return replace(event, text=gone.mark)
        case e.AnswerOffered() | e.QuestionAnswered():
            return replace(event, answer=without_words(event.answer))
        case e.AnswerLearned():
            return None  # what it taught was said in their words
        case _:
            return event


def without_words(answer: Answer) -> Answer:
    """Forget by which of the asker's words a known answer was found."""
    if answer.basis is None or not answer.basis.words:
        return answer
    return replace(answer, basis=replace(answer.basis, words=()))


def _plan(plan: Plan, gone: Gone) -> Plan:
    people = tuple(_seated(p, gone) if p.id == gone.person else p for p in plan.people)
    prepared = tuple(_prepared(one, gone) for one in plan.prepared)
    return replace(plan, people=people, prepared=prepared)


def _seated(person: Person, gone: Gone) -> Person:
    """Leave the organisation that they spoke for, and the names that others go by as well."""
    shared = gone.traces.shared
    aliases = tuple(alias for alias in person.aliases if alias.casefold() in shared)
    return Person(person.id, None, person.organisation, aliases)


def _joined(person: Person, gone: Gone) -> Person:
    return Person(person.id, None, gone.organisation(person.organisation))


def _prepared(one: Prepared, gone: Gone) -> Prepared:
    return replace(one, shown_as=None) if one.shown_as in gone.traces.names else one


def _asked(question: Question, gone: Gone) -> Question:
    question = replace(question, route=_route(question.route, gone))
    if question.id not in gone.traces.questions:
        by_name = question.asker is None and question.shown_as in gone.traces.names
        return replace(question, shown_as=None, organisation=None) if by_name else question
    organisation = gone.organisation(question.organisation)
    return replace(
        question,
        text=gone.mark,
        shown_as=organisation if question.show is Show.ORGANISATION else None,
        organisation=organisation,
        token=None,
        answer=None if question.answer is None else without_words(question.answer),
    )


def _route(route: Route, gone: Gone) -> Route:
    """Blot their name out of the reason why a question went to whom it went."""
    names = gone.traces.names
    addressed = route.kind is RouteKind.ADDRESSED and gone.person in route.to
    detail = route.detail
    if detail is not None and (
        detail in names or (addressed and detail.casefold() not in gone.traces.shared)
    ):
        detail = gone.mark
    instead_of = tuple(gone.mark if name in names else name for name in route.instead_of)
    if (detail, instead_of) == (route.detail, route.instead_of):
        return route
    return replace(route, detail=detail, instead_of=instead_of)


def _entry(entry: Entry, gone: Gone) -> Entry:
    """Take their words out of an entry: another phrasing is its question then, if it has one."""
    phrasings = [text for text in entry.phrasings if plain(text) not in gone.traces.texts]
    if len(phrasings) == len(entry.phrasings):
        return entry
    first, *others = phrasings or [gone.mark]
    return replace(entry, question=first, alt=tuple(others))
