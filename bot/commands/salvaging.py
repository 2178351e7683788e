"""`salvage`: what can be read of a damaged journal becomes a journal that opens.

Whatever happens, the damaged file stays: first under its own name, then beside under another.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import orjson

from bot.commands.kept import in_a_folder
from bot.commands.problems import CommandError
from bot.ports import DamagedError
from bot.settings import Settings
from bot.stores.codec import UnreadableError
from bot.stores.disk import file_name, write_whole
from bot.stores.folder import MEETINGS, NOTES, look_at
from bot.stores.lines import Row, whole
from bot.stores.lock import FolderLock, InUseError
from bot.stores.log import ENDING
from bot.stores.salvage import SavedLog, Stretch, saved_log, saved_table
from meeting.evolve import fold
from meeting.ids import MeetingId


@dataclass(frozen=True, slots=True)
class _Saved:
    """What goes in the damaged file's place, what goes beside it, and what to say of both."""

    rows: Sequence[Row]
    rest: bytes
    lines: Sequence[str]


def salvage(settings: Settings, name: str | None) -> Sequence[str]:
    """Save a meeting, by its id or join code, or the notes, and say what came of it.

    Raises CommandError.
    """
    if not in_a_folder(settings):
        raise CommandError("salvage is for a data folder's journals; a database has its own tools")
    if name is None:
        asyncio.run(_check_damaged_notes(settings))
        return _salvage(settings, settings.data / NOTES, _notes_of)
    meeting = asyncio.run(_damaged_meeting(settings, name))
    path = settings.data / MEETINGS / file_name(meeting, ENDING)
    return _salvage(settings, path, lambda data: _log_of(meeting, path, data))


async def _damaged_meeting(settings: Settings, name: str) -> MeetingId:
    store = look_at(settings.data).store
    known = []
    for meeting in await store.meetings():
        error = None
        try:
            log = await store.read(meeting)
        except DamagedError as damage:
            error, log = damage, damage.intact
        begun = fold(log)
        code = begun.plan.code if begun else ""
        if name.casefold() in {meeting.casefold(), code.casefold()}:
            _check_damaged(str(meeting), error)
            return meeting
        known.append(meeting)
    raise CommandError(f"there is no meeting {name}; there is {', '.join(known) or 'none'}")


async def _check_damaged_notes(settings: Settings) -> None:
    error = None
    try:
        await look_at(settings.data).notes.keys("")
    except DamagedError as damage:
        error = damage
    _check_damaged(NOTES, error)


def _check_damaged(what: str, error: DamagedError | None) -> None:
    if error is None:
        raise CommandError(f"{what} is not damaged; it was left as it is")
    if isinstance(error.__cause__, UnreadableError):
        raise CommandError(str(error))


def _salvage(settings: Settings, path: Path, save: Callable[[bytes], _Saved]) -> Sequence[str]:
    """Put in place what was saved, or only beside while a server has the folder."""
    with _lock(settings.data) as in_use:
        data = path.read_bytes()
        saved = save(data)
        lines = [*saved.lines, *_list_the_rest(path, saved.rest)]
        if not saved.rows:
            raise CommandError(
                f"{'; '.join(lines)}; nothing usable is left, so {path} stays as it is: put it "
                "back from a backup, or move it away to begin anew"
            )
        if in_use is None:
            return [*lines, _put_in_place(path, data, saved.rows)]
        beside = _free_name(path, ".salvaged")
        write_whole(beside, whole(saved.rows))
        return [*lines, f"{in_use}, so {path.name} stays; what was saved is in {beside}"]


@contextmanager
def _lock(folder: Path) -> Iterator[InUseError | None]:
    """Hold the folder if it is free, and else say who has it."""
    try:
        lock = FolderLock(folder)
    except InUseError as error:
        yield error
        return
    try:
        yield None
    finally:
        lock.release()


def _list_the_rest(path: Path, rest: bytes) -> Iterator[str]:
    if rest:
        listed = _free_name(path, ".rest.jsonl")
        write_whole(listed, rest)
        yield f"what cannot be used without what is missing is listed in {listed}"


def _put_in_place(path: Path, damaged: bytes, rows: Sequence[Row]) -> str:
    kept = _free_name(path, ".damaged")
    write_whole(kept, damaged)
    write_whole(path, whole(rows))
    return f"the damaged file is kept as {kept}"


def _log_of(meeting: MeetingId, path: Path, data: bytes) -> _Saved:
    try:
        saved = saved_log(data)
    except UnreadableError as error:
        raise CommandError(
            f"{path}: {error}; start the version of the program that wrote it"
        ) from None
    rest = b"".join(_for_a_person(row) for row in saved.later)
    lines = [_told(meeting, saved), *_bytes_told(path, saved.bad, len(data))]
    return _Saved(saved.rows, rest, lines)


def _notes_of(data: bytes) -> _Saved:
    rows, bad = saved_table(data)
    lost = "what the unreadable lines noted is lost, so a message may be sent again"
    lines = [f"notes: {len(rows)} kept; {lost}", *_bytes_told(Path(NOTES), bad, len(data))]
    return _Saved([*rows.values()], b"", lines)


def _told(meeting: MeetingId, saved: SavedLog) -> str:
    kept = f"{meeting}: {len(saved.rows)} changes kept"
    if not saved.missing:
        return f"{kept}, none between them is missing"
    return (
        f"{kept} (version 1 to {len(saved.rows)}), version {_spans(saved.missing)} missing, "
        f"{len(saved.later)} later ones not usable"
    )


def _bytes_told(path: Path, bad: Sequence[Stretch], size: int) -> Iterator[str]:
    for stretch in bad:
        last = "; what was there came last" if stretch.end == size else ""
        yield f"unreadable in {path.name}: bytes {stretch.begin} to {stretch.end - 1}{last}"


def _spans(versions: Sequence[int]) -> str:
    """Give 3, 5-7 for 3, 5, 6, 7."""
    spans: list[list[int]] = []
    for version in versions:
        if spans and spans[-1][-1] == version - 1:
            spans[-1][-1:] = [version]
        else:
            spans.append([version, version])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def _for_a_person(row: Row) -> bytes:
    line = {"version": row.id, **orjson.loads(row.body)}
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _free_name(path: Path, ending: str) -> Path:
    """Give a name beside it that nothing has; what was saved before is not overwritten."""
    names = (path.with_name(f"{path.name}{number or ''}{ending}") for number in count())
    return next(name for name in names if not name.exists())
