"""Asking and voting: how a question gets into the ledger and how people weigh it."""

from meeting import commands as c
from meeting import events as e
from meeting.model import (
    Answer,
    Meeting,
    Offer,
    Person,
    PersonId,
    Question,
    QuestionState,
    Role,
    Show,
)
from meeting.refusals import Reason, RefusedError
from meeting.routing import route
from meeting.rules import rights

LONGEST_TEXT = 2000  # characters of one question or answer: a card and a phone screen must hold it
LONGEST_NAME = 100  # characters
LONGEST_TOPIC = 200  # characters


def join(meeting: Meeting, command: c.Command, deed: c.Join) -> tuple[e.Event, ...]:
    """Hosts and speakers are in already, under the names of the plan."""
    if command.by is None:
        raise RefusedError(Reason.NOT_JOINED)
    if meeting.roles(command.by) & {Role.HOST, Role.SPEAKER}:
        return ()
    rights.not_closed(meeting)
    for field, value in (("name", deed.name), ("organisation", deed.organisation)):
        if value is not None and len(value) > LONGEST_NAME:
            raise RefusedError(Reason.LONG_TEXT, field=field, most=LONGEST_NAME)
    person = Person(command.by, deed.name, deed.organisation)
    return () if meeting.people.get(command.by) == person else (e.PersonJoined(person),)


def ask(meeting: Meeting, command: c.Command, deed: c.AskQuestion) -> tuple[e.Event, ...]:
    asker = rights.joined(meeting, command)
    rights.not_closed(meeting)
    check_text(deed.text)
    shown_as, organisation = _shown(asker, deed.show)
    offer = _offer(deed)
    return (
        e.QuestionAsked(
            Question(
                id=deed.question,
                number=len(meeting.questions) + 1,
                text=deed.text,
                asker=None if deed.show is Show.ANONYMOUS else asker.id,
                show=deed.show,
                shown_as=shown_as,
                organisation=organisation,
                item=meeting.item.id if meeting.item else None,
                route=route(meeting, deed),
                state=QuestionState.SUGGESTED if offer else QuestionState.QUEUED,
                asked_at=command.at.replace(second=0, microsecond=0),
                topic=deed.topic,
                offer=offer,
                answer=_known_answer(deed.sure, command),
            )
        ),
    )


def check_text(text: str, *, field: str = "text", most: int = LONGEST_TEXT) -> None:
    if not text.strip():
        raise RefusedError(Reason.EMPTY_TEXT, field=field)
    if len(text) > most:
        raise RefusedError(Reason.LONG_TEXT, field=field, most=most)


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
    return None if known is None else Answer(known.text, command.at, None, known.source)


def vote(meeting: Meeting, command: c.Command, deed: c.Vote) -> tuple[e.Event, ...]:
    person = _voter(meeting, command, deed)
    voted = person in meeting.votes.get(deed.question, {})
    return () if voted else (e.VoteCast(deed.question, person),)


def unvote(meeting: Meeting, command: c.Command, deed: c.Unvote) -> tuple[e.Event, ...]:
    person = _voter(meeting, command, deed)
    voted = person in meeting.votes.get(deed.question, {})
    return (e.VoteWithdrawn(deed.question, person),) if voted else ()


def _voter(meeting: Meeting, command: c.Command, deed: c.Vote | c.Unvote) -> PersonId:
    person = rights.joined(meeting, command)
    rights.not_closed(meeting)
    if rights.seen_question(meeting, command, deed.question).state in rights.HIDDEN:
        raise RefusedError(Reason.UNKNOWN_QUESTION)
    return person.id


def propose(meeting: Meeting, command: c.Command, deed: c.ProposeTopic) -> tuple[e.Event, ...]:
    rights.joined(meeting, command)
    rights.not_closed(meeting)
    check_text(deed.text, most=LONGEST_TOPIC)
    return () if deed.text in meeting.proposals else (e.TopicProposed(deed.text),)
