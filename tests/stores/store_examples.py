"""Changes to store, and a disk that fails when it is told to."""

import os
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.stores.disk import RealDisk
from meeting.events import Change, VoteCast
from meeting.ids import CommandId, MeetingId, PersonId, QuestionId

MARCH = MeetingId("march")
APRIL = MeetingId("april")
START = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


def vote(number: int, by: str = "p") -> Change:
    """A change unlike every other, told apart by its number."""
    person = PersonId(f"{by}{number}")
    event = VoteCast(QuestionId("q1"), person)
    return Change(
        CommandId(f"vote:{by}:{number}"), START + timedelta(seconds=number), person, (event,)
    )


def votes(first: int, after_last: int) -> list[Change]:
    return [vote(number) for number in range(first, after_last)]


class FaultyDisk(RealDisk):
    """Fails a kind of call while `failing` names it, a turn of any kind, or the n-th of a kind.

    A write that fails has already written the half of it.
    """

    def __init__(self) -> None:
        self.failing: dict[str, int] = {}
        self.failing_at: dict[int, int] = {}
        self.failing_nth: dict[tuple[str, int], int] = {}
        self.calls: Counter[str] = Counter()
        self.short = False
        self.turn = 0
        self.synced: list[int] = []

    def write(self, descriptor: int, data: bytes) -> int:
        code = self._code("write")
        half = data[: len(data) // 2]
        if code:
            super().write(descriptor, half)
            raise OSError(code, os.strerror(code))
        return super().write(descriptor, half if self.short else data)

    def sync(self, descriptor: int) -> None:
        self._call("sync")
        super().sync(descriptor)
        self.synced.append(descriptor)

    def truncate(self, descriptor: int, length: int) -> None:
        self._call("truncate")
        super().truncate(descriptor, length)

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)

    def link(self, path: Path, other: Path) -> None:
        self._call("link")
        super().link(path, other)

    def remove(self, path: Path) -> None:
        self._call("remove")
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        self._call("sync_folder")
        super().sync_folder(folder)

    def _call(self, name: str) -> None:
        code = self._code(name)
        if code:
            raise OSError(code, os.strerror(code))

    def _code(self, name: str) -> int | None:
        self.turn += 1
        self.calls[name] += 1
        nth = self.failing_nth.get((name, self.calls[name]))
        return self.failing.get(name) or self.failing_at.get(self.turn) or nth


class HeldDisk(RealDisk):
    """Stands still in every sync until it may go on."""

    def __init__(self) -> None:
        self.syncing = threading.Event()
        self.may_sync = threading.Event()

    def sync(self, descriptor: int) -> None:
        self.syncing.set()
        assert self.may_sync.wait(10)
        super().sync(descriptor)
