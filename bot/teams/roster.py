"""Who is in a chat, asked of Teams: the only call for it that neither blocks nor breaks."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.teams.client import Clients
from bot.teams.failures import ConnectorError, LostError
from bot.teams.heard import Sender
from bot.teams.room import Room
from bot.teams.token import TokenError

log = logging.getLogger(__name__)

# People a page, and pages; the hosts of a bigger meeting are known once they press or write.
PAGE, PAGES = 200, 10


class Roster:
    """Looks beside the turn; what cannot be found out is left out."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._tasks: set[asyncio.Task[None]] = set()

    async def members(self, room: Room) -> tuple[Sender, ...]:
        """Give who is in a chat, page by page; a page that cannot be read ends it."""
        client = self._clients.of(room.service_url)
        found: list[Sender] = []
        token: str | None = None
        for _ in range(PAGES):
            try:
                page = await client.conversations.get_conversation_paged_members(
                    room.id, page_size=PAGE, continuation_token=token
                )
            except (ConnectorError, LostError, TokenError):
                break
            found += map(_member, page.members or ())
            token = page.continuation_token
            if not token:
                break
        return tuple(found)

    def aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside the turn, and keep hold of it."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("roster not read")


def _member(member: Any) -> Sender:  # noqa: ANN401 - the SDK has no types
    entra = member.aad_object_id or (member.additional_properties or {}).get("objectId")
    return Sender(member.id, member.name, entra if isinstance(entra, str) else None)
