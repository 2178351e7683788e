"""`links --withdraw`: a personal link opens nothing any more, in the server where one runs."""

import secrets
from typing import Any

from bot.commands.meetings import keys_of
from bot.commands.orders import Withdrawing, hand_over
from bot.commands.problems import CommandError
from bot.hub import Hub, UnknownMeetingError
from bot.ports import Clock
from bot.settings import Settings
from bot.stores.lock import InUseError
from bot.stores.opening import open_stores
from dialogs.refusing import SENTENCES
from meeting.commands import Command, WithdrawLink
from meeting.ids import CommandId, PersonId
from meeting.model import ANSWERERS, Meeting
from meeting.refusals import RefusedError


def whose(meeting: Meeting, name: str) -> PersonId:
    """Find a host or speaker by name or id. Raises CommandError naming who there is."""
    known = {id_: one.name or id_ for id_, one in meeting.people.items() if _has_link(meeting, id_)}
    for id_, called in known.items():
        if name.casefold() in {id_.casefold(), called.casefold()}:
            return id_
    raise CommandError(f"{name} has no personal link here; these have: {', '.join(known.values())}")


def _has_link(meeting: Meeting, person: PersonId) -> bool:
    return bool(meeting.roles(person) & ANSWERERS)


async def withdraw(settings: Settings, order: Withdrawing, clock: Clock) -> None:
    """Do it, and return when it holds. Raises CommandError and the store's errors."""
    try:
        stores = await open_stores(settings, sending=False)
    except InUseError:
        answer = await hand_over(settings.data, order)
        if answer is None:  # the server has gone meanwhile
            await withdraw(settings, order, clock)
            return
    else:
        try:
            hub = Hub(stores.store, stores.ballots, keys_of(settings).pepper())
            await hub.load()
            answer = await withdraw_here(hub, order, clock)
            await hub.close()
        finally:
            await stores.close()
    if failed := answer.get("failed"):
        raise CommandError("; ".join(failed))


async def withdraw_here(hub: Hub, order: Withdrawing, clock: Clock) -> dict[str, Any]:
    """Do it in these meetings, and say what was in the way."""
    command = CommandId(secrets.token_hex(16))
    try:
        deed = WithdrawLink(order.link_of)
        await hub.send(order.meeting, Command(command, clock.now(), None, deed))
    except RefusedError as error:
        return {"failed": [SENTENCES[error.reason]]}
    except UnknownMeetingError:
        return {"failed": [f"there is no meeting {order.meeting} that could be opened"]}
    return {}
