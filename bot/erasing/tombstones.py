"""What stays of somebody who was erased: keyed hashes, so that it can be done again.

Hashed are the person's id and, each by itself, what was nameless and theirs: digests of anonymous
questions' secrets, keys of answers to an evaluation. Whoever has the operator's secret can tell
whether an id is meant; nobody can tell an id from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.keys import Keys
from bot.ports import Json, Notes
from meeting.ids import MeetingId

TOMBSTONES = "erased/"  # the notes that are tombstones
EVERYWHERE = MeetingId("")
# What is nameless bears no time: it would tell whose it was. It cannot come back under its old id.
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """When (aware UTC), and a mark of the secret: with another one nobody would be found."""

    at: datetime
    secret: str

    def as_json(self) -> dict[str, Json]:
        return {"at": self.at.isoformat(), "secret": self.secret}

    @classmethod
    def of(cls, kept: Json) -> "Tombstone":
        """Read one. Raises ValueError."""
        match kept:
            case {"at": str(at), "secret": str(secret)}:
                return cls(datetime.fromisoformat(at), secret)
            case _:
                raise ValueError("not a tombstone")


Tombstones = Mapping[str, Tombstone]  # by the hash of a person and of where they were erased


class ReadableNotes(Protocol):
    async def get(self, key: str) -> Json: ...

    async def keys(self, prefix: str) -> Sequence[str]: ...


def name_of(keys: Keys, what: str, where: MeetingId) -> str:
    return keys.signature("erased", where, what)


def mark_of(keys: Keys) -> str:
    """Tell one secret from another without saying anything of either."""
    return keys.signature("tombstones")[:12]


def stone_of(stones: Tombstones, keys: Keys, what: str, meeting: MeetingId) -> Tombstone | None:
    """Find the latest erasure that holds in this meeting."""
    names = (name_of(keys, what, where) for where in (EVERYWHERE, meeting))
    found = [stones[name] for name in names if name in stones]
    return max(found, key=_at, default=None)


def together(*many: Tombstones) -> Tombstones:
    """Put them together; of two of the same the later moment counts."""
    found: dict[str, Tombstone] = {}
    for name, stone in (one for stones in many for one in stones.items()):
        found[name] = max(found.get(name, stone), stone, key=_at)
    return found


async def read_tombstones(notes: ReadableNotes) -> Tombstones:
    names = await notes.keys(TOMBSTONES)
    return {n.removeprefix(TOMBSTONES): Tombstone.of(await notes.get(n)) for n in names}


async def put_tombstones(notes: Notes, stones: Tombstones) -> None:
    for name, stone in stones.items():
        await notes.put(TOMBSTONES + name, stone.as_json())


def _at(stone: Tombstone) -> datetime:
    return stone.at
