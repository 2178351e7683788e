"""Finds a meeting in the data folder and reads it, beside a running server or without one."""

from dataclasses import dataclass

from bot.commands.problems import CommandError
from bot.keys import Keys
from bot.ports import DamagedError, Store, StoreUnavailableError
from bot.secret import NoSecretError, secret
from bot.settings import Settings
from bot.stores.folder import look_into
from meeting.events import Change
from meeting.evolve import fold
from meeting.model import Meeting, MeetingId
from meeting.tally import restored


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting as it stands on disk, with its whole log."""

    meeting: Meeting
    log: tuple[Change, ...]


async def find(settings: Settings, name: str) -> Found:
    """Find a meeting by its id or join code. Raises CommandError naming what there is."""
    store, ballots = look_into(settings.data)
    known: list[str] = []
    try:
        for id_ in await store.meetings():
            found = await _read(store, id_)
            if found is None:
                continue
            plan = found.meeting.plan
            if name.casefold() in {id_.casefold(), plan.code.casefold()}:
                if found.meeting.evaluation.closed:
                    return found
                return Found(restored(found.meeting, await ballots.read(id_)), found.log)
            known.append(f"{id_} ({plan.code})")
    except (DamagedError, StoreUnavailableError) as error:
        raise CommandError(str(error)) from error
    there = ", ".join(known) or f"none in {settings.data}"
    raise CommandError(f"there is no meeting {name}; there is {there}")


def keys_of(settings: Settings) -> Keys:
    try:
        return Keys(secret(settings, make=False))
    except NoSecretError as error:
        raise CommandError(str(error)) from None


async def _read(store: Store, meeting: MeetingId) -> Found | None:
    log = tuple(await store.read(meeting))
    state = fold(log)
    return None if state is None else Found(state, log)
