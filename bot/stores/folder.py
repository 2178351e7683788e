"""The data folder: what lies where in it, opened by the one process that writes, or to look."""

from dataclasses import dataclass
from pathlib import Path

from bot.ports import Ballots, Store
from bot.stores.ballots import FileBallots
from bot.stores.disk import REAL_DISK, Disk, sweep
from bot.stores.formats import check_format
from bot.stores.lease import OwnLease
from bot.stores.lock import FolderLock
from bot.stores.notes import JournalNotes
from bot.stores.probe import Probe
from bot.stores.reading import ReadOnlyNotes, ReadOnlyStore
from bot.stores.tinydb_store import TinyDbStore

MEETINGS = "meetings"
NOTES = "notes.journal"
BALLOTS = "ballots"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The stores and the lock that makes them ours."""

    store: TinyDbStore
    notes: JournalNotes
    ballots: FileBallots
    lease: OwnLease
    lock: FolderLock
    probe: Probe

    @property
    def trouble(self) -> str | None:
        """Why something cannot be stored at the moment; what may pass is tried again now and then.

        A disk that has room again is found out about also when nobody writes.
        """
        alarms = (self.store.alarm, self.notes.alarm, self.ballots.alarm)
        if not any(alarm.passing for alarm in alarms):
            self.probe.rest()
        elif self.probe.works():
            for alarm in alarms:
                alarm.stored()
        return "; ".join(dict.fromkeys(alarm.text for alarm in alarms if alarm.text)) or None

    async def close(self) -> None:
        """Finish what was handed in and give the folder back."""
        self.lease.close()
        await self.store.close()
        await self.ballots.close()
        await self.notes.close()
        self.lock.release()


def open_folder(folder: Path, disk: Disk = REAL_DISK) -> DataFolder:
    """Open for writing; raises InUseError, touching nothing, while another process has it.

    A folder of a later format raises StoreUnavailableError, here and where it is looked at.
    """
    check_format(folder)
    lock = FolderLock(folder)
    try:
        for place in (folder, folder / MEETINGS, folder / BALLOTS):
            sweep(place)
        return DataFolder(
            store=TinyDbStore(folder / MEETINGS, disk),
            notes=JournalNotes(folder / NOTES, disk),
            ballots=FileBallots(folder / BALLOTS, disk),
            lease=OwnLease(),
            lock=lock,
            probe=Probe(folder, disk),
        )
    except BaseException:
        lock.release()
        raise


def look_into(folder: Path) -> tuple[Store, Ballots]:
    """Open to read, also while a server is writing there."""
    check_format(folder)
    return ReadOnlyStore(folder / MEETINGS), FileBallots(folder / BALLOTS)


@dataclass(frozen=True, slots=True)
class FolderLook:
    """What lies in a folder, to read, also while a server is writing there."""

    store: ReadOnlyStore
    notes: ReadOnlyNotes
    ballots: FileBallots

    async def close(self) -> None:
        await self.ballots.close()


def look_at(folder: Path) -> FolderLook:
    """Look at everything in a folder, which need not be there."""
    check_format(folder)
    return FolderLook(
        store=ReadOnlyStore(folder / MEETINGS),
        notes=ReadOnlyNotes(folder / NOTES),
        ballots=FileBallots(folder / BALLOTS),
    )
