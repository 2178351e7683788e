"""What `restore` does about people who were erased after the backup was made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.commands.manifest import tombstones_beside
from bot.commands.meetings import keys_of
from bot.commands.problems import CommandError
from bot.erasing.again import erase_again
from bot.erasing.erasures import Erasures
from bot.erasing.order import Kept
from bot.erasing.tombstones import Tombstones, mark_of, put_tombstones, together
from bot.hub import Hub
from bot.keys import Keys
from bot.ports import Clock
from bot.ports import Kept as Stores
from bot.settings import Settings
from bot.teams.forgetting import TeamsNotes


@dataclass(frozen=True, slots=True)
class Erasing:
    """The tombstones that the backup, and others beside it, tell of."""

    stones: Tombstones = field(default_factory=dict)
    keys: Keys | None = None
    clock: Clock | None = None

    @classmethod
    def of(cls, settings: Settings, own: Tombstones, backup: Path, clock: Clock) -> "Erasing":
        """Gather them. Raises CommandError where nobody could be found by them."""
        stones = together(own, tombstones_beside(backup))
        if not stones:
            return cls()
        keys = keys_of(settings)
        if any(stone.secret != mark_of(keys) for stone in stones.values()):
            raise CommandError(
                f"{len(stones)} erasures are to be done again, and ORDSTYRER_SECRET is not the"
                " secret they were done under: set that one, or leave them out with"
                " --without-erasures"
            )
        return cls(stones, keys, clock)

    async def again(self, stores: Stores) -> int:
        """Erase in what was put back, and say how often that was needed."""
        if self.keys is None or self.clock is None:
            return 0
        await put_tombstones(stores.notes, self.stones)
        hub = Hub(stores.store, stores.ballots, self.keys.pepper())
        await hub.load()
        kept = Kept(hub, stores.store, stores.notes, (TeamsNotes(stores.notes),))
        count = await erase_again(Erasures(kept, self.keys, self.clock))
        await hub.close()
        return count

    def remarks(self, count: int) -> Iterator[str]:
        if self.stones:
            yield f"erased again what was erased after the backup was made ({count})"
