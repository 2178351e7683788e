"""Asking and voting: how a question gets into the ledger and how people weigh it."""

from meeting import commands as c
from meeting import events as e
from meeting.ids import PersonId
from meeting.model import Meeting, Person, Role
from meeting.question import HIDDEN, Answer, Offer, Question, QuestionState, Show
from meeting.refusals import Reason, RefusedError
from meeting.routing import route
from meeting.rules import rights
from meeting.rules.answers import from_base
from meeting.rules.own import repeat, sent_before
from meeting.rules.texts import LONGEST_NAME, check_text


def join(meeting: Meeting, command: c.Command, deed: c.Join) -> tuple[e.Event, ...]:
    """Hosts and speakers are in already, under the names of the plan."""
    if command.by is None:
        raise RefusedError(Reason.NOT_JOINED)
    if meeting.roles(command.by) & {Role.HOST, Role.SPEAKER}:
        return ()
    if not meeting.evaluation.open:  # who comes after the meeting may still evaluate it
        rights.not_closed(meeting)
    for field, value in (("name", deed.name), ("organisation", deed.organisation)):
        if value is not None and len(value) > LONGEST_NAME:
            raise RefusedError(Reason.LONG_TEXT, field=field, most=LONGEST_NAME)
    person = Person(command.by, deed.name, deed.organisation)
    return () if meeting.people.get(command.by) == person else (e.PersonJoined(person),)


def ask(meeting: Meeting, command: c.Command, deed: c.AskQuestion) -> tuple[e.Event, ...]:
    """Take a question in; the same person's same question is one, however often it is sent.

    Sent once more after its asker was erased, it stays without its words.
    """
    if meeting.question(deed.question) is not None:
        return ()
    asker = rights.joined(meeting, command)
    rights.not_closed(meeting)
    check_text(deed.text)
    anonymous = deed.show is Show.ANONYMOUS
    offer = _offer(deed)
    if not anonymous and (known := sent_before(meeting, asker.id, deed)):
        return repeat(meeting, known, deed, offered=offer is not None)
    shown_as, organisation = _shown(asker, deed.show)
    return (
        e.QuestionAsked(
            Question(
                id=deed.question,
                number=len(meeting.questions) + 1,
                text=deed.text,
                asker=None if anonymous else asker.id,
                show=deed.show,
                shown_as=shown_as,
                organisation=organisation,
                item=meeting.item.id if meeting.item else None,
                route=route(meeting, deed),
                state=_first_state(meeting, offer),
                asked_at=command.at.replace(second=0, microsecond=0),
                topic=deed.topic,
                offer=offer,
                answer=_known_answer(deed.sure, command),
                token=deed.token if anonymous else None,
            )
        ),
    )


def _first_state(meeting: Meeting, offer: Offer | None) -> QuestionState:
    if offer is not None:
        return QuestionState.SUGGESTED
    return QuestionState.NEW if meeting.moderated else QuestionState.QUEUED


def _shown(asker: Person, show: Show) -> tuple[str | None, str | None]:
    match show:
        case Show.NAME:
            return asker.name, asker.organisation
        case Show.ORGANISATION:
            if asker.organisation is None:
                raise RefusedError(Reason.NO_ORGANISATION, field="show")
            return asker.organisation, asker.organisation
        case Show.ANONYMOUS:
            return None, None


def _offer(deed: c.AskQuestion) -> Offer | None:
    if deed.sure is not None:
        return Offer((deed.sure.entry,), sure=True)
    return Offer(deed.offered) if deed.offered else None


def _known_answer(known: c.KnownAnswer | None, command: c.Command) -> Answer | None:
    return None if known is None else from_base(known, command)


def vote(meeting: Meeting, command: c.Command, deed: c.Vote) -> tuple[e.Event, ...]:
    """Weigh a question; a vote for a merged one is a vote for the one that stands for it."""
    person, question = _voter(meeting, command, deed)
    voted = person in meeting.votes.get(question.id, {})
    return () if voted else (e.VoteCast(question.id, person),)


def unvote(meeting: Meeting, command: c.Command, deed: c.Unvote) -> tuple[e.Event, ...]:
    """Take the vote back, wherever in a merged question it was given."""
    person, question = _voter(meeting, command, deed)
    group = (one.id for one in meeting.group(question.id))
    return tuple(
        e.VoteWithdrawn(id_, person) for id_ in group if person in meeting.votes.get(id_, {})
    )


def _voter(
    meeting: Meeting, command: c.Command, deed: c.Vote | c.Unvote
) -> tuple[PersonId, Question]:
    person = rights.joined(meeting, command)
    rights.not_closed(meeting)
    question = meeting.root(rights.seen_question(meeting, command, deed.question))
    if question.state in HIDDEN:
        raise RefusedError(Reason.UNKNOWN_QUESTION)
    return person.id, question
