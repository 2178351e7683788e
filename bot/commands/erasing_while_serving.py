"""Erasing in a running server: at its start, for whoever asks, and what else is ordered of it."""

import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from bot.commands.erasing import carry_out
from bot.commands.manifest import NAME, tombstones_in
from bot.commands.orders import Ordered, Orders, Withdrawing
from bot.commands.withdrawing import withdraw_here
from bot.commands.written_files import WrittenFiles
from bot.erasing.again import erase_again
from bot.erasing.eraser import Eraser
from bot.erasing.erasures import Erasures
from bot.erasing.order import Kept
from bot.erasing.tombstones import put_tombstones
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock, StoreFullError, Stores, StoreUnavailableError
from bot.settings import Settings
from bot.teams.forgetting import TeamsNotes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErasingWhileServing:
    """What a server needs to erase; `teams` is to be told where the running edge's rooms are."""

    settings: Settings
    hub: Hub
    stores: Stores
    teams: TeamsNotes
    erasures: Erasures
    eraser: Eraser

    @classmethod
    def of(
        cls, settings: Settings, hub: Hub, stores: Stores, keys: Keys, clock: Clock
    ) -> "ErasingWhileServing":
        teams = TeamsNotes(stores.notes)
        kept = Kept(hub, stores.store, stores.notes, (teams,), WrittenFiles(settings))
        erasures = Erasures(kept, keys, clock)
        return cls(settings, hub, stores, teams, erasures, Eraser(erasures))

    async def begin(self) -> None:
        """Erase what was begun, or came back; what the store cannot take waits for a new start."""
        try:
            if (self.settings.data / NAME).is_file():  # a backup that is opened directly
                found = tombstones_in(self.settings.data)
                await put_tombstones(self.stores.notes, found)
            if count := await erase_again(self.erasures):
                log.info("erased again", extra={"count": count})
        except (StoreFullError, StoreUnavailableError):
            log.warning("not erased again yet")

    def works(self) -> list[Coroutine[Any, Any, None]]:
        """Give what is to go on while it serves: a data folder's server is handed orders."""
        if self.settings.database is not None:
            return []
        return [Orders(self.settings.data, self._carry_out).run()]

    async def _carry_out(self, order: Ordered) -> dict[str, Any]:
        if isinstance(order, Withdrawing):
            return await withdraw_here(self.hub, order, self.erasures.clock)
        return dict((await carry_out(self.eraser, self.hub, order)).as_json())
