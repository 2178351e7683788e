"""Who may write the series' knowledge base, and whose word it takes before it answers people.

The organisation that owns an entry stands by what it says. What others write waits for somebody of
that organisation; where nobody of it is on this programme, and where nobody owns it, a host's word
is enough.
"""

from collections.abc import Collection, Iterator
from typing import assert_never

from meeting import commands as c
from meeting import events as e
from meeting.entry import ANSWER_TYPES, Entry, Writing
from meeting.ids import EntryId, PersonId
from meeting.model import ANSWERERS, Meeting, Role
from meeting.refusals import Reason, RefusedError
from meeting.rules import rights
from meeting.rules.texts import LONGEST_NAME, check_text

LONGEST_ANSWER = 4_000  # characters; a card must hold it
LONGEST_QUESTION = 500
MOST_PHRASINGS = 50
MOST_LINKS = 20
LONGEST_LINK = 1_000


def based(meeting: Meeting, command: c.Command, deed: c.EntryDeed) -> tuple[e.Event, ...]:
    match deed:
        case c.WriteEntry():
            return write(meeting, command, deed)
        case c.TakeOutEntry():
            return take_out(meeting, command, deed)
        case c.DropEntry():
            return drop(meeting, command, deed)
        case _:
            assert_never(deed)


def write(meeting: Meeting, command: c.Command, deed: c.WriteEntry) -> tuple[e.Event, ...]:
    """Write an entry; the same again changes nothing."""
    person = _writer(meeting, command)
    entry = deed.entry
    _check(entry)
    owners = {entry.owner} if deed.owner is None else {entry.owner, deed.owner}
    approved = not lacking(meeting, {person, deed.proposer}, owners)
    last = _last(meeting, entry.id)
    if last is not None and (last.entry, last.approved, last.dropped) == (entry, approved, False):
        return ()
    return (e.EntryWritten(entry, approved),)


def take_out(meeting: Meeting, command: c.Command, deed: c.TakeOutEntry) -> tuple[e.Event, ...]:
    person = _writer(meeting, command)
    approved = not lacking(meeting, {person}, {deed.owner})
    last = _last(meeting, deed.entry)
    if last is not None and (last.entry, last.approved, last.dropped) == (None, approved, False):
        return ()
    return (e.EntryTakenOut(deed.entry, approved),)


def drop(meeting: Meeting, command: c.Command, deed: c.DropEntry) -> tuple[e.Event, ...]:
    """Drop what waits; it may have been written in another meeting of the series."""
    _writer(meeting, command)
    last = _last(meeting, deed.entry)
    return () if last is not None and last.dropped else (e.EntryDropped(deed.entry),)


def lacking(
    meeting: Meeting, people: Collection[PersonId | None], owners: Collection[str]
) -> tuple[str, ...]:
    """Give the owners ("" for the hosts) for whom none of these people can speak."""
    known = [person for person in people if person is not None]
    return tuple(
        owner
        for owner in sorted(owners)
        if not any(_stands_by(meeting, person, owner) for person in known)
    )


def organisations(meeting: Meeting) -> tuple[str, ...]:
    """Give the organisations of those who answer for something here, in the plan's order."""
    return tuple(dict.fromkeys(organisation for _, organisation in _of_answerers(meeting)))


def _writer(meeting: Meeting, command: c.Command) -> PersonId:
    person = rights.joined(meeting, command).id
    if not meeting.roles(person) & ANSWERERS:
        raise RefusedError(Reason.SPEAKER_ONLY)
    return person


def _stands_by(meeting: Meeting, person: PersonId, owner: str) -> bool:
    wanted = owner.casefold()
    speaking = {id_ for id_, name in _of_answerers(meeting) if wanted and name.casefold() == wanted}
    return person in speaking if speaking else Role.HOST in meeting.roles(person)


def _of_answerers(meeting: Meeting) -> Iterator[tuple[PersonId, str]]:
    for person in meeting.plan.people:
        if person.organisation and meeting.roles(person.id) & ANSWERERS:
            yield person.id, person.organisation


def _check(entry: Entry) -> None:
    check_text(entry.question, field="question", most=LONGEST_QUESTION)
    check_text(entry.answer, field="answer", most=LONGEST_ANSWER)
    check_text(entry.topic, field="topic", most=LONGEST_NAME)
    _check_many(entry.alt, "alt", MOST_PHRASINGS, LONGEST_QUESTION)
    _check_many(entry.links, "links", MOST_LINKS, LONGEST_LINK)
    for field, text in (("source", entry.source), ("owner", entry.owner)):
        if text:
            check_text(text, field=field, most=LONGEST_QUESTION)
    if not set(entry.answer_type) <= {*ANSWER_TYPES}:
        raise RefusedError(Reason.WRONG_ANSWER, field="answer_type")


def _check_many(texts: tuple[str, ...], field: str, most: int, longest: int) -> None:
    if len(texts) > most:
        raise RefusedError(Reason.TOO_MANY, field=field, most=most)
    for text in texts:
        check_text(text, field=field, most=longest)


def _last(meeting: Meeting, id_: EntryId) -> Writing | None:
    return next(reversed(meeting.entries.get(id_, ())), None)
