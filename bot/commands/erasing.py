"""`erase`: one person goes from everything that is kept, by the server where one is running."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace

from bot.commands.meetings import keys_of
from bot.commands.orders import hand_over
from bot.commands.written_files import WrittenFiles
from bot.erasing.eraser import Eraser
from bot.erasing.erasures import Erasures
from bot.erasing.order import Kept, Order
from bot.hub import Hub
from bot.ports import Clock, DamagedError, Json, Store
from bot.settings import Settings
from bot.stores.lock import InUseError
from bot.stores.opening import look, open_stores
from bot.teams.forgetting import TeamsNotes
from dialogs.refusing import SENTENCES
from meeting.commands import ErasePerson
from meeting.erasure.traces import Traces, traces
from meeting.events import Change
from meeting.evolve import fold
from meeting.ids import MeetingId, PersonId
from meeting.model import Meeting


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of an order, for the terminal: counts by meeting, what failed, what is left."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    failed: Sequence[str] = ()
    remarks: Sequence[str] = ()
    known: bool = True

    def as_json(self) -> dict[str, Json]:
        return asdict(self)

    def lines(self) -> list[str]:
        return [f"{meeting}: {_counted(counts)}" for meeting, counts in self.counts.items()]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as `--find` lists them, with the meetings that know them."""

    id: PersonId
    name: str
    organisation: str
    meetings: tuple[MeetingId, ...]

    @property
    def line(self) -> str:
        return "\t".join((self.id, self.name, self.organisation, ", ".join(self.meetings)))


async def erase(settings: Settings, order: Order, clock: Clock) -> Summary:
    """Erase, and return when it is done. Raises CommandError and the store's errors."""
    try:
        async with _opened(settings, clock) as (eraser, hub):
            return await carry_out(eraser, hub, order)
    except InUseError:
        answer = await hand_over(settings.data, order)
    return Summary(**answer) if answer is not None else await erase(settings, order, clock)


async def carry_out(eraser: Eraser, hub: Hub, order: Order) -> Summary:
    """Do the order and sum it up; a meeting that cannot be opened cannot be looked into."""
    only = _meeting(order.only, hub.meetings())
    if order.only is not None and only is None:
        return Summary(failed=[f"there is no meeting {order.only}"])
    done = await eraser.erase(replace(order, only=only))
    refused = [f"{id_}: {SENTENCES[reason]}" for id_, reason in done.refused.items()]
    damaged = [
        f"{id_} is damaged, so nobody knows whether they are in it: salvage it and erase again"
        for id_ in (hub.damaged if only is None else ())
    ]
    counts = {str(id_): _counts(found) for id_, found in done.meetings.items()}
    return Summary(counts, [*refused, *damaged], done.remarks, done.known)


async def survey(settings: Settings, order: Order) -> Summary:
    """Say what would be erased; nothing is changed and no server is disturbed."""
    counts: dict[str, Mapping[str, int]] = {}
    async for meeting, log in _logs(settings):
        if order.only is None or _meeting(order.only, [meeting]) is not None:
            found = traces(log, ErasePerson(order.person))
            if found.changes:
                counts[meeting.plan.meeting] = _counts(found)
    return Summary(counts, known=bool(counts))


async def find(settings: Settings, words: str) -> Sequence[Somebody]:
    """List who has these words in their id, name or organisation, by name."""
    found: dict[PersonId, Somebody] = {}
    async for meeting, _ in _logs(settings):
        for one in _people(meeting):
            if words.casefold() in one.line.casefold():
                known = found.setdefault(one.id, replace(one, meetings=()))
                meetings = (*known.meetings, meeting.plan.meeting)
                found[one.id] = replace(known, meetings=meetings)
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.id))


@asynccontextmanager
async def _opened(settings: Settings, clock: Clock) -> AsyncIterator[tuple[Eraser, Hub]]:
    stores = await open_stores(settings, sending=False)
    try:
        keys = keys_of(settings)
        hub = Hub(stores.store, stores.ballots, keys.pepper())
        await hub.load()
        beside, files = (TeamsNotes(stores.notes),), WrittenFiles(settings)
        kept = Kept(hub, stores.store, stores.notes, beside, files)
        yield Eraser(Erasures(kept, keys, clock)), hub
    finally:
        await stores.close()


async def _logs(settings: Settings) -> AsyncIterator[tuple[Meeting, Sequence[Change]]]:
    """Read every meeting that can be read."""
    async with look(settings) as (store, _):
        for id_ in await store.meetings():
            log = await _log(store, id_)
            meeting = fold(log)
            if meeting is not None:
                yield meeting, log


async def _log(store: Store, meeting: MeetingId) -> Sequence[Change]:
    try:
        return await store.read(meeting)
    except DamagedError as error:
        return error.intact


def _people(meeting: Meeting) -> Iterator[Somebody]:
    for person in meeting.people.values():
        yield Somebody(person.id, person.name or "", person.organisation or "", ())


def _meeting(name: str | None, meetings: Sequence[Meeting]) -> MeetingId | None:
    """Find a meeting by its id or join code."""
    for meeting in meetings if name is not None else ():
        plan = meeting.plan
        if (name or "").casefold() in {plan.meeting.casefold(), plan.code.casefold()}:
            return plan.meeting
    return None


def _counts(found: Traces) -> dict[str, int]:
    return {
        "changes": found.changes,
        "questions": len(found.questions),
        "votes": found.votes,
        "wishes": len(found.wishes),
        "messages": len(found.messages),
        "times named by others": found.elsewhere,
    }


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())
