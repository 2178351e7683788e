"""What a person may see of the ledger, as values that every channel draws from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from immutables import Map

from meeting.ids import EntryId, ItemId, PersonId, QuestionId
from meeting.model import Meeting, Person
from meeting.question import (
    HIDDEN,
    WAITING,
    Answer,
    Got,
    Origin,
    Question,
    QuestionState,
    Route,
    holder,
)
from meeting.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MergedView:
    """A question that another one stands for, as the host sees it there."""

    id: QuestionId
    number: int
    text: str
    shown_as: str | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """`to` is empty while a known answer is all that the question has needed.

    `votes` counts each person once over all that was merged; `into` is the number of the question
    that stands for this one, whose state and answer it then shows. `got` is this viewer's word on
    the answer, `rates` whether the viewer is among those who may give one.
    """

    id: QuestionId
    number: int
    text: str
    shown_as: str | None
    organisation: str | None
    item: ItemId | None
    to: tuple[Person, ...]
    route: Route
    state: QuestionState
    votes: int
    voted: bool
    mine: bool
    asked_at: datetime
    answer: Answer | None
    answered_by: Person | None
    offered: tuple[EntryId, ...]
    owner: Person | None
    due: datetime | None
    declined: str | None
    into: int | None = None
    merged: tuple[MergedView, ...] = ()
    organisations: int = 0
    tries: int = 1
    origin: Origin | None = None
    got: Got | None = None
    rates: bool = False


def questions_view(meeting: Meeting, viewer: Viewer) -> tuple[QuestionView, ...]:
    """Give the questions this viewer may see, in the order they were asked."""
    seen = (q for q in meeting.questions.values() if shown(q, viewer))
    return tuple(question_view(meeting, q, viewer) for q in sorted(seen, key=_number))


def mine_view(meeting: Meeting, viewer: Viewer) -> tuple[QuestionView, ...]:
    """Give the viewer's own questions, anonymous ones by their secret, in the order asked."""
    asked = meeting.own.get(viewer.person, ()) if viewer.person is not None else ()
    own = {*asked, *viewer.held}
    found = sorted((meeting.questions[id_] for id_ in own), key=_number)
    return tuple(question_view(meeting, question, viewer) for question in found)


def queue_view(meeting: Meeting, speaker: PersonId) -> tuple[QuestionView, ...]:
    """Give a speaker's own questions: waiting ones first, most votes first, then the rest."""
    own = (q for q in questions_view(meeting, Viewer(speaker)) if _has(q, speaker))
    return tuple(sorted(own, key=lambda q: (q.state not in WAITING, -q.votes, q.number)))


def rated_view(meeting: Meeting, person: PersonId) -> tuple[QuestionView, ...]:
    """Give the answered questions of which this person has not yet said whether it helped."""
    answered = (q for q in meeting.questions.values() if q.state is QuestionState.ANSWERED)
    views = (question_view(meeting, q, Viewer(person)) for q in sorted(answered, key=_number))
    return tuple(view for view in views if view.rates and view.got is None)


def shown(question: Question, viewer: Viewer) -> bool:
    """Tell whether a viewer sees a question; what is hidden is its asker's and the hosts' affair.

    What was taken back is its asker's alone.
    """
    if question.state not in HIDDEN:
        return True
    asked = viewer.person is not None and viewer.person == question.asker
    if asked or question.id in viewer.held:
        return True
    if question.state is QuestionState.WITHDRAWN:
        return False
    declined = question.state is QuestionState.DECLINED
    return viewer.host or (declined and viewer.person in question.route.to)


def question_view(meeting: Meeting, question: Question, viewer: Viewer) -> QuestionView:
    root = meeting.root(question)
    answer, person = root.answer, viewer.person
    return QuestionView(
        id=question.id,
        number=question.number,
        text=question.text,
        shown_as=question.shown_as,
        organisation=question.organisation,
        item=question.item,
        to=_holders(meeting, root),
        route=root.route,
        state=question.state,
        votes=len(backers(meeting, root)),
        voted=person is not None and _voted(meeting, root, person),
        mine=person is not None and person == question.asker,
        asked_at=question.asked_at,
        answer=answer,
        answered_by=meeting.people.get(answer.by) if answer and answer.by else None,
        offered=question.offer.entries if question.offer else (),
        owner=meeting.people.get(root.owner) if root.owner else None,
        due=root.due,
        declined=root.declined if root.state is QuestionState.DECLINED else None,
        into=None if root is question else root.number,
        merged=_merged(meeting, question),
        organisations=_organisations(meeting, root) if viewer.host else 0,
        tries=question.tries,
        origin=question.origin,
        got=_got(meeting, root, holder(question.id) if question.id in viewer.held else person),
        rates=_rates(meeting, root, question, viewer),
    )


def backers(meeting: Meeting, root: Question) -> "Map[PersonId, bool] | set[PersonId]":
    """Give all who voted, each once, and all who asked what was merged into it."""
    votes = meeting.votes.get(root.id, Map[PersonId, bool]())
    if root.id not in meeting.merged:
        return votes
    group = meeting.group(root.id)
    voters = {person for one in group for person in meeting.votes.get(one.id, ())}
    askers = {one.asker for one in group if one.asker is not None and one.asker != root.asker}
    return voters | askers


def asked_by(meeting: Meeting, root: Question, person: PersonId) -> bool:
    return any(one.asker == person for one in meeting.group(root.id))


def _holders(meeting: Meeting, question: Question) -> tuple[Person, ...]:
    """Name who has it: nobody while the asker looks at a known answer, or was helped by it."""
    answer = question.answer
    by_base = question.state is QuestionState.ANSWERED and answer is not None and answer.by is None
    nobody = by_base or question.state in {QuestionState.SUGGESTED, QuestionState.WITHDRAWN}
    return () if nobody else tuple(map(meeting.person, question.route.to))


def _voted(meeting: Meeting, root: Question, person: PersonId) -> bool:
    if root.id not in meeting.merged:
        return person in meeting.votes.get(root.id, ())
    return any(person in meeting.votes.get(one.id, ()) for one in meeting.group(root.id))


def _merged(meeting: Meeting, question: Question) -> tuple[MergedView, ...]:
    if not meeting.merged.get(question.id):
        return ()
    others = sorted(meeting.group(question.id)[1:], key=_number)
    return tuple(MergedView(one.id, one.number, one.text, one.shown_as) for one in others)


def _organisations(meeting: Meeting, root: Question) -> int:
    """Count the organisations that stand behind a question, its asker's if it may be known."""
    behind: Iterable[str | None] = map(meeting.organisation_of, backers(meeting, root))
    return len({root.organisation, *behind} - {None})


def _got(meeting: Meeting, root: Question, person: PersonId | None) -> Got | None:
    if person is None or root.id not in meeting.ratings:
        return None
    return meeting.ratings[root.id].get(person)


def _rates(meeting: Meeting, root: Question, question: Question, viewer: Viewer) -> bool:
    """Tell whether the viewer is among those whom the answer was for."""
    if root.state is not QuestionState.ANSWERED:
        return False
    if question.id in viewer.held:
        return True
    person = viewer.person
    if person is None:
        return False
    return _voted(meeting, root, person) or asked_by(meeting, root, person)


def _has(view: QuestionView, speaker: PersonId) -> bool:
    hidden = view.state in HIDDEN and view.state is not QuestionState.DECLINED
    return speaker in view.route.to and not hidden


def _number(question: Question) -> int:
    return question.number
