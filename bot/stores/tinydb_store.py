"""The store on TinyDB: a journal file for each meeting, one write and one sync for each batch."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from bot.ports import ConflictError, StoreUnavailableError
from bot.stores.alarm import Alarm
from bot.stores.disk import REAL_DISK, Disk, file_name, make_folder, named, refusing
from bot.stores.group import Commit, GroupCommit
from bot.stores.log import ENDING, Append, MeetingLog, prepared
from bot.stores.news import News, Watcher
from meeting.events import Change
from meeting.ids import MeetingId

THREADS = 4  # so many meetings can wait for the disk at once

Result = TypeVar("Result")


class TinyDbStore:
    """Keeps the promises of `bot.ports.Store` for one process, which must hold the FolderLock.

    A meeting is opened when it is first asked for. When the disk fails in one file the whole store
    is read-only until the program is started again, and `trouble` says so; when the disk is full or
    takes nothing for another reason, `trouble` says so until something has been stored again.
    """

    shared = False  # the folder's lock keeps other processes out

    def __init__(self, folder: Path, disk: Disk = REAL_DISK) -> None:
        with refusing(folder):
            make_folder(folder, disk)
        self._folder = folder
        self._disk = disk
        self._news = News[MeetingId]()
        self._logs: dict[MeetingId, asyncio.Task[MeetingLog]] = {}
        self._groups: dict[MeetingId, GroupCommit[Append, int]] = {}
        self._threads = ThreadPoolExecutor(THREADS, "store")
        self._closed = False
        self.alarm = Alarm()

    @property
    def trouble(self) -> str | None:
        """Why nothing can be stored at the moment."""
        return self.alarm.text

    async def append(
        self, meeting: MeetingId, expected: int | None, changes: Sequence[Change]
    ) -> int:
        wanted = prepared(expected, changes)
        self._check_open()
        if meeting not in self._groups:
            self._groups[meeting] = GroupCommit(self._commit_to(meeting, self._path(meeting)))
        return await self._groups[meeting].submit(wanted)

    async def rewrite(self, meeting: MeetingId, expected: int, changes: Sequence[Change]) -> int:
        """Write in the thread what takes a while: others' requests come between."""
        self._check_open()
        self.alarm.check()
        log = await self._log(meeting, self._path(meeting))
        written = await self._in_thread(lambda: self._rewrite(log, expected, changes))
        if isinstance(written, ConflictError):
            raise written
        self.alarm.stored()
        self._news.tell(meeting)
        return written

    async def read(self, meeting: MeetingId, after: int = 0) -> Sequence[Change]:
        self._check_open()
        path = self._path(meeting)
        if meeting not in self._logs and not path.exists():
            return ()
        log = await self._log(meeting, path)
        return await self._in_thread(lambda: log.read(after))

    async def meetings(self) -> Sequence[MeetingId]:
        return await self._in_thread(lambda: meetings_in(self._folder))

    def watch(self) -> Watcher[MeetingId]:
        return self._news.watch()

    async def close(self) -> None:
        """Finish what has been handed in, then close the files; afterwards nothing is taken."""
        self._closed = True
        for group in self._groups.values():
            await group.finish()
        for task in [*self._logs.values()]:
            with suppress(Exception):  # whoever asked for it has been told, and nothing is open
                (await task).close()
        self._threads.shutdown()
        self._news.close()

    def _path(self, meeting: MeetingId) -> Path:
        return self._folder / file_name(meeting, ENDING)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailableError("the store is closed")

    async def _log(self, meeting: MeetingId, path: Path) -> MeetingLog:
        """Open once, whoever asks and whoever stops waiting; another try after a failure."""
        task = self._logs.get(meeting)
        if task is None:
            task = asyncio.create_task(self._in_thread(lambda: MeetingLog(path, self._disk)))
            task.add_done_callback(lambda done: self._forget_failed(meeting, done))
            self._logs[meeting] = task
        return await asyncio.shield(task)

    def _forget_failed(self, meeting: MeetingId, task: asyncio.Task[MeetingLog]) -> None:
        if task.cancelled() or task.exception() is not None:
            del self._logs[meeting]

    def _commit_to(self, meeting: MeetingId, path: Path) -> Commit[Append, int]:
        async def commit(appends: Sequence[Append]) -> Sequence[int | Exception]:
            self.alarm.check()
            log = await self._log(meeting, path)
            before = log.version
            results = await self._in_thread(lambda: self._append(log, appends))
            if log.version > before:
                self.alarm.stored()
                self._news.tell(meeting)
            return results

        return commit

    def _append(self, log: MeetingLog, appends: Sequence[Append]) -> Sequence[int | Exception]:
        with self.alarm.raised():
            return log.append(appends)

    def _rewrite(
        self, log: MeetingLog, expected: int, changes: Sequence[Change]
    ) -> int | ConflictError:
        wanted = prepared(expected, changes)
        with self.alarm.raised():
            return log.rewrite(wanted)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def meetings_in(folder: Path) -> list[MeetingId]:
    """Give the meetings that have a journal with something in it."""
    with refusing(folder):
        found = [path for path in folder.glob("*" + ENDING) if path.stat().st_size]
    return sorted(MeetingId(named(path, ENDING)) for path in found)
