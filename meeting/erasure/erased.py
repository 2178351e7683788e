"""Writes a log anew without what is to go; it stays as long, so that versions mean the same."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_

from meeting import events as e
from meeting.commands import ErasePerson, ErasingDeed
from meeting.erasure.blotting import blotting
from meeting.erasure.marks import STAND_IN
from meeting.erasure.names import labels, nameless, planned_names
from meeting.erasure.person import Gone, left
from meeting.erasure.remains import remaining
from meeting.erasure.texts import taught, wordless
from meeting.erasure.traces import traces
from meeting.ids import CommandId, PersonId
from meeting.leaves import Leaves, changed
from meeting.retention import Data

Log = Sequence[e.Change]


@dataclass(frozen=True, slots=True)
class Ink:
    """What stands in place of what went: `mark` of words, and of ids what comes of `salt`.

    The salt is random and kept nowhere, so that nobody finds out afterwards who it was.
    """

    salt: bytes
    mark: str

    def person(self, person: PersonId) -> PersonId:
        return PersonId(f"{STAND_IN}{self._digest(person)[:16]}")

    def label(self, organisation: str) -> str:
        """Stand for an organisation that is not named any more: still one, unlike the others."""
        return f"{self.mark} {self._digest(organisation.casefold())[:6]}"

    def command(self, command: CommandId) -> CommandId:
        return CommandId(f"{STAND_IN}{self._digest(command)[:28]}")

    def _digest(self, text: str) -> str:
        return hashlib.sha256(self.salt + text.encode("utf-8", "surrogatepass")).hexdigest()


def erased(log: Log, deed: ErasingDeed, ink: Ink) -> tuple[e.Change, ...]:
    """Give the log without what the deed takes out; the last change is the deed's own."""
    if isinstance(deed, ErasePerson):
        return _without_person(log, deed, ink)
    match deed.data:
        case Data.NAMES:
            return _without_names(log, deed.seats, ink)
        case Data.TEXTS:
            return _without_texts(log, ink)
        case Data.STATISTICS:
            bare = _without_texts(_without_names(log, deed.seats, ink), ink)
            return remaining(bare, taught(log))


def _without_person(log: Log, deed: ErasePerson, ink: Ink) -> tuple[e.Change, ...]:
    found = traces(log, deed)
    gone = Gone(deed.person, found, ink.mark, ink.label)
    stand_in = ink.person(deed.person)

    def renamed(person: PersonId) -> PersonId:
        return stand_in if person == deed.person else person

    blot = blotting(found.said, ink.mark)
    plainly = Leaves(renamed, blot if deed.in_texts else None)
    in_plan = Leaves(renamed, blot if found.planned or deed.in_texts else None)

    def event_of(event: e.Event, by: PersonId | None) -> e.Event | None:
        rest = left(event, by, gone)
        leaves = in_plan if isinstance(rest, e.MeetingPlanned) else plainly
        return None if rest is None else changed(rest, leaves)

    return tuple(
        _rewritten(change, event_of, renamed, ink)
        if change is log[-1] or deed.until is None or change.at <= deed.until
        else change
        for change in log
    )


def _without_names(log: Log, seats: Mapping[PersonId, PersonId], ink: Ink) -> tuple[e.Change, ...]:
    organisations = labels(log)
    known: dict[PersonId, PersonId] = {**seats}

    def renamed(person: PersonId) -> PersonId:
        if person not in known:
            known[person] = ink.person(person)
        return known[person]

    leaves = Leaves(renamed, blotting(planned_names(log), ink.mark))

    def event_of(event: e.Event, _: PersonId | None) -> e.Event | None:
        rest = nameless(event, organisations, ink.mark)
        return None if rest is None else changed(rest, leaves)

    return tuple(_rewritten(change, event_of, renamed, ink) for change in log)


def _without_texts(log: Log, ink: Ink) -> tuple[e.Change, ...]:
    known = taught(log)

    def event_of(event: e.Event, _: PersonId | None) -> e.Event | None:
        return wordless(event, known, ink.mark)

    return tuple(_rewritten(change, event_of, lambda person: person, ink) for change in log)


def _rewritten(
    change: e.Change,
    event_of: Callable[[e.Event, PersonId | None], e.Event | None],
    renamed: Callable[[PersonId], PersonId],
    ink: Ink,
) -> e.Change:
    """Change the events and who did it; a deed's id may be found from who did it, so it goes."""
    found = (event_of(event, change.by) for event in change.events)
    events = tuple(event for event in found if event is not None)
    by = None if change.by is None else renamed(change.by)
    if by == change.by:
        same = len(events) == len(change.events) and all(map(is_, events, change.events))
        return change if same else replace(change, events=events)
    return e.Change(ink.command(change.id), change.at, by, events)
