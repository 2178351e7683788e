"""Finds a meeting in the data folder and reads it, beside a running server or without one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.boxes import uncounted, with_ballots
from bot.commands.problems import CommandError
from bot.keys import Keys
from bot.ports import Ballots, DamagedError, Store, StoreUnavailableError
from bot.secret import NoSecretError, secret
from bot.settings import Settings
from bot.stores.opening import look
from meeting.events import Change
from meeting.evolve import fold
from meeting.ids import MeetingId
from meeting.model import Meeting, Plan
from meeting.series import beside


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting as it stands on disk, with its whole log; `page` is its address on the web.

    `others` are the series' other meetings, where they were asked for.
    """

    meeting: Meeting
    log: tuple[Change, ...]
    page: str = ""
    others: tuple[Meeting, ...] = ()


async def find(settings: Settings, name: str, *, series: bool = False) -> Found:
    """Find a meeting by its id or join code, perhaps with the others of its series.

    Raises CommandError naming what there is.
    """
    others: list[Meeting] = []
    damaged: list[DamagedError] = []
    wanted: Found | None = None
    try:
        async with look(settings) as (store, ballots):
            for id_ in await store.meetings():
                found = await _read(store, id_, name, damaged)
                if found is None:
                    continue
                if name.casefold() not in {id_.casefold(), found.meeting.plan.code.casefold()}:
                    others.append(found.meeting)
                    continue
                wanted = await _with_ballots(found, ballots)
                if not series:
                    break
    except (DamagedError, StoreUnavailableError) as error:
        raise CommandError(str(error)) from error
    if wanted is None:
        raise _unknown(settings, name, [one.plan for one in others], damaged)
    page = f"{settings.base_url}/m/{wanted.meeting.plan.code}"
    return replace(wanted, page=page, others=beside(wanted.meeting, others) if series else ())


def _unknown(
    settings: Settings, name: str, known: Sequence[Plan], damaged: Sequence[DamagedError]
) -> CommandError:
    named = ", ".join(f"{plan.meeting} ({plan.code})" for plan in known)
    there = named or f"none in {'the database' if settings.database else settings.data}"
    # One that is not understood from its first change on tells no code, and may be the wanted one.
    besides = "".join(f"; besides, {error}" for error in damaged[:1])
    return CommandError(f"there is no meeting {name}; there is {there}{besides}")


def keys_of(settings: Settings) -> Keys:
    try:
        return Keys(secret(settings, make=False))
    except NoSecretError as error:
        raise CommandError(str(error)) from None


async def _with_ballots(found: Found, ballots: Ballots) -> Found:
    meeting = found.meeting
    for box in uncounted(meeting):
        meeting = with_ballots(meeting, box, await ballots.read(meeting.plan.meeting, poll=box))
    return Found(meeting, found.log)


async def _read(
    store: Store, meeting: MeetingId, wanted: str, damaged: list[DamagedError]
) -> Found | None:
    """Read a meeting; a damaged one matters if it is the wanted one, or may be."""
    try:
        log = tuple(await store.read(meeting))
    except DamagedError as error:
        begun = fold(error.intact)
        names = {meeting.casefold(), begun.plan.code.casefold() if begun else ""}
        if wanted.casefold() in names:
            raise
        damaged.extend([error] if begun is None else [])
        return None
    state = fold(log)
    return None if state is None else Found(state, log)
