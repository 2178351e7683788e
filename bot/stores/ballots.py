"""The ballots of an open evaluation or poll: one file each, sorted by key, written whole.

Neither the file nor a trace of its writing tells in which order or when ballots came.
"""

import asyncio
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.ports import DamagedError, StoreUnavailableError
from bot.stores.alarm import Alarm
from bot.stores.atomic import AtomicStorage
from bot.stores.codec import written
from bot.stores.disk import REAL_DISK, Disk, besides, file_name, make_folder, refusing
from bot.stores.group import GroupCommit
from meeting.ids import Answers, BallotKey, MeetingId, PollId

ENDING = ".json"


@dataclass(frozen=True, slots=True)
class _Box:
    """What one file holds; the secret is made when it is first asked for."""

    secret: bytes | None
    ballots: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Deed:
    """What one call does to a box, where None is no box; `unseen`: whatever is in it."""

    file: str
    apply: Callable[[_Box | None], _Box | None]
    unseen: bool = False


class FileBallots:
    """Keeps the promises of `bot.ports.Ballots`; calls that come together share one write."""

    def __init__(self, folder: Path, disk: Disk = REAL_DISK) -> None:
        self._folder = folder
        self._disk = disk
        self._group = GroupCommit(self._commit)
        self._thread = ThreadPoolExecutor(1, "ballots")
        self._closed = False
        self._known: dict[str, _Box] = {}
        self.alarm = Alarm()

    @property
    def trouble(self) -> str | None:
        """Why nothing can be stored at the moment."""
        return self.alarm.text

    async def secret(self, meeting: MeetingId, *, poll: PollId | None = None) -> bytes:
        box = await self._submit(_Deed(_file(meeting, poll), _with_secret))
        return _secret(box)

    async def put(
        self,
        meeting: MeetingId,
        ballots: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        new: dict[str, Any] = {key: _stored(answers) for key, answers in ballots.items()}
        written(new)  # what cannot be written fails its caller alone
        await self._submit(_Deed(_file(meeting, poll), lambda box: _with(box, new)))

    async def replace(
        self,
        meeting: MeetingId,
        ballot: BallotKey,
        new: Mapping[BallotKey, Answers],
        *,
        poll: PollId | None = None,
    ) -> None:
        stored: dict[str, Any] = {key: _stored(answers) for key, answers in new.items()}
        written(stored)
        file = _file(meeting, poll)
        await self._submit(_Deed(file, lambda box: _without(_with(box, stored), ballot)))

    async def read(
        self,
        meeting: MeetingId,
        only: Collection[BallotKey] | None = None,
        *,
        poll: PollId | None = None,
    ) -> Mapping[BallotKey, Answers]:
        box = await self._submit(_Deed(_file(meeting, poll), lambda box: box))
        ballots = {} if box is None else box.ballots
        keys = ballots if only is None else [key for key in ballots if key in only]
        return {BallotKey(key): _answers(ballots[key]) for key in sorted(keys)}

    def alone(self, meeting: MeetingId) -> AbstractAsyncContextManager[bool]:  # noqa: ARG002
        """Let everybody in at once: the folder's lock keeps other processes out."""
        return nullcontext(enter_result=False)

    async def destroy(self, meeting: MeetingId, *, poll: PollId | None = None) -> None:
        await self._submit(_Deed(_file(meeting, poll), lambda _: None, unseen=True))

    async def close(self) -> None:
        self._closed = True
        await self._group.finish()
        self._thread.shutdown()

    async def _submit(self, deed: _Deed) -> _Box | None:
        if self._closed:
            raise StoreUnavailableError("the ballots are closed")
        return await self._group.submit(deed)

    async def _commit(self, deeds: Sequence[_Deed]) -> Sequence[_Box | Exception | None]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, deeds)

    def _do(self, deeds: Sequence[_Deed]) -> list[_Box | Exception | None]:
        done = {
            file: iter(self._do_one(file, [d for d in deeds if d.file == file]))
            for file in dict.fromkeys(deed.file for deed in deeds)
        }
        return [next(done[deed.file]) for deed in deeds]

    def _do_one(self, file: str, deeds: Sequence[_Deed]) -> Sequence[_Box | Exception | None]:
        storage = AtomicStorage(self._folder / file, self._disk)
        try:
            unseen = deeds[0].unseen
            before = box = None if unseen else self._known.get(file) or _box(storage)
            boxes = [box := deed.apply(box) for deed in deeds]
            if unseen or box != before:
                self._store(storage, box)
        except Exception as error:  # noqa: BLE001 - handed to this box's callers
            self._known.pop(file, None)  # after a failure only the file says what is in it
            return [error] * len(deeds)
        return boxes

    def _store(self, storage: AtomicStorage, box: _Box | None) -> None:
        self.alarm.check()
        with self.alarm.raised():
            self._write(storage, box)
        self.alarm.stored()
        self._known.pop(storage.path.name, None)
        if box is not None:
            self._known[storage.path.name] = box  # who writes here need not read it again

    def _write(self, storage: AtomicStorage, box: _Box | None) -> None:
        if box is None:
            self._remove(storage.path)
        else:
            with refusing(self._folder):
                make_folder(self._folder, self._disk)
            key = {} if box.secret is None else {"secret": {"1": {"key": box.secret.hex()}}}
            storage.write({**key, "ballots": box.ballots})

    def _remove(self, path: Path) -> None:
        left = [file for file in (*besides(path), path) if file.exists()]
        with refusing(path):
            for file in left:
                self._disk.remove(file)
            if left:
                self._disk.sync_folder(self._folder)


def _file(meeting: MeetingId, poll: PollId | None) -> str:
    """Name the file; no id has a dot left in it, so that of a poll is no meeting's."""
    ending = ENDING if poll is None else f".{file_name(poll, ENDING)}"
    return file_name(meeting, ending)


def _box(storage: AtomicStorage) -> _Box | None:
    tables = storage.read()
    if tables is None:
        return None
    try:
        secret = tables["secret"]["1"]["key"] if "secret" in tables else None
        return _Box(None if secret is None else bytes.fromhex(secret), tables["ballots"])
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError(f"{storage.path}: not a box of ballots ({error!r})") from error


def _secret(box: _Box | None) -> bytes:
    return (box and box.secret) or secrets.token_bytes(32)


def _with_secret(box: _Box | None) -> _Box:
    return _Box(_secret(box), {} if box is None else box.ballots)


def _with(box: _Box | None, new: Mapping[str, Any]) -> _Box:
    return _Box(None, new) if box is None else _Box(box.secret, {**box.ballots, **new})


def _without(box: _Box, gone: str) -> _Box:
    return _Box(box.secret, {key: one for key, one in box.ballots.items() if key != gone})


def _answers(stored: Mapping[str, Sequence[str]]) -> Answers:
    return {question: tuple(values) for question, values in stored.items()}


def _stored(answers: Answers) -> Mapping[str, Sequence[str]]:
    return {question: [*values] for question, values in answers.items()}
